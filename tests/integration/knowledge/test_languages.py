"""A tenant's documents in two languages, indexed by the model that knows both."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.answer_finder import AnswerFinder
from activities.knowledge import KnowledgeActivities
from domain.foreign_answers import AnswersAcrossLanguages
from domain.knowledge import Answer
from domain.ports.foreign_knowledge import Indexing
from domain.search_by_model import SearchByIndexModel
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.embedding_cache import CachingEmbedder
from infra.local_models.foreign_quotes import ForeignQuotes
from infra.local_models.multilingual_embedder import MultilingualEmbedder
from infra.local_models.multilingual_passages import MultilingualPassages
from infra.markdown.documents import MarkdownSections
from infra.postgres.index_models import PostgresIndexModels
from infra.postgres.knowledge import PostgresKnowledge
from infra.postgres.near_passages import PostgresNearPassages
from infra.postgres.retriever import PostgresRetriever
from tests.integration.knowledge.conftest import Library, document
from tests.integration.knowledge.dates import NOW

LOST = document("lost", "## Lost card\n\nA new card costs 8 EUR. It comes within five days.")
OPEN = document("open", "## Hours\n\nThe branch is open from Monday to Friday between 9 and 5.")
LIMIT = document(
    "limit", "## Bargeld\n\nAm Automaten können Sie am Tag bis zu 500 EUR abheben.", title="Geld"
)
INTEREST = document(
    "interest", "## Zinsen\n\nDas Sparkonto bringt im Jahr 2,1 % an Zinsen.", title="Sparkonto"
)
STAFF = document("staff", "## Rabatt\n\nWer hier arbeitet, zahlt nie etwas.", audience="agents")


class Bilingual:
    """A tenant that has chosen, with the search and the answers of a worker."""

    def __init__(self, engine: AsyncEngine, library: Library, embedder: MiniLMEmbedder) -> None:
        several = MultilingualEmbedder()
        both = MultilingualPassages(CachingEmbedder(embedder), several)
        self.library, self._embedder = library, embedder
        self._multilingual = Indexing(PostgresKnowledge(engine, both), both)
        self._usual = Indexing(library.store, embedder)
        self.has_chosen = True
        library.activities = KnowledgeActivities(
            library.sources, library.store, MarkdownSections(), embedder, choice=self
        )
        models = PostgresIndexModels(engine)
        near = PostgresNearPassages(engine, model=both.model, dimension=both.dimension)
        retriever = PostgresRetriever(engine, both)
        self._finder = AnswerFinder(
            embedder,
            SearchByIndexModel(models, library.retriever, {both.model: (retriever, both)}),
            ExtractiveAnswerer(embedder),
            AnswersAcrossLanguages(models, both, near, ForeignQuotes(several)),
        )

    async def of(self, tenant_id: str) -> Indexing:
        """Implements `IndexingChoice`."""
        return self._multilingual if self.has_chosen else self._usual

    async def answer(self, query: str) -> Answer | None:
        return await self._finder.find(self.library.tenant, query, NOW, [])


@pytest.fixture
async def tenant(engine: AsyncEngine, library: Library, embedder: MiniLMEmbedder) -> Bilingual:
    made = Bilingual(engine, library, embedder)
    await library.sync(LOST, OPEN, LIMIT, INTEREST, STAFF)
    return made


async def test_a_question_is_answered_from_a_document_in_the_other_language(
    tenant: Bilingual,
) -> None:
    """Both ways: quoted as it stands there, and the answer says in which language that is."""
    german = await tenant.answer("Was kostet eine neue Karte?")
    english = await tenant.answer("how much cash can i withdraw at the machine in a day?")
    assert german is not None
    assert (german.text, german.language) == ("A new card costs 8 EUR.", "en")
    assert german.citations[0].heading == "Lost card"
    assert english is not None
    assert "500 EUR" in english.text
    assert english.language == "de"


async def test_a_document_in_the_questions_own_language_goes_first(tenant: Bilingual) -> None:
    """It is answered as for any other tenant."""
    answer = await tenant.answer("how much does a new card cost?")
    assert answer is not None
    assert "8 EUR" in answer.text
    assert answer.language is None


async def test_what_only_staff_may_read_and_what_nothing_answers_is_not_said(
    tenant: Bilingual,
) -> None:
    """The audience counts across languages, too."""
    assert await tenant.answer("do people who work here pay nothing?") is None
    assert await tenant.answer("Wer ist der Bürgermeister von Hamburg?") is None


async def test_a_tenant_may_change_its_mind_with_the_next_sync(tenant: Bilingual) -> None:
    """One language again: the index is made anew by the usual model, and searched with it."""
    tenant.has_chosen = False
    report = await tenant.library.sync_stored()
    answer = await tenant.answer("how much does a new card cost?")
    assert report.changed == 5
    assert answer is not None
    assert "8 EUR" in answer.text
    assert await tenant.answer("Was kostet eine neue Karte?") is None
