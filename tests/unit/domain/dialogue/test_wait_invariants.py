"""Invariants after every event of a bot whose flows wait for moments."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from domain.bot.model import Bot
from domain.dialogue import commands as c
from domain.dialogue import events as e
from domain.dialogue.engine import decide
from domain.understanding.entities import find_entities
from domain.understanding.model import Understanding
from tests.unit.domain.dialogue import test_invariants
from tests.unit.domain.dialogue.dentist import dentist

_INTENTS = ("book_visit", "cancel_visit", "remind_me", "cancel", "talk_to_human", "emergency")
_ANSWERS = {"visit_date": "2027-02-01", "visit_time": "14:30", "coming": "yes"}


class DentistDialogue(test_invariants.Dialogue):
    """Keeps the waits as well: each is known to the state, and to nobody else."""

    bot: Bot = dentist()

    def __init__(self) -> None:
        super().__init__()
        self.waits: dict[str, c.WaitUntil] = {}

    @rule(data=st.data())
    def patient_speaks(self, data: Any) -> None:
        """What leads far: the answer that is expected, or a wish."""
        slot = self.state.question.slot if self.state.question else None
        day = f"2027-0{data.draw(st.integers(1, 9))}-11"
        answers = _ANSWERS | {"visit_date": day}
        text = answers.get(slot or "", data.draw(st.sampled_from(["please", "yes", "no"])))
        understanding = Understanding(
            intent=None if slot else data.draw(st.sampled_from(_INTENTS)),
            confidence=0.9,
            entities=find_entities(self.bot, text, self.at.date()),
        )
        said = e.MessageUnderstood(at=self.at, text=text, understanding=understanding)
        self.hears(said, finds=False)

    @precondition(lambda self: self.waits and self.call is None)
    @rule(data=st.data(), late=st.sampled_from([0, 0, 90]))
    def moment_comes(self, data: Any, late: int) -> None:
        wait_id = data.draw(st.sampled_from(sorted(self.waits)))
        wait = self.waits.pop(wait_id)
        self.stale.append(wait_id)
        self.at = max(self.at, wait.at + timedelta(minutes=late))
        commands = self.decides(e.MomentReached(at=self.at, wait_id=wait_id))
        assert not any(isinstance(command, c.CallTool) for command in commands)

    @rule(data=st.data())
    def a_stale_moment_comes(self, data: Any) -> None:
        stale = e.MomentReached(at=self.at, wait_id=data.draw(st.sampled_from(self.stale)))
        decision = decide(self.bot, self.state, stale)
        assert (decision.commands, decision.state) == ((), self.state)

    def carry_out(self, command: c.Command, *, is_last: bool) -> None:
        super().carry_out(command, is_last=is_last)
        match command:
            case c.WaitUntil():
                self.is_new(command.wait_id)
                self.waits[command.wait_id] = command
                assert command.at > self.at
            case c.CancelWait():
                self.stale.append(command.wait_id)
                del self.waits[command.wait_id]
            case c.CloseConversation():
                assert not self.waits, "closed under a flow that waits"

    @invariant()
    def every_wait_is_known(self) -> None:
        waiting = [f.waiting for f in self.state.parked if f.waiting and f.waiting.on == "moment"]
        assert {w.ref: w.until for w in waiting} == {w.wait_id: w.at for w in self.waits.values()}
        assert len(waiting) <= 5


DentistDialogue.TestCase.settings = settings(
    max_examples=100,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestDentistDialogue = DentistDialogue.TestCase
