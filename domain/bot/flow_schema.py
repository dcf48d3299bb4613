"""Schema of a flow's steps. Short forms are read as their long ones."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.bot.button_schema import ButtonsSource
from domain.bot.card_schema import Cards
from domain.bot.inputs import Inputs
from domain.bot.list_schema import Attachments, ChoiceList
from domain.bot.short_forms import PATIENCE, STRING, STRINGS, OrShort
from domain.patience import WaitingTime
from domain.values import Strict

VERBS = (
    "collect", "call", "say", "answer", "approve", "wait", "call_off", "handoff", "branch", "end",
    "retry", "skip",
)  # fmt: skip
_BARE = {"end": {"end": ""}, "answer": {"answer": True}, "skip": {"skip": True}}
_SECOND = ("retry", "handoff", "end", "skip")
"""What may stand beside `say` in one step: it is said first."""
_OF_SAY = ("buttons", "cards", "list", "attachments")
"""Keys that stay with `say` where a step says two things."""


def as_steps(value: Any) -> Any:
    """Read "handoff:returns", {say: x, retry: y} or a list of such as a list of steps."""
    items = value if isinstance(value, list | tuple) else [value]
    return [step for item in items for step in _split(item)]


def _split(item: Any) -> list[Any]:
    if isinstance(item, str):
        verb, _, name = item.partition(":")
        bare = _BARE.get(item)
        return [bare or ({verb: name.strip()} if name else {"say": item})]
    second = next((v for v in _SECOND if isinstance(item, Mapping) and v in item), None)
    if second is None or "say" not in item:
        return [item]
    shared = {"when": item["when"]} if "when" in item else {}
    of_say = {key: item[key] for key in ("say", *_OF_SAY) if key in item}
    first = {**of_say, **shared}
    rest = {key: value for key, value in item.items() if key not in of_say}
    return [first, rest]


Steps = Annotated[
    tuple["StepSource", ...], BeforeValidator(as_steps), OrShort((STRING,), single=True)
]
Wait = Annotated[WaitingTime, OrShort((PATIENCE,))]


_LASTS = re.compile(r"^[0-9]{1,5}(w|d|h|m|s)$")


def as_wait(value: Any) -> Any:
    """Read "2h" as two hours from now, and any other text as the moment itself."""
    if not isinstance(value, str):
        return value
    lasts = _LASTS.match(value.strip())
    return {"until": f"now + {lasts[0]}" if lasts else value}


def as_call_off(value: Any) -> Any:
    return {"flow": value} if isinstance(value, str) else value


class WaitSource(Strict):
    """Until when a flow waits, and in which zone its days and times are meant."""

    until: str
    zone: str | None = None


class CallOffSource(Strict):
    """Whose waits end: those of a flow, or of them only those with the same values."""

    flow: str
    same: tuple[str, ...] = ()


class BranchSource(Strict):
    """One way out of a `branch`: `when` it holds, or `else`, which has `when: else`."""

    when: str
    steps: Steps


class GiveUpSource(Strict):
    """When a call that keeps failing is given up, and what happens then, as it is written."""

    after: Wait
    parked: str | None = None
    say: str | None = None
    then: Steps = ()


class EscalationSource(Strict):
    """Who is asked as well, once nobody has decided for so long."""

    after: Wait
    to: str = Field(min_length=1, max_length=128)


class StepSource(Strict):
    """One step. Exactly one of the verbs is set."""

    id: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    when: str | None = None
    collect: str | None = None
    call: str | None = None
    say: str | None = None
    answer: bool = False
    approve: str | None = None
    wait: Annotated[WaitSource, BeforeValidator(as_wait), OrShort((STRING,))] | None = None
    call_off: Annotated[CallOffSource, BeforeValidator(as_call_off), OrShort((STRING,))] | None = (
        None
    )
    handoff: str | None = None
    branch: tuple[BranchSource, ...] = ()
    end: str | None = None
    retry: str | None = None
    skip: bool = False
    goes_on: bool = Field(default=False, alias="continue")
    buttons: ButtonsSource | None = None
    cards: Cards | None = None
    choices: ChoiceList | None = Field(default=None, alias="list")
    attachments: Attachments = ()
    set: dict[str, str] = Field(default_factory=dict)
    inputs: Annotated[Inputs, OrShort((STRINGS,))] = Field(default_factory=dict, alias="in")
    if_false: Steps = ()
    on_refused: Steps = ()
    on_failure: Steps = ()
    give_up: GiveUpSource | None = None
    by: str | None = None
    show: tuple[str, ...] = ()
    remind: Wait | None = None
    escalate: EscalationSource | None = None
    expire: Wait | None = None
    on_expire: Steps = ()
    on_reject: Steps = ()
    if_past: Steps = ()

    def verbs(self) -> list[str]:
        return [verb for verb in VERBS if getattr(self, verb) not in (None, False, ())]


FlowSteps = Annotated[
    tuple[StepSource, ...],
    Field(min_length=1),
    BeforeValidator(as_steps),
    OrShort((STRING,), single=True),
]
"""The steps of a whole flow."""

ONLY_FOR: Mapping[str, str] = {
    "buttons": "collect say",
    "cards": "say",
    "choices": "say",
    "attachments": "say",
    "set": "call",
    "inputs": "call",
    "on_refused": "call",
    "give_up": "call",
    "if_false": "collect",
    "by": "approve",
    "show": "approve",
    "remind": "approve",
    "escalate": "approve",
    "expire": "approve",
    "on_expire": "approve",
    "on_reject": "approve",
    "if_past": "wait",
}
"""To which verbs a key belongs."""
