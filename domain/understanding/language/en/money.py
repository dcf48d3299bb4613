"""Amounts of money."""

CURRENCIES = {
    "EUR": ("euro", "euros"),
    "USD": ("dollar", "dollars", "buck", "bucks", "us dollar", "us dollars"),
    "GBP": ("pound", "pounds", "quid", "pound sterling", "pounds sterling", "british pounds"),
    "CHF": ("franc", "francs", "swiss francs", "swiss franc"),
    "JPY": ("yen",),
    "PLN": ("zloty", "zlotys"),
    "CAD": ("canadian dollars", "canadian dollar"),
    "AUD": ("australian dollars", "australian dollar"),
    "NZD": ("new zealand dollars", "new zealand dollar"),
    "SGD": ("singapore dollars", "singapore dollar"),
    "HKD": ("hong kong dollars", "hong kong dollar"),
    "INR": ("rupee", "rupees", "indian rupees"),
    "PKR": ("pakistani rupees",),
    "CNY": ("yuan", "renminbi", "rmb"),
    "KRW": ("won",),
    "MYR": (
        "ringgit",
        "ringgits",
        "malaysian ringgit",
        "malaysian ringgits",
        "malaysia ringgit",
        "malaysia ringgits",
    ),
    "THB": ("baht", "bahts"),
    "VND": ("dong",),
    "ILS": ("shekel", "shekels"),
    "EGP": ("egyptian pound", "egyptian pounds", "l.e.", "genihat masriya"),
    "LBP": ("lebanese pound", "lebanese pounds"),
    "QAR": ("qatari riyal", "qatari riyals"),
    "SAR": ("saudi riyal", "saudi riyals"),
    "IRR": ("iranian rial", "iranian rials"),
    "OMR": ("omani rial", "omani rials"),
    "KWD": ("kuwaiti dinar", "kuwaiti dinars"),
    "JOD": ("jordanian dinar", "jordanian dinars"),
    "AED": ("dirham", "dirhams", "uae dirhams"),
    "TRY": ("lira", "turkish lira"),
    "RUB": ("rouble", "roubles", "ruble", "rubles"),
    "BRL": ("reais",),
    "MXN": ("mexican pesos",),
    "ZAR": ("rand",),
    "CZK": ("czech crowns",),
    "HUF": ("forint", "forints"),
    "SEK": ("swedish crowns", "swedish kronor", "kronor"),
    "NOK": ("norwegian crowns", "norwegian kroner"),
    "DKK": ("danish crowns", "danish kroner"),
    "UAH": ("hryvnia",),
    "MNT": ("tugrik", "tugriks"),
}
SEVERAL = ("riyal", "riyals", "rial", "rials", "dinar", "dinars", "peso", "pesos", "crowns")
"""Names of the money of several countries: which of them is asked."""
CENTS = r"c|ct|cents?|pence|p|pennies|penny|sens?|paise"
AND = "and"
"""Between the whole and the cents."""
UNDER = (
    r"under|less than|lower than|below|at most|no more than|not more than|up to|max|maximum|"
    r"cheaper than"
)
OVER = r"over|more than|above|at least|no less than|min|minimum|exceeding"
BETWEEN = r"between|from"
TO = r"to|and|-|until"
"""Between two amounts."""
