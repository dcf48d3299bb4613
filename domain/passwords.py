"""Passwords of staff: what one must be, and how long to wait after wrong ones."""

import unicodedata
from datetime import timedelta
from typing import Final

from domain.errors import InvalidInput

SHORTEST: Final = 12
LONGEST: Final = 200
FREE_OF_ACCOUNT: Final = 5
"""Wrong ones in a row before an account has to wait."""
FREE_OF_ADDRESS: Final = 20
"""Many people may sit behind one address."""
FIRST_PAUSE: Final = timedelta(seconds=30)
LONGEST_PAUSE: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
_MOST_DOUBLINGS: Final = 10
_FEWEST_CHARACTERS: Final = 5
"""That differ."""
_WORST: Final = (
    "password",
    "passwort",
    "qwertyuiop",
    "qwertzuiop",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "iloveyou",
    "letmein",
    "welcome",
    "willkommen",
    "administrator",
    "hallo",
    "sunshine",
    "football",
    "abcdefghijkl",
    "changeme",
    "duralogue",
)
"""What guesses begin with; with digits and signs around it, or twice, it is no better."""


def normal_password(written: str) -> str:
    """The same for every keyboard."""
    return unicodedata.normalize("NFKC", written)


def require_good_password(written: str, *, name: str, tenant_id: str) -> str:
    """The password as it is to be hashed. Raise InvalidInput with what is wrong with it."""
    password = normal_password(written)
    if not SHORTEST <= len(password) <= LONGEST:
        refused = InvalidInput("password", f"{SHORTEST} to {LONGEST} characters")
        raise refused.because("password-length")
    if len(set(password)) < _FEWEST_CHARACTERS:
        refused = InvalidInput("password", f"at least {_FEWEST_CHARACTERS} different characters")
        raise refused.because("password-few")
    letters = "".join(each for each in password.casefold() if each.isalnum())
    rest = letters
    for known in (*_WORST, name.casefold().replace(" ", ""), tenant_id):
        rest = rest.replace(known, "")
    if len(rest.strip("0123456789")) < _FEWEST_CHARACTERS and rest != letters:
        refused = InvalidInput("password", "not one of those that are guessed first, nor your name")
        raise refused.because("password-guessed")
    if letters.isdigit() and letters in "0123456789" * 20:
        refused = InvalidInput("password", "not one of those that are guessed first")
        raise refused.because("password-guessed")
    return password


def pause_after(failures: int, free: int) -> timedelta:
    """Before the next try: none at first, then half a minute, and twice as long each time."""
    if failures < free:
        return timedelta()
    doublings = min(failures - free, _MOST_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
