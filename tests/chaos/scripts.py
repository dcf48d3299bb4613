"""Scripts of the customers of a run, of each kind, with the haste of real people."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.channel_addresses import Channel
from tests.chaos.hostile import HOSTILE_TEXTS

_DOUBLES = 0.25
"""For every line; so one line of five is such a second one."""
_REDELIVERED = 0.03
_REORDERED = 0.02
HOSTILE_SHARE = 0.05
"""Of the visitors."""
_HOSTILE_AT_ONCE = 4
"""Visitors in the hour after the last fault, and twice as many others."""
_FIRST_OF_THE_HOUR = 900_000
_CHANNELS = {Channel.WEB: 2, Channel.SLACK: 3, Channel.SMS: 3}
_EDITED = 0.05
"""Of the lines on Slack."""
_STOP_SHARE = 0.04
STOP = "STOP"


class After(StrEnum):
    """What a customer waits for before the next line."""

    NOTHING = "nothing"
    ANSWER = "answer"
    CLAIMED = "claimed"
    AGENT = "agent"
    RETURNED = "returned"


class Kind(StrEnum):
    GREETING = "greeting"
    QUESTION = "question"
    TRACK = "track"
    REFUND = "refund"
    HUMAN = "human"
    CHATTER = "chatter"
    BURST = "burst"
    HOSTILE = "hostile"
    """Says what is meant to hold up the others."""
    STOP = "stop"
    """Asks, opts out by SMS, and asks all the same."""


@dataclass(frozen=True)
class Line:
    message_id: str
    text: str
    after: After = After.ANSWER
    think_s: float = 1.0
    again_after_s: float | None = None
    """The same id once more, so long after it was accepted."""
    late_s: float = 0.0
    """Held up on its way by so much, while the next line goes out."""
    edited_after_s: float | None = None
    """Changed so long after it was accepted, where the channel lets people do that."""


@dataclass(frozen=True)
class Scripted:
    """One customer's conversation."""

    number: int
    kind: Kind
    begins_s: float
    lines: tuple[Line, ...]
    order_id: str | None = None
    """The order to be refunded, theirs alone."""
    channel: Channel = Channel.WEB


_WEIGHTS = {
    Kind.GREETING: 2,
    Kind.QUESTION: 3,
    Kind.TRACK: 3,
    Kind.REFUND: 4,
    Kind.HUMAN: 2,
    Kind.CHATTER: 2,
    Kind.BURST: 1,
}
_QUESTIONS = (
    "How many days do I have to send something back?",
    "Who pays for the return shipping?",
    "How long is a gift card valid?",
    "Do you ship abroad?",
    "How can I pay?",
)
_FIRST_ORDER = 200_000
"""The shop's own orders have smaller numbers."""
_SMALL_TALK = ("Hello", "Thanks!", "What can you do for me?", "Hi there", "Great, thank you")
_IMPATIENT = ("Hello?", "Are you there?", "Thanks!", "Who pays for the return shipping?")
_RETURNING = ("It arrived damaged", "yes", "Thanks!")
_Said = tuple[str, After]
_FIXED: Mapping[Kind, Sequence[_Said]] = {
    Kind.GREETING: (("Hi", After.ANSWER), ("What can you do for me?", After.ANSWER)),
    Kind.HUMAN: (
        ("I want to talk to a human", After.ANSWER),
        ("My parcel smells of fish, is that normal?", After.CLAIMED),
        ("Thank you, that was quick", After.AGENT),
        ("How long is a gift card valid?", After.RETURNED),
    ),
    Kind.STOP: (
        ("Do you ship abroad?", After.ANSWER),
        (STOP, After.ANSWER),
        ("How can I pay?", After.NOTHING),
        ("Hello?", After.NOTHING),
    ),
}
_ADAS_ORDERS = ("A100001", "A100002", "A100003", "A100004")


def write_scripts(
    dice: random.Random,
    given: Sequence[Scripted],
    seed: int,
    *,
    messages: int,
    seconds: float,
    channels: bool = False,
) -> tuple[Scripted, ...]:
    """More conversations until there are that many messages, each kind among them."""
    scripts = list(given)
    kinds = [kind for kind in Kind if kind is not Kind.STOP or channels]
    missing = messages - sum(len(script.lines) for script in scripts)
    while missing > 0:
        number = len(scripts)
        kind = kinds.pop() if kinds else _some_kind(dice, channels=channels)
        begins_s = arrival(dice, seconds * 0.75)
        script = write_script(dice, seed, number, kind, begins_s=begins_s)
        scripts.append(_on_a_channel(dice, script) if channels else script)
        missing -= len(scripts[-1].lines)
    return tuple(sorted(scripts, key=lambda script: script.begins_s))


