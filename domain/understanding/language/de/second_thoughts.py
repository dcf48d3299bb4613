"""Words that turn from what was just asked for, and what is said then."""

from domain.understanding.word_sets import word_set

THINKS_AGAIN = (
    r"(?:(?:ach|aber|oh|hm+|naja|na|also|doch|ja) ){0,2}(?:obwohl|wobei|andererseits"
    r"|wei(?:ß|ss)t du was|wisst ihr was|wissen sie was|wenn ich (?:es mir |so |mir das |ich )?"
    r"(?:recht |genau |noch ?mal |jetzt )?(?:überlege|bedenke|drüber nachdenke)"
    r"|bei (?:näherer|genauerer) (?:überlegung|betrachtung)|nein warte|warte nein|oder nein"
    r"|halt nein|nein halt|oder doch nicht|nee warte|moment nein"
    r"|(?:ich )?hab(?:e)? es mir überlegt)"
)
OTHERWISE = word_set("lieber stattdessen selbst selber einfach doch dann")
A_PLAN = (
    r"(?:(?:aber|und|dann|also|ach|hm+|ich glaube|ich denke|nein|vielleicht|eigentlich) ){0,4}"
    r"(?:(?:ich|wir) \w{3,16} (?:sie|es|ihn|das|die|den)\b"
    r"|(?:die|das|den|es|sie|ihn) \w{3,16} (?:ich|wir)\b)"
)
REALISES = r"(?:ah|aha|ach da|oh da|ah da|ach schau|oh schau|ach guck|moment da)\b"
BY_NOW = word_set("jetzt gerade eben soeben da schon endlich nun grad")
ANOTHER_WISH = word_set(
    "umtauschen umtausch tauschen ersatz ersetzen gutschein reparieren reparatur brauche bitte",
    "hilfe nummer meine_mail mail bestellung erstattung rückgabe stornieren buchen falsch falsche",
    "andere anderen anders vergessen auch meinte möchte will",
)
