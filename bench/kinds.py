"""Every kind of turn that is measured: who takes part, what they say, what must come back."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, cycle, product
from typing import Any

from bench.engine_talkers import engine_talkers
from bench.floors import NAIVE
from bench.handoffs import people_with_a_human
from bench.measurements import Expected, Line, Script
from bench.stack import ADA, BenchStack
from bench.talkers import Talker

Makes = Callable[[BenchStack, int], Awaitable[Sequence[Talker]]]

_GREETINGS = ("hello", "hi there", "good morning", "hey", "hello again", "hi", "good evening")
_QUESTIONS = (
    "who pays the postage",
    "how long is a gift card valid",
    "how long does a refund take",
    "are returns free of charge",
)
_OPENERS = ("", "Hi, ", "Hello, ", "Hey, ")
_CLOSERS = ("?", ", thanks", " now?")
_ORDERS = ("A100002", "A100003", "A100004", "A100001", "A100006")
_FITTINGS = tuple(product(("monday", "tuesday"), ("morning", "evening"), ("small", "large")))


@dataclass(frozen=True)
class Kind:
    """One row of the table."""

    key: str
    title: str
    makes: Makes
    script: Script
    expected: Expected
    is_floor: bool = False
    in_a_crowd: bool = False
    """Whether it is also measured at 500 conversations, where these are asked for."""


def _anything(_: Mapping[str, Any]) -> bool:
    return True


def _greets(data: Mapping[str, Any]) -> bool:
    return "Ava" in data.get("text", "")


def _cites(data: Mapping[str, Any]) -> bool:
    return bool(data.get("citations"))


def _tells_of_an_order(data: Mapping[str, Any]) -> bool:
    return any(order in data.get("text", "") for order in _ORDERS)


def _fills(data: Mapping[str, Any]) -> bool:
    return data.get("text", "").startswith(("At what time", "In which size", "Booked"))


def _pings(_: int) -> Iterator[Line]:
    return cycle([Line("ping")])


def _greetings(customer: int) -> Iterator[Line]:
    first = customer % len(_GREETINGS)
    return cycle(Line(text) for text in (*_GREETINGS[first:], *_GREETINGS[:first]))


def _questions(customer: int) -> Iterator[Line]:
    """No sentence comes twice, so that no cache of whole sentences helps. The model reads lower
    case, and so takes them all alike."""
    every = [f"{a}{q}{z}" for a, q, z in product(_OPENERS, _QUESTIONS, _CLOSERS)]
    for number in count(customer * 31):
        words = every[number % len(every)].split(" ")
        turn = number // len(every) + customer
        shouted = [w.upper() if turn >> place & 1 else w for place, w in enumerate(words)]
        yield Line(" ".join(shouted))


def _orders(customer: int) -> Iterator[Line]:
    first = customer % len(_ORDERS)
    orders = (*_ORDERS[first:], *_ORDERS[:first])
    return cycle(Line(f"Where is my order {order}?") for order in orders)


def _fittings(customer: int) -> Iterator[Line]:
    """One turn opens the form, three fill it in."""
    lines = []
    for wanted in (*_FITTINGS[customer % 8 :], *_FITTINGS[: customer % 8]):
        lines += [Line("book a fitting", counts=False), *map(Line, wanted)]
    return cycle(lines)


def _of_floor(prefix: str) -> Makes:
    async def make(stack: BenchStack, people: int) -> Sequence[Talker]:
        return [await stack.visitor(floor=prefix) for _ in range(people)]

    return make


async def _strangers(stack: BenchStack, people: int) -> Sequence[Talker]:
    return [await stack.visitor() for _ in range(people)]


async def _askers(stack: BenchStack, people: int) -> Sequence[Talker]:
    return [await stack.asker() for _ in range(people)]


async def _adas(stack: BenchStack, people: int) -> Sequence[Talker]:
    return [await stack.visitor(customer=ADA) for _ in range(people)]


ENGINE = Kind(
    "engine",
    "floor: engine, signal",
    engine_talkers("EngineFloor"),
    _pings,
    _anything,
    is_floor=True,
)
ENGINE_ACTIVITY = Kind(
    "engine_activity",
    "floor: engine, one regular activity",
    engine_talkers("EngineFloorWithActivity"),
    _pings,
    _anything,
    is_floor=True,
)
PRODUCT = Kind(
    "product",
    "floor: product, POST to event",
    _of_floor("bare-"),
    _pings,
    _anything,
    is_floor=True,
    in_a_crowd=True,
)
NAIVE_TURN = Kind(
    "naive",
    "floor: naive, four regular activities",
    _of_floor(NAIVE),
    _pings,
    _anything,
    is_floor=True,
)
GREETING = Kind("greeting", "greeting", _strangers, _greetings, _greets)
CITED = Kind("cited", "cited answer", _strangers, _questions, _cites, in_a_crowd=True)
SLOT = Kind("slot", "slot answer", _strangers, _fittings, _fills)
TOOL = Kind("tool", "tool call", _adas, _orders, _tells_of_an_order)
HOSTED_ANSWER = Kind("hosted", "hosted answer", _askers, _questions, _cites)
HANDOFF = Kind("handoff", "handoff message", people_with_a_human, _greetings, _anything)

EVERY = (
    ENGINE,
    ENGINE_ACTIVITY,
    PRODUCT,
    NAIVE_TURN,
    GREETING,
    CITED,
    SLOT,
    TOOL,
    HANDOFF,
    HOSTED_ANSWER,
)
