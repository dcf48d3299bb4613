"""An answer in a model's words: checked before it is said, mended once, else quoted."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from activities.answer_finder import AnswerFinder
from activities.answers import AnswerActivities, AnswerOutcome, AnswerRequest
from activities.generated_answers import GeneratedAnswers
from domain.bot.model import Bot
from domain.errors import DependencyUnavailable, ModelRetired, NoModelAnswered
from domain.generated_answers.contexts import ConversationContext
from domain.generated_answers.records import AnswerRecord, Ending
from domain.knowledge import Answer, Passage
from domain.language_models.requests import Speaker
from domain.language_models.settings import ModelChainSettings, ModelSettings
from domain.language_models.stream import FinishReason, StartAgain, TextPiece
from domain.messages import Citation
from infra.memory.drafts import MemoryDraftStream
from infra.memory.generated_answers import MemoryAnswerRecords
from infra.prompt_files.reader import shipped_prompts
from tests.fakes.language_models import Script, ScriptedModel, Waiting, finished, says
from tests.unit.domain.bots import acme

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
PASSAGES = [
    Passage(
        content_id="chunk-7\nhash",
        document_id="returns",
        title="Returns",
        heading="",
        text="You may return goods within 14 days. Sale items cannot be returned.",
        url="https://acme.example/returns",
        score=0.9,
    ),
    Passage(
        content_id="chunk-9\nhash",
        document_id="delivery",
        title="Delivery",
        heading="Costs",
        text="Delivery costs 4.90 EUR.",
        score=0.4,
    ),
]
GOOD = "You may return goods within 14 days."
QUOTED = Answer(
    text="Quoted: within 14 days.",
    citations=(Citation(document_id="returns", title="Returns"),),
    confidence=0.8,
)


class Shop:
    """Every port behind the activity, for one tenant with one model."""

    def __init__(self, *scripts: Script, has_model: bool = True) -> None:
        self.model = ScriptedModel(*scripts)
        self.has_model = has_model
        self.records = MemoryAnswerRecords()
        self.drafts = MemoryDraftStream()
        self.passages = list(PASSAGES)
        self.quoted: Answer | None = QUOTED
        self.context = ConversationContext()
        chain = ModelChainSettings(simple="small") if has_model else None
        settings = {"models": ModelSettings(answers=chain)}
        self.bot = acme().model_copy(update={"tenant": acme().tenant.model_copy(update=settings)})

    async def get(self, *_: object) -> Bot:
        return self.bot

    async def for_tenant(self, *_: object, **asked: object) -> ScriptedModel | None:
        self.difficulty = asked["difficulty"]
        return self.model if self.has_model else None

    async def before(self, *_: object) -> ConversationContext:
        return self.context

    async def embed(self, _: object) -> list[tuple[float, ...]]:
        return [(1.0,)]

    async def search(self, *_: object, **__: object) -> list[Passage]:
        return self.passages

    async def answer(self, *_: object) -> Answer | None:
        return self.quoted

    def activities(self, within: float = 5.0) -> AnswerActivities:
        own = cast("Any", self)
        generated = GeneratedAnswers(
            models=own,
            bots=own,
            contexts=own,
            records=self.records,
            drafts=self.drafts,
            prompts=shipped_prompts(),
            within=timedelta(seconds=within),
        )
        finder = AnswerFinder(own, own, own)
        return AnswerActivities(finder, within=timedelta(seconds=5), generated=generated)

    async def find(self, within: float = 5.0, **more: Any) -> AnswerOutcome:
        request: dict[str, Any] = {
            "tenant_id": "acme",
            "conversation_id": "c-1",
            "turn": "t-1",
            "query": "May I?",
        }
        request |= {"at": NOW, "revision": "r-1", "locale": "en"} | more
        return await self.activities(within).find_answer(AnswerRequest.model_validate(request))

    @property
    def record(self) -> AnswerRecord:
        [record] = self.records.records
        return record

    @property
    def was_withdrawn(self) -> bool:
        return any(piece.withdrawn for piece in self.drafts.source.pieces)


async def test_a_grounded_answer_is_said_with_its_citation() -> None:
    """And what it took is stored without a word of it."""
    shop = Shop(says(GOOD, (GOOD, "p1")))
    outcome = await shop.find()
    assert outcome.answer is not None
    assert outcome.answer.text == GOOD
    assert [one.document_id for one in outcome.answer.citations] == ["returns"]
    record = shop.record
    assert record.ending is Ending.SAID
    assert (record.model, record.prompt) == ("scripted-1", "answer@1/en")
    assert [(one.start, one.end, one.chunk_id) for one in record.citations] == [
        (0, len(GOOD), "chunk-7")
    ]
    assert [(one.chunk_id, one.score, one.is_cited) for one in record.chunks] == [
        ("chunk-7", 0.9, True),
        ("chunk-9", 0.4, False),
    ]
    assert (record.usage.input_tokens, record.usage.output_tokens) == (100, 20)
    assert "14 days" not in record.model_dump_json()
    assert not shop.was_withdrawn


@pytest.mark.parametrize(
    ("query", "difficulty"),
    [("May I?", "simple"), ("When do you open? How much is delivery?", "complex")],
)
async def test_two_questions_in_one_go_to_the_larger_model(query: str, difficulty: str) -> None:
    """The small one forgets the second."""
    shop = Shop(says(GOOD, (GOOD, "p1")))
    await shop.find(query=query)
    assert shop.difficulty == difficulty


async def test_a_vendor_that_cites_nothing_is_cited_by_what_grounds_it() -> None:
    """Servers that are compatible with OpenAI's name no sources."""
    shop = Shop(says("Delivery costs 4.90 EUR."))
    outcome = await shop.find()
    assert outcome.answer is not None
    assert [one.document_id for one in outcome.answer.citations] == ["delivery"]


