"""Short forms of chats written out: "whats ur policy pls" is "what is your policy please".

For telling what is meant, never for what is kept: a customer's own words stay as they are.
"""

import re

_ENGLISH = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "ya": "you", "yu": "you", "urs": "yours",
    "youre": "you are", "theyre": "they are", "im": "I am", "ive": "I have", "iam": "I am",
    "whats": "what is", "wats": "what is", "wat": "what", "wht": "what", "wut": "what",
    "wheres": "where is", "whens": "when is", "hows": "how is", "whos": "who is",
    "thats": "that is",
    "lets": "let us", "theres": "there is", "youve": "you have", "weve": "we have",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "cannot",
    "wont": "will not",
    "isnt": "is not", "arent": "are not", "wasnt": "was not", "havent": "have not",
    "hasnt": "has not", "couldnt": "could not", "wouldnt": "would not",
    "wanna": "want to", "gonna": "going to", "gotta": "have to", "gimme": "give me",
    "lemme": "let me", "dunno": "do not know", "idk": "I do not know", "pls": "please",
    "plz": "please", "plss": "please", "thx": "thanks", "tnx": "thanks", "thnx": "thanks",
    "ty": "thank you", "tysm": "thank you so much", "sry": "sorry", "srry": "sorry",
    "soz": "sorry", "bc": "because", "cuz": "because", "coz": "because", "b4": "before",
    "gr8": "great", "l8r": "later", "m8": "mate", "2day": "today", "2moro": "tomorrow",
    "tmrw": "tomorrow", "tmr": "tomorrow", "rn": "right now", "asap": "as soon as possible",
    "abt": "about", "acc": "account", "acct": "account", "pw": "password", "pwd": "password",
    "msg": "message", "ppl": "people", "smth": "something", "sth": "something", "sb": "somebody",
    "nvm": "never mind", "np": "no problem", "hw": "how", "shld": "should", "cld": "could",
    "wld": "would", "del": "delivery", "ord": "order", "tho": "though", "thru": "through",
    "w8": "wait", "any1": "anyone", "some1": "someone", "every1": "everyone", "ofc": "of course",
    "prob": "problem", "recvd": "received", "rcvd": "received", "custserv": "customer service",
    "pkg": "package", "sum1": "someone", "sm1": "someone",
}  # fmt: skip
_GERMAN = {
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
_FORMS = {"en": _ENGLISH, "de": _GERMAN}
_WORD = re.compile(r"(?<![\w@.'/+-])[A-Za-zäöüß][\w']{0,11}(?![\w@'/+-]|\.\w)")


def spelled_out(text: str, language: str) -> str:
    """The text with the short forms of this language written out; others are left alone."""
    forms = _FORMS.get(language, _ENGLISH)
    return _WORD.sub(lambda found: _full(found.group(), forms), text)


def _full(word: str, forms: dict[str, str]) -> str:
    return forms.get(word.casefold().replace("'", ""), word) if "'" not in word else word
