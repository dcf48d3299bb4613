"""Words between and around the things of an enumeration: "zwei blaue Tassen und ein Teller"."""

from domain.understanding.word_sets import word_set

APART = r"und|sowie|plus|dazu|außerdem|dann"
EITHER = r"oder"
INQUIRES = (
    r"(?!wie wäre?)(?:was|wie|wann|wo|wer|warum|wieso|welche[nrms]?|ist|sind|gibt|habt|haben)"
)
CLOSES = r"sonst nichts|nichts weiter|nichts anderes|mehr nicht|das war\'s|das wär\'s|das ist alles"
EVERY = word_set("all alle allen beide beiden beides jeweils jede jeden jedes alles")
FURTHER = word_set("noch weitere weiteren weiterer weiteres zusätzlich dazu außerdem auch plus")
TAKES_OFF = word_set(
    "ohne streich streiche streichen entfern entferne entfernen lösch lösche löschen weglassen weg",
    "raus lass storniere stornieren",
)
TAKES_OFF_AFTER = word_set("weglassen weg raus streichen entfernen löschen stornieren rausnehmen")
SINGLE = word_set("ein eine einen einem einer einmal")
ONLY_ONE = ""
ARTICLES = word_set("der die das den dem des ein eine einen einem einer")
TIMES = ("mal",)
ENDINGS = ("e", "en", "er", "es", "em", "n", "s")
BESIDE = word_set(
    "ein eine einen einem einer der die das den dem des in im von nach aus ab für mit größe farbe",
    "ich wir möchte möchten hätte hätten brauche bitte gern gerne gib mir uns nehme will je",
    "jeweils alle beide und sowie dazu noch dann es sie am um stück mal soll sein sollen doch",
    "lieber eher",
)
