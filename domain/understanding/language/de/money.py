"""Amounts of money."""

CURRENCIES = {"EUR": ("euro",), "USD": ("dollar",), "CHF": ("franken",)}
CENTS = r"ct|cent"
AND = ""
