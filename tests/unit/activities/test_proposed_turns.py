"""A step hands an open message back, and takes what a model proposed for it."""

from datetime import UTC, datetime
from typing import Any, cast

from activities.turns import TurnActivities
from domain.bot.model import Bot
from domain.channel_addresses import Channel
from domain.dialogue.commands import ProposeMeaning, Say
from domain.dialogue.events import CustomerSpoke, MeaningProposed, TurnEvent
from domain.dialogue.state import DialogueState
from domain.turns import AdvanceTurn, ConversationRef, StepResult
from domain.understanding.model import DialogueContext, Explanation, Understanding
from domain.understanding.proposals import Move, Proposal
from infra.memory.database import MemoryDatabase
from infra.memory.turns import MemoryTurnStore
from tests.fakes.bots import OneBot
from tests.unit.activities.test_answers import Library
from tests.unit.domain.dialogue.test_proposed_meanings import BOT

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
SPOKE = CustomerSpoke(at=NOW, text="I have no use for it any more", message_ids=("m-1",))
FRESH = DialogueState(session=1, name="c-1", channel=Channel.WEB)


class Unsure:
    """Never sure, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: object = None
    ) -> Understanding:
        self.asked += 1
        explanation = Explanation(locale="en")
        return Understanding(intent=None, confidence=0.3, said=text, explanation=explanation)


async def advance(event: TurnEvent, bot: Bot = BOT) -> StepResult:
    library, bots = Library(None), OneBot(bot)
    turns = TurnActivities(
        bots=bots,
        understander=Unsure(),
        embedder=library,
        retriever=cast("Any", library),
        answerer=library,
        turns=MemoryTurnStore(MemoryDatabase(), bots),
    )
    ref = ConversationRef(
        tenant_id="acme", conversation_id="c-1", channel=Channel.WEB, revision="r1"
    )
    request = AdvanceTurn(conversation=ref, turn="t1", step=0, event=event, state=FRESH)
    return await turns.advance_turn(request)


async def test_an_open_message_is_handed_back_before_anything_is_decided() -> None:
    """Nothing is said, remembered or recorded as understood."""
    result = await advance(SPOKE)
    [command] = result.commands
    assert isinstance(command, ProposeMeaning)
    assert command.text == SPOKE.text
    assert (result.state, result.intent, result.only_reads()) == (FRESH, None, True)


async def test_the_proposal_is_what_the_message_means() -> None:
    """The turn's intent and its explanation are the proposal's."""
    proposal = Proposal(do=Move.START_FLOW, flows=("return_item",))
    event = MeaningProposed(at=NOW, spoke=SPOKE, proposal=proposal, model="small-1")
    result = await advance(event)
    assert (result.intent, result.state.stack[-1].flow) == ("return_item", "return_item")
    assert result.explanation is not None
    assert result.explanation.needs[-1].proposed_by == "small-1"


async def test_without_a_proposal_the_bots_own_examples_decide() -> None:
    """No model is asked twice, and the trace says why there was none."""
    result = await advance(MeaningProposed(at=NOW, spoke=SPOKE, reason="timed out"))
    assert any(isinstance(command, Say) for command in result.commands)
    assert any("the proposal timed out" in entry.note for entry in result.trace)
