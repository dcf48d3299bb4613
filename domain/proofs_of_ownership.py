"""Guessing whose an order is: how many failed proofs count, against what, and for how long."""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.bot.model import Tool
from domain.tools import ToolCall, ToolOutcome, ToolStatus

OWNER = "owner_of "
TOO_MANY = "too_many_attempts"
"""The refusal's code once nobody is believed any more for a while: a human helps."""
WINDOW = timedelta(hours=1)
SLOWER_FROM = 3
PAUSE = timedelta(seconds=1)
"""After the third failure; twice as long after each that follows."""
MOST_PER_THING = 5
MOST_PER_VISITOR = 10
MOST_AT_ONCE = 16
"""Proofs under way for one thing that nobody has failed yet; owners on several devices are fine."""
UNDER_WAY = timedelta(minutes=2)
"""After it a proof whose end nobody noted is over: its worker died."""
MOMENT = timedelta(milliseconds=250)
"""How long to wait until those under way have ended."""
_NOT_THEIRS = frozenset({400, 403, 404, 410, 422})


@dataclass(frozen=True)
class Subject:
    """What failed proofs are counted against, as a hash: nobody reads an order out of it."""

    key: str
    most: int


@dataclass(frozen=True)
class ProofAdmission:
    """Whether a proof may be tried: at once, after a wait, or not at all."""

    is_refused: bool = False
    wait: timedelta | None = None


def subjects_of(tool: Tool, call: ToolCall) -> tuple[Subject, ...]:
    """Nothing for a tool that asks for no owner. A vouched-for customer guesses no e-mail."""
    if not (tool.requires or "").startswith(OWNER) or call.customer is not None:
        return ()
    visitor = Subject(_hash("visitor", call.conversation_id), MOST_PER_VISITOR)
    return (Subject(_hash("thing", _thing(tool, call)), MOST_PER_THING), visitor)


def is_failed(outcome: ToolOutcome) -> bool:
    """Whether the answer may mean: not yours. Being refused for another reason is no guess."""
    return outcome.status is ToolStatus.REFUSED and outcome.http_status in _NOT_THEIRS


def admit(failed: int, under_way: int, since_last: timedelta, most: int) -> ProofAdmission:
    """Decide for one subject. Only what has failed refuses; what is under way makes others wait."""
    if failed >= most:
        return ProofAdmission(is_refused=True)
    room = most - failed if failed else MOST_AT_ONCE
    if under_way >= room:
        return ProofAdmission(wait=MOMENT)
    if failed >= SLOWER_FROM:
        left = PAUSE * 2 ** (failed - SLOWER_FROM) - since_last
        return ProofAdmission(wait=left if left > timedelta(0) else None)
    return ProofAdmission()


def strictest(admissions: Sequence[ProofAdmission]) -> ProofAdmission:
    """What holds when several subjects are looked at: one refusal is enough."""
    waits = [admission.wait for admission in admissions if admission.wait is not None]
    return ProofAdmission(
        is_refused=any(admission.is_refused for admission in admissions),
        wait=max(waits, default=None),
    )


def _thing(tool: Tool, call: ToolCall) -> str:
    """The id of what is owned, however it is written; else all that was asked, but the e-mail."""
    name = (tool.requires or "").removeprefix(OWNER).strip()
    for argument in (f"{name}_id", name, "id"):
        if call.arguments.get(argument) is not None:
            return f"{name}:{_plain(str(call.arguments[argument]))}"
    others = {key: str(value) for key, value in call.arguments.items() if key != "email"}
    return f"{tool.name}:{json.dumps(others, sort_keys=True)}"


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _hash(kind: str, value: str) -> str:
    return f"{kind}:{hashlib.sha256(value.encode(errors='replace')).hexdigest()}"
