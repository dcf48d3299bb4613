"""Holds what was played against what is right, and says in words what is not."""

import re
from collections.abc import Iterator
from typing import Any

from domain.bot import templates
from domain.messages import Reply
from tests.evals.understood.entries import Entry, Right, Scene, options
from tests.evals.understood.player import Played

ANSWER = "answer"
_SECONDS = re.compile(r"(\d{2}:\d{2}):00")


def judge(entry: Entry, scene: Scene, played: Played) -> list[str]:
    """Everything that is wrong; nothing where the entry is right."""
    wrong = [problem for right in entry.right for problem in _problems(right, played)]
    if entry.taken and scene.asks is not None:
        wrong += _taken(played, scene.asks, entry.taken)
    return wrong


def _taken(played: Played, slot: str, expected: tuple[Any, ...]) -> Iterator[str]:
    """A value that is taken opens the next question; one that is not leaves its own open."""
    yield from _slot(played, slot, expected)
    question = played.stage.state.question
    asked = question.slot if question else None
    if expected == (None,) and asked != slot and not (question and question.choices):
        yield f"{slot} is no longer asked for"


def _problems(right: Right, played: Played) -> Iterator[str]:
    for slot, expected in right.slots.items():
        yield from _slot(played, slot, options(expected))
    yield from _deeds(right, played)
    yield from _flows(right, played)
    yield from _standing(right, played)
    yield from _words(right, played)


def _slot(played: Played, slot: str, expected: tuple[Any, ...]) -> Iterator[str]:
    found = _plain(played.stage.slot(slot))
    if (type(found), found) not in [(type(one), one) for one in expected]:
        yield f"{slot} is {found!r}, not {' or '.join(map(repr, expected))}"


def _plain(value: Any) -> Any:
    """Money as "129.90 EUR" and a time of day without its seconds."""
    if isinstance(value, dict) and {"amount", "currency"} <= value.keys():
        return f"{value['amount']} {value['currency']}"
    if isinstance(value, str) and (time := _SECONDS.fullmatch(value)):
        return time[1]
    return value


def _deeds(right: Right, played: Played) -> Iterator[str]:
    if right.writes is not None and bool(played.writes) != right.writes:
        yield f"wrote {', '.join(played.writes)}" if played.writes else "nothing was written"
    for tool, arguments in right.calls.items():
        calls = [call for call in played.calls if call.tool == tool]
        if not any(arguments.items() <= call.arguments.items() for call in calls):
            made = ", ".join(str(call.arguments) for call in calls)
            yield f"{tool} was called with {made or 'nothing'}, not {arguments}"
    for call in played.calls:
        if call.tool in right.never_calls:
            yield f"called {call.tool} with {call.arguments}"


def _flows(right: Right, played: Played) -> Iterator[str]:
    if right.starts and not set(right.starts) & set(played.began):
        yield f"{' or '.join(right.starts)} did not begin (began: {', '.join(played.began)})"
    if began := set(right.never_starts) & set(played.began):
        yield f"{', '.join(began)} began"
    if still := set(right.ends) & played.open_flows:
        yield f"{', '.join(still)} is still open"
    if gone := set(right.keeps) - played.open_flows:
        yield f"{', '.join(gone)} is no longer open"


def _standing(right: Right, played: Played) -> Iterator[str]:
    stage = played.stage
    if right.queued is not None and (stage.handoff is not None) != right.queued:
        yield "not queued for a human" if right.queued else "queued for a human"
    if right.approval is not None and bool(stage.approvals) != right.approval:
        yield "no approval waits" if right.approval else "the approval still waits"
    question = stage.state.question
    asked = question.slot if question else None
    if right.asks and asked not in right.asks:
        yield f"asks for {asked}, not {' or '.join(right.asks)}"


def _words(right: Right, played: Played) -> Iterator[str]:
    said = " ".join(" ".join(reply.text for reply in played.replies).casefold().split())
    names = {reply.response or ANSWER for reply in played.replies}
    if right.responses and not names & set(right.responses):
        yield f"said {', '.join(sorted(names)) or 'nothing'}, not {' or '.join(right.responses)}"
    if wrong := names & set(right.never_responses):
        yield f"said {', '.join(sorted(wrong))}"
    for words in right.says:
        if not any(one.casefold() in said for one in words.split("|")):
            yield f"{words!r} is not in {said!r}"
    places = [said.find(words.casefold()) for words in right.in_order]
    if -1 in places or places != sorted(places):
        yield f"{' and then '.join(map(repr, right.in_order))} is not in {said!r}"
    for words in right.lacks:
        if words.casefold() in said:
            yield f"{words!r} is in {said!r}"
    if right.language is not None:
        yield from _foreign(right.language, played)


def _foreign(locale: str, played: Played) -> Iterator[str]:
    named = [reply for reply in played.replies if reply.response in played.bot.responses]
    if not named:
        yield f"said nothing in {locale}"
    for reply in named:
        texts = played.bot.responses[str(reply.response)].texts
        if not _is_form_of(reply, texts.get(locale, "")):
            yield f"not in {locale}: {reply.text!r}"


def _is_form_of(reply: Reply, text: str) -> bool:
    """Whether what stands between the placeholders is said in that order."""
    at = 0
    for part in templates.fill(text, lambda _: "\0").split("\0"):
        at = reply.text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return bool(text)
