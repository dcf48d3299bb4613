"""Speech acts beside wishes and questions: asking who is there, complaining, being locked out.

Told by the shape of the sentence, not by a tenant's examples, so that every bot reacts alike.
"""

from enum import StrEnum

from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import phrase_lists, phrase_table, word_table
from domain.understanding.word_sets import word_set

_SHORTEST_TELLING = 4


class SpeechAct(StrEnum):
    ABOUT_BOT = "about_bot"
    """Asks whether a bot or a human is speaking."""
    COMPLAINT = "complaint"
    LOST_ACCESS = "lost_access"
    """Cannot sign in, or has forgotten a password."""


_LISTS = phrase_lists("speech_acts", "LISTS")
_KINDS = word_set(_LISTS["kind"].replace("_", " "))
"""Words that may stand before a being and change nothing: "an actual living"."""
_NAMES_A_BEING = phrase_table("speech_acts", "NAMES_A_BEING")
_ASKS_WHO = phrase_table("speech_acts", "ASKS_WHO")
_ENDS = ("$", "@after")
_ABOUT_BOT = Phrases(
    # "are you a computer shop" is about no being: what follows must not make it another thing
    "\n".join(
        [_ASKS_WHO]
        + [
            f"{line} {end}"
            for line in _NAMES_A_BEING.strip().splitlines()
            for end in ("$", "@after")
        ]
    ),
    _LISTS,
)
_BEINGS = word_set(_LISTS["being"]) | word_table("speech_acts", "BEINGS")
_WHO_IS_MEANT = word_table("speech_acts", "WHO_IS_MEANT")
_AROUND_BEINGS = word_table("speech_acts", "AROUND_BEINGS") | _KINDS
_WANTS_ONE = Phrases(phrase_table("speech_acts", "WANTS_ONE"))
_GRIEVANCE = Phrases(
    phrase_table("speech_acts", "GRIEVANCE"),
    _LISTS,
)
_ACCESS = Phrases(phrase_table("speech_acts", "ACCESS"))
_TROUBLE = Phrases(phrase_table("speech_acts", "TROUBLE"))


def act_of(text: str, language: str = "en") -> SpeechAct | None:
    """What the message does, or None where it only wishes, asks, answers or tells."""
    key = plain_key(text, language)
    if key in _ACCESS and key in _TROUBLE:
        return SpeechAct.LOST_ACCESS
    bare = " ".join(word for word in key.split() if word not in _KINDS)
    if bare in _ABOUT_BOT and _ABOUT_BOT.without(bare) not in _WANTS_ONE:
        return SpeechAct.ABOUT_BOT
    if _is_all_about_beings(key):
        return SpeechAct.ABOUT_BOT
    return SpeechAct.COMPLAINT if key in _GRIEVANCE else None


def _is_all_about_beings(key: str) -> bool:
    """ "So this is a bot, right?": it says nothing else, so that no form of it need be known."""
    words = set(key.split())
    is_about = bool(words & _BEINGS - {"chat"}) and bool(words & _WHO_IS_MEANT)
    return is_about and words <= (_AROUND_BEINGS | _BEINGS)


def telling_words(text: str, act: SpeechAct, language: str = "en") -> frozenset[str]:
    """The words by which the act was told, for seeing whether a tenant's own wish is about them."""
    phrases = {SpeechAct.COMPLAINT: _GRIEVANCE, SpeechAct.LOST_ACCESS: _ACCESS}.get(act, _ABOUT_BOT)
    key = plain_key(text, language)
    found = phrases.found_in(key)
    words = key[found[0] : found[1]].split() if found else []
    return frozenset(word for word in words if len(word) >= _SHORTEST_TELLING)