@pytest.mark.parametrize(
    "wrong",
    [
        "You may return goods within 30 days.",
        "You may not return goods within 14 days.",
        "Sale items can be returned.",
        "Visit https://evil.example within 14 days.",
        "Please ask Sandra within 14 days.",
        "Delivery costs 4.90 USD.",
        "<b>Delivery</b> costs 4.90 EUR.",
        "",
    ],
)
async def test_a_wrong_draft_is_mended_once(wrong: str) -> None:
    """The second request names what was wrong; only the mended text is said."""
    shop = Shop(says(wrong), says(GOOD))
    outcome = await shop.find()
    assert outcome.answer is not None
    assert outcome.answer.text == GOOD
    assert shop.record.ending is Ending.REPAIRED
    first, second = shop.model.requests
    assert len(shop.record.verdicts) == 2
    assert shop.record.verdicts[0]
    assert second.prompt == "answer@1/en+repair@1/en"
    instructions = [m.text for m in second.messages if m.speaker is Speaker.INSTRUCTIONS]
    assert len(instructions) == 1
    assert str(shop.record.verdicts[0][0].guard) in instructions[0]
    assert first.messages[1] == second.messages[1]


async def test_two_wrong_drafts_are_followed_by_the_quoted_answer() -> None:
    """And there is no third request."""
    shop = Shop(says("You may return goods within 30 days."))
    outcome = await shop.find()
    assert outcome.answer == QUOTED
    assert len(shop.model.requests) == 2
    assert shop.record.ending is Ending.REFUSED
    assert shop.record.quoted_instead
    assert [entry.step for entry in outcome.trace] == ["generate", "find_answer"]


async def test_nothing_quoted_is_the_fallback_as_before() -> None:
    """No answer is an answer too."""
    shop = Shop(says("NO ANSWER"))
    shop.quoted = None
    assert (await shop.find()).answer is None
    assert shop.record.ending is Ending.NO_ANSWER
    assert len(shop.model.requests) == 1
    assert not shop.drafts.source.pieces


async def test_what_was_shown_and_then_refused_is_taken_back() -> None:
    """A sentence is shown once it is whole and grounded; the wrong one never."""
    both = f"{GOOD} Sale items can be returned. Thank you for asking us."
    shop = Shop(says(both))
    await shop.find()
    shown = "".join(piece.text for piece in shop.drafts.source.pieces)
    assert GOOD in shown
    assert "Sale items" not in shown
    assert shop.was_withdrawn
    assert shop.drafts.drafts[0].is_withdrawn
    assert shop.model.closed == 2, "a draft that is wrong is not listened to any longer"


async def test_a_model_that_begins_again_is_shown_anew() -> None:
    """Words of the one that failed are forgotten."""
    script = [
        TextPiece(text="You may return goods within 14 days. Sale"),
        StartAgain(reason="cut"),
        *says("Delivery costs 4.90 EUR."),
    ]
    outcome = await Shop(script).find()
    assert outcome.answer is not None
    assert outcome.answer.text == "Delivery costs 4.90 EUR."


@pytest.mark.parametrize(
    "trouble",
    [
        [DependencyUnavailable("503")],
        [TextPiece(text="You may return "), DependencyUnavailable("reset")],
        [TextPiece(text="You may return goods within 14 days. ")],
        [NoModelAnswered("budget", is_over_budget=True)],
        [ModelRetired("old-1")],
    ],
)
async def test_a_model_that_fails_costs_no_answer(trouble: Script) -> None:
    """The documents are quoted within the same attempt, and what was shown is taken back."""
    shop = Shop(trouble)
    assert (await shop.find()).answer == QUOTED
    assert shop.record.ending is Ending.UNAVAILABLE
    assert len(shop.model.requests) == 1


@pytest.mark.parametrize("reason", [FinishReason.TOO_LONG, FinishReason.FILTERED])
async def test_half_an_answer_is_none(reason: FinishReason) -> None:
    """Even where its sentences are right."""
    shop = Shop([TextPiece(text=GOOD), finished(reason)])
    assert (await shop.find()).answer == QUOTED
    assert shop.record.ending is Ending.REFUSED


async def test_a_model_that_hangs_is_given_up_in_time() -> None:
    """The call ends, and the documents are quoted."""
    shop = Shop([TextPiece(text="You may "), Waiting()])
    assert (await shop.find(within=0.02)).answer == QUOTED
    assert shop.record.ending is Ending.LATE
    assert shop.model.closed == 1


async def test_a_takeover_ends_the_words_at_once() -> None:
    """The activity is cancelled: what was shown is taken back, and nothing is stored as said."""
    waits = Waiting()
    shop = Shop([TextPiece(text=f"{GOOD} Sale items cannot be "), waits])
    work = asyncio.create_task(shop.find())
    await waits.entered.wait()
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert shop.was_withdrawn
    assert not shop.records.records


@pytest.mark.parametrize("more", [{"revision": ""}, {}])
async def test_without_a_model_nothing_is_asked_shown_or_stored(more: dict[str, Any]) -> None:
    """A tenant without one, and what is suggested to an agent."""
    shop = Shop(has_model=bool(more))
    assert (await shop.find(**more)).answer == QUOTED
    assert not shop.model.requests
    assert not shop.records.records
    assert not shop.drafts.drafts
