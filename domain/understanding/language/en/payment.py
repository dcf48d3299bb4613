"""Words around the numbers of cards, as they are read out and written."""

DIGITS = {"oh": 0, "o": 0, "niner": 9, "ones": 1}
"""Beside the numbers in words."""
REPEATS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "twice": 2, "thrice": 3}
"""Before a digit that is said once and meant several times."""
BETWEEN = (
    "and|then|next|followed|by|dash|hyphen|minus|space|slash|stroke|dot|point|period|comma|the"
    "|again"
)
"""Said between the parts of a number."""
LEADS = (
    rf"(?:and|then|next|now|so|ok|okay|the|rest|last|is|are|it's|its|of|it|part|second|{BETWEEN})"
)
"""Said before the rest of a number that a message before has begun."""
CODES = r"cvv2?|cvc2?|csc|cav2?|cvn2?"
"""Names of a card's security code that name nothing else."""
CODES_OF_CARDS = (
    r"security\s(?:code|number)|card\s(?:code|verification)"
    r"|verification\s(?:code|value|number)|cid|code"
)
"""Names of it where a card is named, too."""
EXPIRY = (
    r"exp(?:iry|ires?|iring|iration|\.)?|valid\s(?:thru|through|until|till|to)|good\sthru|ends?"
)
FILLING = r"is|the|code|no|nr|number|date|on|in|at|it's|its|of|value|month|year|and"
"""Said between the name of one of these and its value."""
CARDS = r"cards?|visa|mastercard|master|amex|maestro|debit|credit|pan"
"""Says that a number that stands beside it is a card's."""
ACCOUNTS = r"account|acct|bank"
"""Says that a bank's account follows; also as part of a word."""
