"""Examples for what every bot understands."""

EXAMPLES = {
    "greet": ("hallo", "hoi", "goedemorgen", "goedemiddag", "goedenavond", "dag"),
    "thanks": ("bedankt", "dank je wel", "dank u", "heel erg bedankt", "top, bedankt"),
    "goodbye": ("doei", "tot ziens", "dat was alles", "fijne dag nog"),
    "cancel": ("annuleer dit", "laat maar", "stop hiermee", "ik wil toch niet verder", "annuleren"),
    "talk_to_human": (
        "ik wil met een mens praten", "een medewerker graag", "verbind me met iemand",
        "kan ik iemand spreken",
    ),
}  # fmt: skip
