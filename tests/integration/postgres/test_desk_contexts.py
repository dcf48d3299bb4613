"""Contexts of handoffs, customers across channels, and the course of a conversation."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.channel_addresses import Channel
from domain.desk.lists import DeskViewer
from domain.desk.suggestions import Suggestion
from domain.desk.timeline import TimelineKind, in_order
from domain.dialogue.commands import HandOff
from domain.dialogue.state import DialogueState, FlowFrame, Waiting
from domain.errors import NotFound
from domain.generated_answers.records import as_detail
from domain.handoffs import Agent, AgentMessage
from domain.tools import Effect, ToolCall, ToolCallRecord, ToolOutcome, ToolStatus
from domain.turns import CommitTurn
from domain.understanding.explanation import Reason
from domain.understanding.model import Explanation, IntentScore, NeedExplained
from infra.postgres.desk_contexts import PostgresDeskContexts
from infra.postgres.desk_suggestions import PostgresSuggestions
from infra.postgres.engine import tenant_transaction
from infra.postgres.generated_answers import PostgresAnswerRecords
from tests.integration.postgres.stores import LATER, NOW, Stores, a_commit, an_inbound, say
from tests.integration.postgres.test_generated_answers import a_record

ADA = DeskViewer(name="Ada")
STATE = DialogueState(
    locale="de",
    misunderstandings=1,
    slots={"order_id": "4711"},
    stack=(FlowFrame(flow="returns", run="r", path=("ask",), waiting=Waiting(on="handoff")),),
)


@pytest.fixture
def contexts(engine: AsyncEngine) -> PostgresDeskContexts:
    return PostgresDeskContexts(engine)


def _with(commit: CommitTurn, state: DialogueState) -> CommitTurn:
    return commit.model_copy(update={"result": commit.result.model_copy(update={"state": state})})


async def _handed_over(stores: Stores) -> None:
    ref = await stores.open()
    inbound = an_inbound(ref, text="My parcel never came", customer="cust-7")
    first = a_commit(ref, inbound, commands=(say("Which order?"),), intent="returns", at=NOW)
    await stores.turns.commit(_with(first, STATE.model_copy(update={"misunderstandings": 0})))
    handed = HandOff(handoff_id="h-1", queue="returns", first_reply_due=NOW, nobody_at=NOW)
    second = an_inbound(ref, text="blorp", message_id="m-2", customer="cust-7")
    await stores.turns.commit(_with(a_commit(ref, second, commands=(handed,), turn="s1t2"), STATE))
    await stores.tool_log.record(
        ToolCallRecord(
            call=ToolCall(
                tenant_id=stores.tenant,
                conversation_id="c-1",
                call_id="call-1",
                tool="get_order",
                revision="r1",
                arguments={},
            ),
            effect=Effect.READ,
            outcome=ToolOutcome(
                status=ToolStatus.SUCCEEDED, result={"order": {"state": "lost", "items": [1]}}
            ),
            started_at=NOW,
            latency_ms=20,
        )
    )


async def test_the_records_tell_what_the_bot_knew_when_it_handed_over(
    contexts: PostgresDeskContexts, postgres: Stores
) -> None:
    """
    What happens afterwards is in the conversation itself; this is how it came to it.
    """
    await _handed_over(postgres)
    ref = postgres.ref()
    later = a_commit(
        ref, an_inbound(ref, message_id="m-3"), turn="s1t3", at=LATER + timedelta(hours=1)
    )
    await postgres.turns.commit(_with(later, DialogueState()))

    facts = await contexts.facts(postgres.tenant, "c-1", until=LATER)

    assert (facts.intent, facts.revision) == ("returns", "r1")
    assert (facts.state["locale"], facts.state["slots"]) == ("de", {"order_id": "4711"})
    assert facts.not_understood == ("blorp",)
    assert [message.text for message in facts.messages] == [
        "My parcel never came",
        "Which order?",
        "blorp",
    ]
    [tool] = facts.tools
    assert (tool.tool, tool.outcome, tool.shown) == (
        "get_order",
        "succeeded",
        {"order.state": "lost"},
    )
    with pytest.raises(NotFound):
        await contexts.facts(postgres.tenant, "c-9", until=LATER)


async def test_a_customers_other_conversations_are_found_on_every_channel(
    contexts: PostgresDeskContexts, postgres: Stores
) -> None:
    """
    The agent need not ask whether they have written before; other teams' words stay theirs.
    """
    await _handed_over(postgres)
    texts = await postgres.open("c-2", Channel.SMS)
    inbound = an_inbound(texts, text="Hello by phone", customer="cust-7")
    answered = a_commit(texts, inbound, commands=(say("How may I help?"),))
    await postgres.turns.commit(answered)
    strangers = await postgres.open("c-3")
    await postgres.turns.commit(a_commit(strangers, an_inbound(strangers, customer="cust-8")))

    of_first = await contexts.customer(postgres.tenant, "c-1", ADA)
    ben = DeskViewer(name="Ben", queues=("billing",))
    of_second = await contexts.customer(postgres.tenant, "c-2", ben)

    assert (of_first.customer_ref, of_first.locale) == ("cust-7", "de")
    assert [(one.channel, one.last_text) for one in of_first.earlier] == [("sms", "Hello by phone")]
    assert [(one.conversation_id, one.last_text) for one in of_second.earlier] == [("c-1", "")]
    assert [one.status for one in of_second.earlier] == ["waiting_for_human"]


async def test_a_conversations_course_is_in_one_order(
    contexts: PostgresDeskContexts, postgres: Stores
) -> None:
    await _handed_over(postgres)

    entries = in_order(await contexts.timeline(postgres.tenant, "c-1"))

    kinds = [entry.kind for entry in entries]
    assert sorted(kinds) == ["handoff", "tool_call", "turn", "turn"]
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
    waiting = next(entry for entry in entries if entry.kind is TimelineKind.HANDOFF)
    assert (waiting.title, waiting.outcome, waiting.ms) == ("returns", "waiting", None)
    assert await contexts.timeline("globex", "c-1") == []


async def test_a_turn_says_why_its_message_was_understood_so(
    contexts: PostgresDeskContexts, postgres: Stores
) -> None:
    """
    It is stored with the step, and shown with the turn.
    """
    ref = await postgres.open()
    why = NeedExplained(
        text="track my ordr",
        intent="track_order",
        reason=Reason.LIKELIEST,
        scores=(IntentScore(intent="track_order", confidence=0.9),),
        respelled=(("ordr", "order"),),
    )
    commit = a_commit(ref, an_inbound(ref))
    explanation = Explanation(locale="en", needs=(why,))
    result = commit.result.model_copy(update={"explanation": explanation})
    await postgres.turns.commit(commit.model_copy(update={"result": result}))

    [turn] = await contexts.timeline(postgres.tenant, "c-1")

    assert turn.detail["need 1"]["respelled"] == {"ordr": "order"}
    assert turn.detail["need 1"]["why"] == "the likeliest"


async def test_of_a_suggestion_the_first_message_is_compared(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """
    Sent again, or named twice, it counts once; and what an agent has answered is open no more.
    """
    await _handed_over(postgres)
    suggestions, tenant = PostgresSuggestions(engine), postgres.tenant
    made = Suggestion(suggestion_id="s-1", text="You have 30 days", citations=())
    assert await suggestions.open_question(tenant, "c-1") == "blorp"
    for _ in range(2):
        await suggestions.keep(tenant, "c-1", "Ada", "blorp", made)
    for message_id, text in (("m-1", "You have 14 days"), ("m-2", "No")):
        await suggestions.note_sent(tenant, "c-1", "s-1", message_id, text)
    await suggestions.note_sent(tenant, "c-1", "s-9", "m-1", "No")
    await postgres.records.record_agent_message(
        AgentMessage(
            message_id="d-1", handoff_id="h-1", agent=Agent(name="Ada"), text="Hi", sent_at=LATER
        ),
        tenant_id=tenant,
        conversation_id="c-1",
        session=1,
    )

    async with tenant_transaction(engine, tenant) as connection:
        rows = (
            await connection.exec_driver_sql("SELECT sent_as, edited FROM desk_suggestions")
        ).all()
    assert [tuple(row) for row in rows] == [("m-1", 0.25)]
    assert await suggestions.open_question(tenant, "c-1") is None


async def test_a_turn_says_how_its_models_answer_came_about(
    postgres: Stores, contexts: PostgresDeskContexts, engine: AsyncEngine
) -> None:
    """Beside why its message was understood so."""
    ref = await postgres.open()
    await postgres.turns.commit(a_commit(ref, an_inbound(ref), commands=(say("hi"),)))
    record = a_record(postgres.tenant)
    await PostgresAnswerRecords(engine).record(record)

    entries = await contexts.timeline(postgres.tenant, "c-1")

    [turn] = [entry for entry in entries if entry.kind is TimelineKind.TURN]
    assert turn.detail["answer"] == as_detail(record)
