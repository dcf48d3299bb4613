"""Words that take back a wish which stands beside them."""

SAYS_NO = (
    "auf keinen fall", "auf gar keinen fall", "niemals", "nie im leben", "nein danke", "nie",
    "bestimmt nicht", "sicher nicht", "ganz sicher nicht", "bloß nicht", "lieber nicht",
    "von wegen", "das glaube ich nicht", "glaube ich nicht", "keine chance", "vergiss es",
    "vergessen sie es", "doch nicht", "jetzt nicht mehr", "nicht mehr", "kein interesse",
)  # fmt: skip
TURNS_FROM = (
    "abgesehen von|abstand genommen von|abgekommen von|anders überlegt mit|entschieden gegen"
)
BEFORE_AN_ORDER = "bitte|ach|ok|okay|also|dann|nein|komm"
DROPS = "vergiss|vergessen sie|lass|lassen sie|lassen wir|streich|streichen sie"
IS_OVER = (
    "kommt nicht in frage|kommt nicht infrage|ist vom tisch|hat sich erledigt|ist erledigt"
    "|ist hinfällig|anders überlegt"
)
ASIDE = ""
"""What stands there in German denies by itself: "auf keinen Fall"."""
