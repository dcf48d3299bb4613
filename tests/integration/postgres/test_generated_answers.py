"""Records of generated answers, and the context that a model is told, in PostgreSQL."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncEngine

from domain.dialogue.commands import CloseConversation
from domain.dialogue.state import DialogueState
from domain.generated_answers.checks import Guard, Verdict
from domain.generated_answers.contexts import ConversationContext
from domain.generated_answers.records import AnswerRecord, ChunkSeen, CitedChunk, Ending
from domain.language_models.usage import TokenUsage
from domain.messages import Role
from infra.postgres.generated_answers import PostgresAnswerRecords, PostgresConversationContexts
from tests.integration.postgres.stores import NOW, Stores, a_commit, an_inbound, say


def a_record(tenant: str, *, turn: str = "s1t1", attempt: int = 1) -> AnswerRecord:
    return AnswerRecord(
        tenant_id=tenant,
        conversation_id="c-1",
        turn=turn,
        attempt=attempt,
        at=NOW + timedelta(seconds=attempt),
        ending=Ending.REPAIRED,
        prompt="answer@1/en+repair@1/en",
        model="command-a",
        connection="large",
        chunks=(ChunkSeen(chunk_id="k-1", document_id="returns", score=0.5, is_cited=True),),
        citations=(CitedChunk(start=0, end=12, chunk_id="k-1"),),
        verdicts=((Verdict(guard=Guard.GROUNDING, sentence=1, reason="a number"),), ()),
        usage=TokenUsage(input_tokens=800, output_tokens=40),
        cost=Decimal("0.001250000"),
        requests=2,
        first_word_ms=120.5,
        total_ms=900.0,
    )


async def test_a_record_is_kept_once_for_each_attempt(
    postgres: Stores, engine: AsyncEngine
) -> None:
    """Its tenant alone reads it, the latest first."""
    records = PostgresAnswerRecords(engine)
    first, second = a_record(postgres.tenant), a_record(postgres.tenant, attempt=2)
    await records.record(first)
    await records.record(first)
    await records.record(second)
    assert await records.of(postgres.tenant, "c-1") == [second, first]
    assert await records.of("another", "c-1") == []


async def test_a_model_is_told_of_the_turns_before(postgres: Stores, engine: AsyncEngine) -> None:
    """Of this session, without the turn's own words; the slots are the last step's."""
    contexts = PostgresConversationContexts(engine)
    assert await contexts.before(postgres.tenant, "c-1", "s1t1") == ConversationContext()
    ref = await postgres.open()
    state = DialogueState(locale="de", slots={"size": "large"})
    asked = an_inbound(ref, "Where is it?")
    commit = a_commit(ref, asked, commands=(say("Here."),))
    result = commit.result.model_copy(update={"state": state})
    await postgres.turns.commit(commit.model_copy(update={"result": result}))

    told = await contexts.before(postgres.tenant, "c-1", "s1t2")
    assert [(one.role, one.text) for one in told.messages] == [
        (Role.CUSTOMER, "Where is it?"),
        (Role.BOT, "Here."),
    ]
    assert (dict(told.slots), told.locale) == ({"size": "large"}, "de")
    assert (await contexts.before(postgres.tenant, "c-1", "s1t1")).messages == ()

    closed = CloseConversation(reason="done")
    await postgres.turns.commit(a_commit(ref, commands=(closed,), turn="s1t2"))
    await postgres.open()
    assert (await contexts.before(postgres.tenant, "c-1", "s2t1")).messages == ()
