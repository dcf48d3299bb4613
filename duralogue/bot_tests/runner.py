"""Play one script against the pure engine and say where it went another way."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from domain.bot.model import Bot
from domain.dialogue.commands import AskApproval, CallTool
from domain.dialogue.events import (
    ToolAsked,
    ToolGaveUp,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.messages import Reply
from domain.tool_questions import ToolQuestion
from domain.tools import Effect, OnceBy
from domain.understanding.model import DialogueContext, Entity, Understanding
from duralogue.bot_tests.script import Line, Script
from duralogue.bot_tests.simulator import Stage, Understand

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
"""When a conversation begins that does not say: during most people's business hours."""

ANSWER = "answer"


class WentWrong(Exception):
    """The bot did something else than the script says. `step` counts from 0."""

    def __init__(self, step: int, message: str) -> None:
        super().__init__(message)
        self.step = step


async def play(bot: Bot, script: Script, understand: Understand) -> None:
    """Raise WentWrong at the first line that does not come true."""
    player = _Player(bot, script, understand)
    for step, line in enumerate(script.talk):
        if problem := await player.perform(line):
            raise WentWrong(step, problem)
    if problem := player.left_over():
        raise WentWrong(len(script.talk) - 1, problem)


class _Player:
    """Takes the lines one by one; each returns what is wrong, or nothing."""

    def __init__(self, bot: Bot, script: Script, understand: Understand) -> None:
        self._stage = Stage(bot, script.at or MONDAY, script.verified)
        self._script = script
        self._understand = understand
        self._last: Reply | None = None

    async def perform(self, line: Line) -> str | None:
        if line.tool is None and line.bot is None and line.says is None:
            self._answer_by_default()
        moves_on = any(
            happens is not None
            for happens in (line.customer, line.fills, line.wait, line.until, line.human)
        )
        if moves_on and (problem := self.left_over()):
            return problem
        if line.until is not None and line.until < self._stage.at:
            return f"it is {self._stage.at.isoformat()} already"
        await self._act(line)
        return next((problem for problem in self._check(line) if problem), None)

    def left_over(self) -> str | None:
        self._answer_by_default()
        if self._stage.replies:
            said = ", ".join(_named(reply) for reply in self._stage.replies)
            return f"the bot said more than the script: {said}"
        if self._stage.call is not None:
            return f"the bot calls {self._stage.call.tool}, and no line says what it answers"
        return None

    async def _act(self, line: Line) -> None:
        stage = self._stage
        if line.customer is not None:
            understand = self._scripted(line) if line.intent is not None else self._understand
            await stage.hear(line.customer, understand, line.finds)
        if line.fills is not None:
            await stage.fill(line.fills, self._understand)
        if line.wait is not None:
            stage.wait(line.wait)
        if line.until is not None:
            stage.wait(line.until - stage.at)
        if line.human is not None:
            stage.human(line.human)

    def _check(self, line: Line) -> Iterator[str | None]:
        if line.bot is not None:
            yield from (self._said(name) for name in line.bot)
        if line.says is not None:
            yield from (self._spoken(words) for words in line.says)
        yield from self._shown(line)
        if line.tool is not None:
            yield self._called(line, line.tool)
        if line.approval is not None:
            yield self._approval(line, line.approval)
        if line.handoff is not None:
            yield self._handed_off(line.handoff)
        for name, value in (line.slots or {}).items():
            if self._stage.slot(name) != value:
                yield f"{name} is {self._stage.slot(name)!r}, not {value!r}"
        if line.phase is not None and self._stage.phase() != line.phase:
            yield f"the conversation is {self._stage.phase()}, not {line.phase}"

    def _shown(self, line: Line) -> Iterator[str | None]:
        """What stands under the reply that was checked last."""
        last = self._last or Reply(text="")
        if line.buttons is not None:
            yield _differ("buttons", last.choices, line.buttons)
        if line.cards is not None:
            yield _differ("cards", tuple(card.title for card in last.cards), line.cards)
        if line.attachments is not None:
            yield _differ("files", tuple(one.name for one in last.attachments), line.attachments)
        if line.form is not None:
            fields = last.form.fields if last.form else ()
            yield _differ("fields of the form", tuple(f.name for f in fields), line.form)

    def _said(self, name: str) -> str | None:
        if not self._stage.replies:
            self._answer_by_default()
        if not self._stage.replies:
            return f"expected {name}, but the bot says nothing{self._understood()}"
        reply = self._last = self._stage.replies.pop(0)
        said = reply.response or ANSWER
        return (
            None
            if said == name
            else f"expected {name}, but it is {_named(reply)}{self._understood()}"
        )

    def _spoken(self, words: str) -> str | None:
        if not self._stage.replies:
            self._answer_by_default()
        if not self._stage.replies:
            return f"expected {words!r}, but the bot says nothing{self._understood()}"
        reply = self._last = self._stage.replies.pop(0)
        found = _plain(words) in _plain(reply.text)
        return None if found else f"expected {words!r}, but it is {_named(reply)}"

    def _understood(self) -> str:
        return f" (understood as {self._stage.heard or 'nothing it knows'})"

    def _called(self, line: Line, tool: str) -> str | None:
        self._answer_by_default(until=tool)
        call = self._pending(tool)
        if call is None:
            other = self._stage.call
            return f"{tool} is not called" + (f", but {other.tool} is" if other else "")
        for name, value in (line.arguments or {}).items():
            if call.arguments.get(name) != value:
                return f"{tool} gets {name}={call.arguments.get(name)!r}, not {value!r}"
        if line.asks is not None:
            self._ask(call, line.asks)
        elif line.unavailable or line.lost:
            self._end_without_answer(call, lost=line.lost)
        else:
            self._end(call, line.answers, line.refuses)
        return None

    def _pending(self, tool: str) -> CallTool | None:
        """The call in flight, or a deferred one."""
        stage = self._stage
        if stage.call is not None and stage.call.tool == tool:
            return stage.call
        return next((p.call for p in stage.deferred.values() if p.call.tool == tool), None)

    def _end(
        self,
        call: CallTool,
        answers: Mapping[str, Any] | None,
        refuses: str | None,
    ) -> None:
        stage, at = self._stage, self._stage.at
        self._is_over(call)
        if refuses is not None:
            stage.happen(ToolRefused(at=at, call_id=call.call_id, code=refuses))
        else:
            result = answers if answers is not None else self._script.tools.get(call.tool, {})
            stage.happen(ToolSucceeded(at=at, call_id=call.call_id, result=dict(result)))

    def _ask(self, call: CallTool, asks: Mapping[str, str | tuple[str, ...]]) -> None:
        """As a server asks in the middle of a call; choices are asked for by the field's name."""
        questions = tuple(
            ToolQuestion(request="asked", field=field, words=words)
            if isinstance(words, str)
            else ToolQuestion(request="asked", field=field, kind="enum", words=field, values=words)
            for field, words in asks.items()
        )
        self._is_over(call)
        stage = self._stage
        stage.happen(ToolAsked(at=stage.at, call_id=call.call_id, questions=questions))

    def _end_without_answer(self, call: CallTool, *, lost: bool) -> None:
        """As the workflow tells it: what may have been done is repeated where that is safe."""
        stage, at = self._stage, self._stage.at
        self._is_over(call)
        happened = call.effect is not Effect.READ and (lost or call.once_by is OnceBy.KEY)
        if happened and call.once_by is OnceBy.NOTHING:
            stage.happen(ToolGaveUp(at=at, call_id=call.call_id))
        else:
            unavailable = ToolUnavailable(at=at, call_id=call.call_id, may_have_happened=happened)
            stage.happen(unavailable)

    def _is_over(self, call: CallTool) -> None:
        stage = self._stage
        stage.call = None if stage.call is call else stage.call
        stage.deferred.pop(call.call_id, None)

    def _answer_by_default(self, *, until: str | None = None) -> None:
        """Calls without a line of their own answer as the script says at its head."""
        known = self._script.tools.keys() - {until}
        while (call := self._stage.call) is not None and call.tool in known:
            self._end(call, None, None)

    def _approval(self, line: Line, name: str) -> str | None:
        asked = next((a for a in self._stage.approvals if a.name == name), None)
        if asked is None:
            return f"nobody is asked to approve {name}"
        for shown, value in (line.shows or {}).items():
            if _at(asked, shown) != value:
                return f"the supervisor sees {shown}={_at(asked, shown)!r}, not {value!r}"
        if line.decide is not None:
            self._stage.decide_approval(asked, approved=line.decide == "approved")
        return None

    def _handed_off(self, queue: str) -> str | None:
        handoff = self._stage.handoff
        if handoff is None:
            return "the conversation is not handed off"
        return None if handoff.queue == queue else f"the queue is {handoff.queue}, not {queue}"

    def _scripted(self, line: Line) -> Understand:
        """The intent as the script says; entities out of the words, and the script's own."""

        async def understand(text: str, context: DialogueContext) -> Understanding:
            read = await self._understand(text, context)
            own = tuple(Entity(kind=k, value=v, text=text) for k, v in line.entities.items())
            return read.model_copy(
                update={
                    "intent": line.intent,
                    "confidence": 1.0,
                    "alternatives": (),
                    "entities": (*read.entities, *own),
                }
            )

        return understand


def _differ(what: str, shown: tuple[str, ...], wanted: tuple[str, ...]) -> str | None:
    """What is shown and what the script wants, where these are not the same."""
    if shown == wanted:
        return None
    return f"the {what} are {', '.join(shown) or 'none'}, not {', '.join(wanted) or 'none'}"


def _named(reply: Reply) -> str:
    return f"{reply.response or ANSWER} ({reply.text!r})"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _at(asked: AskApproval, path: str) -> Any:
    value: Any = asked.shown
    for field in path.split("."):
        value = value.get(field) if isinstance(value, Mapping) else None
    return value
