"""Amounts of money."""

CURRENCIES = {
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "dollars", "buck", "bucks"),
    "GBP": ("pound", "pounds", "quid"),
    "CHF": ("franc", "francs"),
    "JPY": ("yen",),
    "PLN": ("zloty",),
}
CENTS = r"c|ct|cents?|pence|p"
AND = "and"
"""Between the whole and the cents."""
