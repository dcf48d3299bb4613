"""Guessing whose an order is: how many failed proofs count, against what, and for how long."""

import hashlib
import json
import unicodedata
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
    if not (tool.requires or "").startswith(OWNER):
        return ()
    if call.customer is not None:
        return (Subject(_hash("customer", call.customer.customer_id), MOST_PER_VISITOR),)
    visitor = Subject(_hash("visitor", call.conversation_id), MOST_PER_VISITOR)
    return (Subject(_hash("thing", _thing(tool, call)), MOST_PER_THING), visitor)


def is_failed(outcome: ToolOutcome) -> bool:
    """Whether the answer may mean: not yours. Being refused for another reason is no guess."""
    return outcome.status is ToolStatus.REFUSED and outcome.http_status in _NOT_THEIRS


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
