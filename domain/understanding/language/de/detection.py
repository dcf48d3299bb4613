"""Signs by which the language is told."""

import re

from domain.understanding.word_sets import word_set

SIGNS = word_set(
    "der die das den dem des ein eine einen einem einer ist sind bin bist seid sein ich du er",
    "sie es wir ihr ihre ihren euch euer eure mein meine meinen meinem meiner mich mir dein",
    "deine dich dir uns unser und oder aber nicht kein keine keinen nichts noch schon doch",
    "auch nur sehr mal bitte danke hallo moin servus guten gruezi tach ja nein nee wie wo",
    "wann wer wen wem warum wieso weshalb welche welcher welches wohin woher habe hab haben",
    "habt hatte hatten wurde wurden werde werden wird kann kannst koennen konnte soll sollte",
    "muss darf moechte mochte will wollte brauche brauch gibt geht gehts zum zur zu im vom",
    "von mit bei nach aus auf fuer ueber unter wenn weil dass heute morgen gestern jetzt hier",
    "da dort bestellung bestellt bestellen paket lieferung geliefert zurueck zurueckgeben",
    "rueckgabe rechnung passwort mensch jemand menschen mitarbeiter geld kaputt falsch",
    "falsche falschen erstattung umtausch versand kostet kosten lange meins angekommen",
    "vergessen wer hilfe hilf sprechen reden ware defekt siehts gibts habs selbst freigabe",
    "dauert vllt vielen dank ahnung montag dienstag mittwoch donnerstag freitag samstag",
    "sonnabend sonntag januar februar oktober dezember naechste naechsten woche vielleicht",
    "egal gerne gern uhr uebermorgen",
)
LETTERS: re.Pattern[str] | None = re.compile(r"[äöüß]")
SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
ENDINGS: re.Pattern[str] | None = re.compile(
    r"(?:ungen|[a-z]{3}ung|keit|heit|lich|schaft|nummer|zeit|karte|schein|preis)$"
)
NAMES = {"deutsch": "de", "deutsche": "de", "englisch": "en"}
WISHES = word_set("in auf sprichst sprechen sprecht sprech rede reden bitte kannst")
SHARED = word_set("so in an am was war will man die hat also mal da her bin fast gift")
