"""A form's turn: each answer read for its own question, and a line that people can read."""

from datetime import UTC, datetime
from typing import Any, cast

from activities.turns import TurnActivities
from domain.channel_addresses import Channel
from domain.conversations import TurnOutcome
from domain.dialogue.commands import Say
from domain.dialogue.events import CustomerSpoke
from domain.dialogue.state import DialogueState
from domain.forms import FormAnswers
from domain.messages import InboundMessage, Role
from domain.turns import AdvanceTurn, ConversationRef, Findings, OpenSession, StepResult, TakeStep
from infra.memory.database import MemoryDatabase
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import OneBot
from tests.unit.domain.dialogue.diner import Literally, booking, diner

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORM = FormAnswers(flow="book", values={"day": "2026-12-05", "guest": "Ann Lee", "nonsense": "x"})


class Table:
    def __init__(self) -> None:
        self.database, bots = MemoryDatabase(), OneBot(diner())
        nobody = cast("Any", None)
        self.understander = Literally()
        self.activities = TurnActivities(
            bots=bots,
            understander=self.understander,
            embedder=nobody,
            retriever=nobody,
            answerer=nobody,
            turns=MemoryTurnStore(self.database, bots),
        )

    async def take(self, state: DialogueState, text: str = "") -> TakeStep:
        ref = ConversationRef(tenant_id="tiny", conversation_id="c-1", channel=Channel.WEB)
        opened = await self.activities.open_session(OpenSession(conversation=ref, at=NOW))
        ref = ref.model_copy(update={"revision": opened.revision})
        message = InboundMessage(
            message_id="m-1",
            tenant_id="tiny",
            conversation_id="c-1",
            channel=Channel.WEB,
            text=text,
            form=FORM,
            received_at=NOW,
        )
        event = CustomerSpoke(at=NOW, text=message.words, message_ids=("m-1",), form=FORM)
        return TakeStep(
            advance=AdvanceTurn(conversation=ref, turn="t-1", step=0, event=event, state=state),
            session=1,
            inbound=(message,),
            ends=TurnOutcome.ANSWERED,
            started_at=NOW,
            at=NOW,
        )


async def test_answers_are_read_for_their_questions_and_shown_behind_them() -> None:
    table = Table()
    step = await table.take(booking().state)

    taken = await table.activities.take_step(step)

    assert table.understander.asked == ["day", "guest"]
    assert taken.result.state.slots == {"day": "2026-12-05", "guest": "Ann Lee"}
    messages = table.database.conversation("tiny", "c-1").messages
    line = messages[Role.CUSTOMER, "m-1"]
    assert line.text == "For which day? 2026-12-05\nWhat is your name? Ann Lee\nnonsense: x"
    [stored] = table.database.conversation("tiny", "c-1").steps.values()
    said = [c.reply.response for c in stored.result.commands if isinstance(c, Say)]
    assert said == ["form_partly_used", "ask_guests"]
    forms = [message.form for message in messages.values() if message.form]
    assert [field.name for field in forms[0].fields][:2] == ["guests", "place"]


async def test_the_words_that_a_channel_sends_along_are_how_it_is_shown() -> None:
    table = Table()
    step = await table.take(booking().state, text="Day: 5 December")

    await table.activities.take_step(step)

    line = table.database.conversation("tiny", "c-1").messages[Role.CUSTOMER, "m-1"]
    assert line.text == "Day: 5 December"


def test_what_a_form_says_is_kept_over_reads() -> None:
    """A step that only reads stores nothing; the one after it brings the customer's line."""
    found = Findings(form_text="Which day? today")

    later = StepResult(commands=(), state=DialogueState())
    assert later.after(found).form_text == found.form_text
    assert later.after(found).findings().form_text == found.form_text
