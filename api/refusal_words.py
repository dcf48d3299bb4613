"""Words in which plain pages refuse something, in English and German."""

from collections.abc import Mapping
from typing import Final

from domain.errors import DuralogueError, InvalidInput
from domain.passwords import LONGEST, SHORTEST

EN: Final[Mapping[str, str]] = {
    "password-length": f"{SHORTEST} to {LONGEST} characters.",
    "password-few": "Use more different characters.",
    "password-guessed": "Too easy to guess: avoid common words, number sequences and your own "
    "name.",
    "too-many": "The limit is reached. Delete some first.",
    "no-such-version": "This page is out of date. Load it again.",
    "name-taken": "There is already somebody of this name here. Ask an administrator.",
    "revoked": "Your access was revoked here. Ask an administrator.",
    "no-name": "The identity provider gave no usable name.",
    "not-possible": "That is not possible.",
    "not-valid": "That cannot be read here, or is not allowed.",
}
DE: Final[Mapping[str, str]] = {
    "password-length": f"{SHORTEST} bis {LONGEST} Zeichen.",
    "password-few": "Nehmen Sie mehr verschiedene Zeichen.",
    "password-guessed": "Das wird als Erstes geraten: kein Wort und keine Ziffernfolge, die jeder "
    "kennt, und nicht Ihr eigener Name.",
    "too-many": "Davon gibt es schon so viele, wie es geben kann. Löschen Sie erst welche.",
    "no-such-version": "Was Sie hier gesehen haben, gilt nicht mehr. Laden Sie die Seite neu.",
    "name-taken": "Jemanden mit diesem Namen gibt es hier schon. Fragen Sie die Verwaltung.",
    "revoked": "Ihr Zugang wurde hier gesperrt. Fragen Sie die Verwaltung.",
    "no-name": "Der Anmeldedienst nennt keinen Namen, der sich zeigen lässt.",
    "not-possible": "Das ist so nicht möglich.",
    "not-valid": "Das lässt sich hier so nicht lesen oder ist nicht erlaubt.",
}
_WORDS: Final = {"en": EN, "de": DE}


def refusal_in(language: str, error: DuralogueError) -> str:
    """By its reason. What has none is said as it is in English, and in general elsewhere."""
    words = _WORDS[language]
    if error.why in words:
        return words[error.why]
    if language == "en":
        return error.allowed if isinstance(error, InvalidInput) else str(error)
    return words["not-valid" if isinstance(error, InvalidInput) else "not-possible"]


def field_refusal_in(language: str, said: str) -> str:
    """What a check says of a field; its hint stands beside it."""
    return said if language == "en" else _WORDS[language]["not-valid"]
