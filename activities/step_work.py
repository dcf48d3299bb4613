"""A step under way: its commands, the state, a trace of what it took."""

from activities.step_trace import Timed
from domain.dialogue.commands import Command
from domain.turns import AdvanceTurn, StepResult, TraceEntry
from domain.understanding.model import Understanding


class StepWork:
    """What a step gathers on its way."""

    def __init__(self, request: AdvanceTurn) -> None:
        self.state = request.state
        self.commands: list[Command] = []
        self.trace: list[TraceEntry] = []
        self.understanding: Understanding | None = None
        self.form_text = ""
        self.falls_back = False
        """Whether answers are found here although they are elsewhere else."""
        self.signed_in = False
        """Whether a session has proved the customer who asks in this step."""

    def timed(self, step: str) -> Timed:
        """Measure a part of the step."""
        return Timed(self.trace, step)

    def only(self, asked: Command) -> StepResult:
        """Nothing but this, and the state as it was: the message is understood again with what
        comes of it."""
        return StepResult(commands=(asked,), state=self.state, trace=tuple(self.trace))

    def result(self) -> StepResult:
        """What is stored, or handed on."""
        one = self.understanding
        return StepResult(
            commands=tuple(self.commands),
            state=self.state,
            intent=one.intent if one else None,
            confidence=one.confidence if one else None,
            trace=tuple(self.trace),
            form_text=self.form_text,
            explanation=one.explanation if one else None,
        )
