"""Short forms of chats, and what they are written out."""

FORMS = {
    "u": "und", "vllt": "vielleicht", "vlt": "vielleicht", "vllcht": "vielleicht",
    "bzw": "beziehungsweise", "evtl": "eventuell", "bzgl": "bezüglich", "ggf": "gegebenenfalls",
    "zb": "zum Beispiel", "iwie": "irgendwie", "iwann": "irgendwann", "iwas": "irgendetwas",
    "iwer": "irgendwer", "nich": "nicht", "nix": "nichts", "hab": "habe", "gibts": "gibt es",
    "gehts": "geht es", "siehts": "sieht es", "stehts": "steht es", "hats": "hat es",
    "ists": "ist es", "kanns": "kann es", "wirds": "wird es", "habs": "habe es", "wars": "war es",
    "wieviel": "wie viel",
    "wielang": "wie lange", "wg": "wegen", "nem": "einem", "nen": "einen", "ner": "einer",
    "pls": "bitte", "plz": "bitte", "bidde": "bitte", "thx": "danke", "sry": "entschuldigung",
    "kp": "keine Ahnung", "ka": "keine Ahnung", "mom": "Moment", "schonmal": "schon mal",
    "nochmal": "noch mal", "pw": "Passwort", "tel": "Telefon", "telnr": "Telefonnummer",
    "bestellnr": "Bestellnummer", "asap": "so bald wie möglich", "biste": "bist du",
    "würd": "würde", "hätt": "hätte", "möcht": "möchte",
    "haste": "hast du", "kannste": "kannst du", "könnter": "könnt ihr", "habter": "habt ihr",
}  # fmt: skip
