"""Invariants after every event, whatever customers, backends and people do."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.bot.model import Bot
from domain.dialogue import commands as c
from domain.dialogue import events as e
from domain.dialogue.engine import decide
from domain.dialogue.limits import size_of
from domain.dialogue.state import DialogueState
from domain.messages import VerifiedCustomer
from domain.understanding.entities import find_entities
from domain.understanding.model import IntentScore, Understanding
from tests.unit.domain.bots import MONDAY_MORNING, acme
from tests.unit.domain.dialogue.hostile import (
    AN_ANSWER,
    CODES,
    CUSTOMERS,
    GOOD_ANSWERS,
    PARKED_ENDS,
    RESULTS,
    TEXTS,
)
from tests.unit.domain.dialogue.small_bot import small_bot


class Dialogue(RuleBasedStateMachine):
    """Plays the workflow: keeps what is outstanding, and reports outcomes, late ones and lies."""

    bot: Bot

    def __init__(self) -> None:
        super().__init__()
        self.state = DialogueState(name="c" + "9" * 126, channel="web")
        self.at = MONDAY_MORNING
        self.call: c.CallTool | None = None
        self.parked: dict[str, c.CallTool] = {}
        self.approvals: dict[str, c.AskApproval] = {}
        self.handoff: str | None = None
        self.claimed = False
        self.ids: set[str] = set()
        self.stale: list[str] = ["c-1.s1.1"]
        self.keys: dict[tuple[str, str], str] = {}

    @rule(data=st.data(), text=TEXTS, customer=CUSTOMERS)
    def customer_speaks(self, data: Any, text: str, customer: VerifiedCustomer | None) -> None:
        intents = st.none() | st.sampled_from(sorted(self.bot.intents))
        first, second = data.draw(intents), data.draw(intents)
        confidence = data.draw(st.sampled_from([0.2, 0.55, 0.7, 0.95]))
        scores = [IntentScore(intent=i, confidence=confidence) for i in (first, second) if i]
        understanding = Understanding(
            intent=first,
            confidence=confidence,
            alternatives=tuple(scores),
            entities=find_entities(self.bot, text, self.at.date())[:20],
            language=data.draw(st.sampled_from(["en", "de"])),
        )
        said = e.MessageUnderstood(
            at=self.at, text=text, understanding=understanding, customer=customer
        )
        self.hears(said, finds=data.draw(st.booleans()))

    @rule(intent=st.sampled_from(["return_item", "book", "track_order"]), finds=st.booleans())
    def customer_answers(self, intent: str, finds: bool) -> None:  # noqa: FBT001
        """What was asked, or a wish of the kind that leads far."""
        slot = self.state.question.slot if self.state.question else None
        text = GOOD_ANSWERS.get(slot or "", "please")
        understanding = Understanding(
            intent=None if slot else intent,
            confidence=0.9,
            entities=find_entities(self.bot, text, self.at.date()),
        )
        said = e.MessageUnderstood(at=self.at, text=text, understanding=understanding)
        self.hears(said, finds=finds)

    def hears(self, said: e.MessageUnderstood, *, finds: bool) -> None:
        commands = list(self.decides(said))
        while commands and isinstance(commands[-1], c.FindAnswer):
            commands += self.decides(self.looked_up(commands.pop(), finds=finds))
        tells = any(isinstance(command, c.Say) for command in commands)
        assert tells or self.call is not None or self.claimed, "the customer hears nothing"

    def looked_up(self, command: c.Command, *, finds: bool) -> e.Event:
        assert isinstance(command, c.FindAnswer)
        if not finds:
            return e.NoAnswerFound(at=self.at, query=command.query)
        return e.AnswerFound(at=self.at, query=command.query, answer=AN_ANSWER)

    @precondition(lambda self: self.call)
    @rule(result=RESULTS, code=CODES, how=st.sampled_from(["ok", "ok", "ok", "refused", "down"]))
    def call_ends(self, result: dict[str, Any], code: str | None, how: str) -> None:
        assert self.call is not None
        call_id, self.call = self.call.call_id, None
        self.outcome(call_id, result, code, how)

    @precondition(lambda self: self.parked)
    @rule(data=st.data(), result=RESULTS, code=CODES, how=st.sampled_from(PARKED_ENDS))
    def parked_call_ends(self, data: Any, result: dict[str, Any], code: str, how: str) -> None:
        call_id = data.draw(st.sampled_from(sorted(self.parked)))
        del self.parked[call_id]
        self.outcome(call_id, result, code, how)

    def outcome(self, call_id: str, result: dict[str, Any], code: str | None, how: str) -> None:
        events: dict[str, e.Event] = {
            "ok": e.ToolSucceeded(at=self.at, call_id=call_id, result=result),
            "refused": e.ToolRefused(at=self.at, call_id=call_id, code=code),
            "down": e.ToolUnavailable(at=self.at, call_id=call_id),
            "over": e.ToolGaveUp(at=self.at, call_id=call_id),
        }
        self.decides(events[how])
        if call_id not in self.parked:
            self.stale.append(call_id)

    @precondition(lambda self: self.approvals)
    @rule(data=st.data(), approved=st.booleans(), lies=st.booleans(), late=st.booleans())
    def approval_ends(self, data: Any, approved: bool, lies: bool, late: bool) -> None:  # noqa: FBT001
        approval_id = data.draw(st.sampled_from(sorted(self.approvals)))
        asked = self.approvals.pop(approval_id)
        self.stale.append(approval_id)
        digest = "0" * 64 if lies else asked.digest
        event: e.Event = e.ApprovalDecided(
            at=self.at, approval_id=approval_id, approved=approved, digest=digest, by="sue"
        )
        commands = self.decides(
            e.ApprovalExpired(at=self.at, approval_id=approval_id) if late else event
        )
        if late or lies or not approved:
            assert not any(isinstance(x, c.CallTool) and not x.undo for x in commands)

    @precondition(lambda self: self.handoff)
    @rule(how=st.sampled_from(["claimed", "returned", "unanswered"]))
    def handoff_moves(self, how: str) -> None:
        handoff_id = str(self.handoff)
        if how == "claimed":
            self.claimed = True
            self.decides(e.HandoffClaimed(at=self.at, handoff_id=handoff_id, agent="Sam"))
        elif how == "returned":
            self.handoff, self.claimed = None, False
            self.stale.append(handoff_id)
            self.decides(e.HandoffReturned(at=self.at, handoff_id=handoff_id))
        elif not self.claimed:
            self.decides(e.HandoffUnanswered(at=self.at, handoff_id=handoff_id))

    @precondition(lambda self: self.call is None)
    @rule(stage=st.sampled_from(["nudge", "close"]))
    def nothing_happens_for_long(self, stage: Any) -> None:
        self.at += timedelta(minutes=10)
        commands = self.decides(e.IdleElapsed(at=self.at, stage=stage))
        if self.is_open() and self.call is None:
            assert not commands

    @rule()
    def operator_skips(self) -> None:
        skipped = self.call
        if self.state.stack and self.state.stack[-1].waiting:
            self.call = None if self.state.stack[-1].waiting.on == "call" else self.call
        if skipped is not None and self.call is None:
            self.stale.append(skipped.call_id)
        self.decides(e.OperatorSkippedStep(at=self.at, by="op"))

    @rule(queue=st.none() | st.just("returns"))
    def operator_forces_handoff(self, queue: str | None) -> None:
        self.decides(e.OperatorForcedHandoff(at=self.at, by="op", queue=queue))

    @rule()
    def turn_fails(self) -> None:
        self.call = None
        commands = self.decides(e.TurnFailed(at=self.at, reason="slow"))
        assert any(isinstance(command, c.Say) for command in commands)

    @rule(data=st.data())
    def something_stale_arrives(self, data: Any) -> None:
        ref = data.draw(st.sampled_from(self.stale))
        before = self.state
        events: Sequence[e.Event] = (
            e.ToolSucceeded(at=self.at, call_id=ref, result={"total": "1.00 EUR"}),
            e.ToolRefused(at=self.at, call_id=ref),
            e.ToolUnavailable(at=self.at, call_id=ref),
            e.ToolGaveUp(at=self.at, call_id=ref),
            e.ApprovalDecided(at=self.at, approval_id=ref, approved=True, digest="x", by="eve"),
            e.ApprovalExpired(at=self.at, approval_id=ref),
            e.HandoffClaimed(at=self.at, handoff_id=ref, agent="Eve"),
            e.HandoffReturned(at=self.at, handoff_id=ref),
            e.HandoffUnanswered(at=self.at, handoff_id=ref),
        )
        decision = decide(self.bot, self.state, data.draw(st.sampled_from(events)))
        assert decision.commands == ()
        assert decision.state == before

    def decides(self, event: e.Event) -> tuple[c.Command, ...]:
        decision = decide(self.bot, self.state, event)
        assert decision == decide(self.bot, self.state, event), "not deterministic"
        assert DialogueState.model_validate_json(decision.state.model_dump_json()) == decision.state
        self.state = decision.state
        for index, command in enumerate(decision.commands):
            is_last = index + 1 == len(decision.commands)
            self.carry_out(command, is_last=is_last)
        return decision.commands

    def carry_out(self, command: c.Command, *, is_last: bool) -> None:  # noqa: C901
        match command:
            case c.CallTool():
                assert is_last, "a call comes last"
                self.is_new(command.call_id)
                self.writes_once(command)
                self.call = command
            case c.DeferCall():
                if self.call is not None and self.call.call_id == command.call.call_id:
                    self.call = None
                self.parked[command.call.call_id] = command.call
                self.writes_once(command.call)
                assert command.give_up_at > self.at
            case c.CancelCall():
                self.stale.append(command.call_id)
                self.parked.pop(command.call_id, None)
            case c.AskApproval():
                self.is_new(command.approval_id)
                self.approvals[command.approval_id] = command
                assert command.expires_at > self.at
            case c.CancelApproval():
                self.stale.append(command.approval_id)
                del self.approvals[command.approval_id]
            case c.HandOff():
                self.is_new(command.handoff_id)
                assert self.handoff is None, "one handoff at a time"
                self.handoff = command.handoff_id
            case c.CancelHandoff():
                assert command.handoff_id == self.handoff
                self.stale.append(command.handoff_id)
                self.handoff, self.claimed = None, False
            case c.CloseConversation():
                assert not self.is_open()
            case c.FindAnswer():
                assert is_last, "a look-up comes last"
            case c.Say():
                assert command.reply.text.strip(), "it says nothing"

    def is_new(self, made: str) -> None:
        assert made not in self.ids, "an id came twice"
        self.ids.add(made)

    def writes_once(self, call: c.CallTool) -> None:
        if call.effect == "read":
            return
        assert call.idempotency_key, "a write without a key"
        what = {name: value for name, value in call.arguments.items() if name != "email"}
        arguments = repr(sorted(what.items()))
        known = self.keys.setdefault((call.tool, call.idempotency_key), arguments)
        assert known == arguments, "one key for two different writes"
        amount = call.arguments.get("amount")
        assert amount in (None, "34.50", "100.00", "129.90"), "an amount that no tool has set"

    def is_open(self) -> bool:
        return bool(self.parked or self.approvals or self.handoff)

    @invariant()
    def state_is_small(self) -> None:
        assert size_of(self.state) <= 2_048

    @invariant()
    def everything_waits_for_something(self) -> None:
        """No flow waits for what nobody will report, and nobody is asked for nothing."""
        waiting = [f.waiting for f in (*self.state.stack, *self.state.parked) if f.waiting]
        refs = {(w.on, w.ref) for w in waiting}
        assert {ref for on, ref in refs if on == "parked_call"} == set(self.parked)
        assert {ref for on, ref in refs if on == "approval"} == set(self.approvals)
        in_flight = {ref for on, ref in refs if on == "call"}
        assert in_flight <= ({self.call.call_id} if self.call else set())
        assert {ref for on, ref in refs if on == "handoff"} <= {self.handoff}
        assert self.state.handoff_id == self.handoff
        front = self.state.stack[-1] if self.state.stack else None
        if front is not None:
            assert front.waiting is not None, "a flow in front stands still"


class AcmeDialogue(Dialogue):
    bot = acme()


class SmallDialogue(Dialogue):
    bot = small_bot()


_SETTINGS = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
AcmeDialogue.TestCase.settings = _SETTINGS
SmallDialogue.TestCase.settings = _SETTINGS
TestAcmeDialogue = AcmeDialogue.TestCase
TestSmallDialogue = SmallDialogue.TestCase
