"""Words by which people end messages and begin them again, in every language that is understood.

HELP is no such word: the bot answers it as it answers any question.
"""

from enum import StrEnum
from functools import cache

from domain.understanding.language.registry import word_table

_LONGEST = 40
_AROUND = " \t\r\n.!?\"'\u201c\u201d\u201e\u2019"


class Consent(StrEnum):
    STOP = "stop"
    START = "start"


def consent_in(text: str, opt_out_type: str, *, is_whatsapp: bool) -> Consent | None:
    """What the message says of consent, as its whole. `opt_out_type` is Twilio's own reading, and
    wins: an account may have words of its own."""
    if opt_out_type:
        return {"STOP": Consent.STOP, "START": Consent.START}.get(opt_out_type.upper())
    if len(text) > _LONGEST:
        return None
    said = " ".join(text.strip(_AROUND).casefold().split())
    stops, stops_on_sms, starts = _words()
    if said in stops or (said in stops_on_sms and not is_whatsapp):
        return Consent.STOP
    return Consent.START if said in starts else None


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return (
        word_table("opt_outs", "STOP"),
        word_table("opt_outs", "STOP_ON_SMS"),
        word_table("opt_outs", "START"),
    )
