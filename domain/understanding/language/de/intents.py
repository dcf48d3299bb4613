"""Examples for what every bot understands."""

EXAMPLES = {
    "greet": (
        "hallo", "guten Tag", "guten Morgen", "hi", "moin", "servus", "hey", "grüß dich",
    ),
    "thanks": (
        "danke", "vielen Dank", "danke schön", "super, danke", "das hat geholfen", "merci",
    ),
    "goodbye": (
        "tschüss", "auf Wiedersehen", "bis bald", "das war alles", "ciao", "schönen Tag noch",
    ),
    "what_can_you_do": (
        "was kannst du?", "Hilfe", "wobei kannst du helfen?", "Menü", "wer bist du?",
        "bist du ein Bot?",
    ),
    "cancel": (
        "abbrechen", "vergiss es", "stopp", "lass gut sein", "doch nicht", "brich das ab",
    ),
    "repeat": (
        "noch mal", "wiederholen", "wie bitte?", "was hast du gesagt?",
        "kannst du das wiederholen?",
    ),
    "talk_to_human": (
        "ich möchte mit einem Menschen sprechen", "Mitarbeiter bitte", "echte Person",
        "verbinde mich mit dem Support", "ich will mit jemandem reden", "Mensch",
    ),
}  # fmt: skip
