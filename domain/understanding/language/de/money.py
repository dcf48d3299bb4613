"""Amounts of money."""

CURRENCIES = {
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "us-dollar"),
    "CHF": ("franken", "schweizer franken", "fr.", "sfr"),
    "GBP": ("pfund", "britische pfund"),
    "PLN": ("złoty",),
    "CZK": ("tschechische kronen",),
    "SEK": ("schwedische kronen",),
    "DKK": ("dänische kronen",),
    "NOK": ("norwegische kronen",),
    "RUB": ("rubel",),
    "INR": ("rupien",),
}
SEVERAL = ("kronen", "krone", "dinar")
CENTS = r"ct|cent|rappen|pfennig"
AND = "und"
UNDER = r"unter|weniger als|höchstens|maximal|bis zu|nicht mehr als|günstiger als"
OVER = r"über|mehr als|mindestens|ab"
BETWEEN = r"zwischen|von"
TO = r"bis|und|-"
