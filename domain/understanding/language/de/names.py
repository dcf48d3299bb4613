"""Phrases in which people give their name, and words that are no names."""

from domain.understanding.word_sets import word_set

FIRST_NAMES = word_set()
GREETS = word_set("hi hey hallo moin ja nein ok okay sorry so")
ENDS = word_set("spricht hier aus und bitte danke aber nicht am um mit an oder")
NO_NAMES = word_set(
    "ok okay hi hey will am was sorry stop agent person an in so ja nein doch hallo danke bitte",
    "hilfe ich du er sie es wir ihr mein dein sein unser warum wie wann wo wer kann kannst könnt",
    "möchte ist sind war habe hab hat nicht kein keine nie niemand vielleicht später heute morgen",
    "gestern jetzt mensch mitarbeiter bestellung paket kaputt beschädigt falsch richtig gut",
    "schlecht der die das ein eine egal keiner anonym abbrechen stopp zurück nichts noch schon",
    "auch",
)
TITLES = word_set("herr frau")
SAID = (
    r"mein (?:vor|nach|familien)name ist|nenn mich|nennt mich|nennen sie mich|"
    r"ich hei(?:ß|ss)e|ich nenne mich|mein name ist|mein name lautet"
    r"|der name ist|der name lautet|name ist|auf den namen|hier spricht"
)
GREETED = r"hi|hey|hallo|guten tag|moin|ok|okay|oh|sorry|nein|ja"
WEAK = (
    r"ich bin(?:'?s,?)?(?: der| die)?|man nennt mich|das ist|hier ist|hier|es ist|name|für|herr"
    r"|frau"
)
IS_MY_NAME = r"ist mein name|heiße ich|heisse ich|mein name"
CORRECTING = (
    r"\b(?:ich meinte|ich meine|ich sagte)|\b(?:falscher|nicht mein) name\b"
    r"|\bname (?:ist|war) falsch"
)
AND_MORE = r"aus|und"