def _on_a_channel(dice: random.Random, script: Scripted) -> Scripted:
    """Two in five are on the web."""
    if script.kind is Kind.STOP:
        return replace(script, channel=Channel.SMS)
    if script.kind is Kind.HOSTILE:  # no provider takes texts of that length
        return script
    [channel] = dice.choices(list(_CHANNELS), list(_CHANNELS.values()))
    lines = tuple(
        replace(line, edited_after_s=round(dice.uniform(0, 2), 3))
        if channel is Channel.SLACK and dice.random() < _EDITED
        else line
        for line in script.lines
    )
    return replace(script, channel=channel, lines=lines)


def _some_kind(dice: random.Random, *, channels: bool) -> Kind:
    if dice.random() < HOSTILE_SHARE:
        return Kind.HOSTILE
    if channels and dice.random() < _STOP_SHARE:
        return Kind.STOP
    return dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]


def arrival(dice: random.Random, seconds: float) -> float:
    """A day's two humps, late morning and evening, squeezed into so many seconds."""
    while True:
        hump = dice.choices((0.3, 0.75), (3, 2))[0]
        moment = dice.gauss(hump, 0.13)
        if 0 <= moment <= 1:
            return round(moment * seconds, 3)


def write_hostile_hour(seed: int) -> tuple[Scripted, ...]:
    """While nothing is broken: every hostile text is said, and others ask meanwhile."""
    texts = list(HOSTILE_TEXTS.values())
    spoken = [(Kind.HOSTILE, texts[n::_HOSTILE_AT_ONCE]) for n in range(_HOSTILE_AT_ONCE)]
    spoken += [(Kind.QUESTION, list(_QUESTIONS)) for _ in range(2 * _HOSTILE_AT_ONCE)]
    return tuple(
        Scripted(
            _FIRST_OF_THE_HOUR + number,
            kind,
            0.0,
            tuple(
                Line(f"c{seed}-{_FIRST_OF_THE_HOUR + number}-{i}", text, think_s=0.2)
                for i, text in enumerate(lines)
            ),
        )
        for number, (kind, lines) in enumerate(spoken)
    )


def write_script(
    dice: random.Random, seed: int, number: int, kind: Kind, *, begins_s: float
) -> Scripted:
    order_id = f"A{_FIRST_ORDER + number}" if kind is Kind.REFUND else None
    lines: list[Line] = []
    for text, after in _wording(dice, kind, order_id):
        think_s = 0.1 if after is After.NOTHING else min(dice.lognormvariate(0, 0.6), 5)
        lines.append(Line("", text, after, round(think_s, 3)))
        if kind not in {Kind.BURST, Kind.STOP} and dice.random() < _DOUBLES:
            lines.append(_double(dice))
    named = [
        _hurried(dice, replace(line, message_id=f"c{seed}-{number}-{i}"), last=i == len(lines) - 1)
        for i, line in enumerate(lines)
    ]
    return Scripted(number, kind, begins_s, tuple(named), order_id)


def _double(dice: random.Random) -> Line:
    """Said within a second of the line before, without waiting for its answer."""
    return Line("", dice.choice(_IMPATIENT), After.NOTHING, round(dice.uniform(0.02, 0.9), 3))


def _hurried(dice: random.Random, line: Line, *, last: bool) -> Line:
    if dice.random() < _REDELIVERED:
        line = replace(line, again_after_s=round(dice.uniform(0, 4), 3))
    if not last and dice.random() < _REORDERED:
        line = replace(line, late_s=round(dice.uniform(0.05, 0.5), 3))
    return line


def _wording(dice: random.Random, kind: Kind, order_id: str | None) -> Sequence[_Said]:
    if kind in _FIXED:
        return _FIXED[kind]
    if kind is Kind.HOSTILE:
        return _asked((*dice.sample(list(HOSTILE_TEXTS.values()), 3), dice.choice(_QUESTIONS)))
    if kind is Kind.QUESTION:
        return _asked(dice.sample(_QUESTIONS, dice.randint(1, 3)))
    if kind is Kind.REFUND and order_id is not None:
        begin = f"I want to return my order {order_id}"
        return _asked((begin, email_of(order_id), *_RETURNING))
    if kind is Kind.TRACK:
        order = dice.choice(_ADAS_ORDERS)
        return _asked((f"Where is my order {order}?", "ada@example.com", "Thanks!"))
    texts = dice.choices((*_QUESTIONS, *_SMALL_TALK), k=dice.randint(4, 9))
    return _asked(texts, After.NOTHING if kind is Kind.BURST else After.ANSWER)


def _asked(texts: Sequence[str], after: After = After.ANSWER) -> list[_Said]:
    return [(text, after) for text in texts]


def email_of(order_id: str) -> str:
    """Whose order it is."""
    return f"{order_id.lower()}@example.com"
