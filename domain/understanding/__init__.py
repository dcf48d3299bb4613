"""Understanding of a customer's message. Each room imports only from those below it:

context                          what it means in its conversation
answers, needs                   whether it answers what was asked; several wishes in it
candidates, entities             which values it names, and which of them are meant
acts | values                    what it does (yes, refuse, stop) | what it names (days, names)
language                         which language it is in, and a home for each language
preprocess, nearness, patterns   plain text, misspellings, tenants' own patterns
"""
