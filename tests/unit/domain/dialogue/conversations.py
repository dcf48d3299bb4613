"""A conversation with the pure engine: say something, let a tool answer, look at what came."""

from datetime import datetime, timedelta
from typing import Any

from domain.bot.model import Bot
from domain.dialogue.commands import (
    AskApproval,
    CallTool,
    Command,
    DeferCall,
    FindAnswer,
    HandOff,
    Say,
)
from domain.dialogue.engine import decide
from domain.dialogue.events import (
    AnswerFound,
    ApprovalDecided,
    Event,
    MessageUnderstood,
    NoAnswerFound,
    ToolRefused,
    ToolSucceeded,
    ToolUnavailable,
)
from domain.dialogue.state import DialogueState
from domain.knowledge import Answer
from domain.messages import Citation, VerifiedCustomer
from domain.understanding.entities import find_entities
from domain.understanding.model import Entity, IntentScore, Understanding
from domain.understanding.preprocess import clean
from infra.local_models.entities_phones import find_phones
from tests.unit.domain.bots import MONDAY_MORNING, acme

ADA = VerifiedCustomer(customer_id="cust-ada", email="ada@example.com")
ESPRESSO: dict[str, Any] = {
    "id": "A100001",
    "status": "delivered",
    "item": "Espresso machine",
    "total": {"amount": "129.90", "currency": "EUR"},
    "returnable": True,
    "expected_on": "2026-11-20",
    "carrier": "Blue Heron Parcel",
    "tracking_url": "https://track.blue-heron.example/A100001",
}
MUGS = ESPRESSO | {
    "id": "A100003",
    "item": "Ceramic mug set",
    "total": {"amount": "34.50", "currency": "EUR"},
}
LABEL = {"label_id": "L-1", "carrier": "Blue Heron Parcel", "url": "https://labels.example/L-1"}


class Talk:
    """Keeps the state from event to event, as the workflow does."""

    def __init__(
        self,
        bot: Bot | None = None,
        *,
        customer: VerifiedCustomer | None = None,
        at: datetime = MONDAY_MORNING,
        locale: str = "en",
    ) -> None:
        self.bot = bot or acme()
        self.state = DialogueState(name="c-1", channel="web", locale=locale)
        self.customer = customer
        self.person: str | None = None
        self.crossed_since: datetime | None = None
        self.at = at
        self.commands: tuple[Command, ...] = ()

    def happens(self, event: Event) -> None:
        decision = decide(self.bot, self.state, event)
        self.state, self.commands = decision.state, decision.commands

    def says(
        self,
        text: str,
        intent: str | None = None,
        confidence: float = 0.9,
        *,
        answer: str | None = None,
        alternatives: tuple[IntentScore, ...] = (),
        entities: tuple[Entity, ...] = (),
    ) -> None:
        """The customer speaks; what the bot looks up is answered, or not, at once."""
        understanding = Understanding(
            intent=intent,
            confidence=confidence if intent else 0.1,
            alternatives=alternatives,
            language=self.state.locale,
            entities=(
                *find_entities(
                    self.bot,
                    clean(text),
                    self.at.date(),
                    locale=self.state.locale,
                    phones=find_phones(self.bot, clean(text), self.state.locale),
                ),
                *entities,
            ),
        )
        self.happens(
            MessageUnderstood(
                at=self.at,
                text=text,
                understanding=understanding,
                customer=self.customer,
                person=self.person,
                crossed_since=self.crossed_since,
            )
        )
        if self.commands and isinstance(self.commands[-1], FindAnswer):
            self._answer(self.commands, self.commands[-1].query, answer)

    def _answer(self, before: tuple[Command, ...], query: str, text: str | None) -> None:
        citations = (Citation(document_id="returns.md", title="Returns"),)
        if text is None:
            self.happens(NoAnswerFound(at=self.at, query=query))
        else:
            found = Answer(text=text, citations=citations, confidence=0.9)
            self.happens(AnswerFound(at=self.at, query=query, answer=found))
        self.commands = (*before[:-1], *self.commands)

    def finds(self, answer: str | None) -> None:
        """What was looked up is answered, or not."""
        [wanted] = [c for c in self.commands if isinstance(c, FindAnswer)]
        self._answer((wanted,), wanted.query, answer)

    def succeeds(self, result: dict[str, Any] | None = None, *, call_id: str | None = None) -> None:
        call = call_id or self.call.call_id
        self.happens(ToolSucceeded(at=self.at, call_id=call, result=result or {}))

    def is_refused(self, code: str = "order_not_found") -> None:
        self.happens(ToolRefused(at=self.at, call_id=self.call.call_id, code=code))

    def is_unavailable(self) -> None:
        self.happens(ToolUnavailable(at=self.at, call_id=self.call.call_id))

    def decides(self, approval: AskApproval, *, approved: bool, digest: str | None = None) -> None:
        self.happens(
            ApprovalDecided(
                at=self.at,
                approval_id=approval.approval_id,
                approved=approved,
                digest=digest or approval.digest,
                by="sue",
            )
        )

    def waits(self, lasts: timedelta) -> None:
        self.at += lasts

    @property
    def call(self) -> CallTool:
        """The call just asked for."""
        [call] = [c for c in self.commands if isinstance(c, CallTool)]
        return call

    @property
    def parked_call(self) -> DeferCall:
        [parked] = [c for c in self.commands if isinstance(c, DeferCall)]
        return parked

    @property
    def approval(self) -> AskApproval:
        [approval] = [c for c in self.commands if isinstance(c, AskApproval)]
        return approval

    @property
    def handoff(self) -> HandOff:
        [handoff] = [c for c in self.commands if isinstance(c, HandOff)]
        return handoff

    @property
    def said(self) -> list[str]:
        """The names of the responses just said; the words where they have none."""
        return [c.reply.response or c.reply.text for c in self.commands if isinstance(c, Say)]

    @property
    def words(self) -> str:
        return "\n".join(c.reply.text for c in self.commands if isinstance(c, Say))

    @property
    def done(self) -> list[str]:
        """What was just asked for, beside what was said."""
        return [c.do for c in self.commands if not isinstance(c, Say)]


def a_return(talk: Talk, order: dict[str, Any] = ESPRESSO) -> None:
    """Up to the question whether to go ahead."""
    talk.says(f"I want to return {order['id']}", "return_item")
    talk.succeeds(order)
    talk.says("it's damaged")
