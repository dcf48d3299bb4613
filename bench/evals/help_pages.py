"""Help pages of many trades with customers' questions, and a search in them.

`bench/judge/` holds for each trade its pages (`bank.md`) and questions (`bank.yaml`): by kind, each
question with the words that its answer holds, and under `none` those that the pages do not answer.
Kinds that begin with `other words` are told as customers tell them, in words that the page has not.
"""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import snowballstemmer
from numpy.typing import NDArray
from ruamel.yaml import YAML

from domain.chunking import chunks_of, text_to_embed
from domain.knowledge import Audience, Chunk, KnowledgeDocument, Passage
from domain.ports import Vector
from domain.ports.knowledge_search import Candidates, SearchQuery
from domain.ranked_search import RankedSearch
from domain.ranking import Candidate
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.synonyms import Lexicon
from infra.markdown.documents import MarkdownSections, parse_document

FOLDER = Path(__file__).parents[1] / "judge"
TENANTS = ("bank", "clinic", "telecom")
"""Whose pages are there in English and German."""
PASSAGES = 8
_UNDER_HEADING = "under a heading"
_TODAY = datetime(2026, 3, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One question of a trade; without `says` and `where` the pages have no answer."""

    trade: str
    language: str
    kind: str
    text: str
    says: str = ""
    """What an answer to it holds."""
    where: str = ""
    """The heading under which its answer stands, where no words are given."""

    @property
    def is_answerable(self) -> bool:
        return bool(self.says or self.where)

    def is_answered_by(self, said: str, heading: str) -> bool:
        if self.where:
            return heading == self.where
        return bool(self.says) and holds(self.says, said)


def holds(words: str, said: str) -> bool:
    """Whether they stand there, and not within a longer number: "40 EUR" in "140 EUR"."""
    words, said = words.casefold(), said.casefold()
    at = said.find(words)
    while at >= 0:
        before, after = said[max(at - 1, 0) : at], said[at + len(words) :][:2]
        is_cut = words[0].isdigit() and before.isdigit()
        is_cut |= words[-1].isdigit() and (after[:1].isdigit() or _goes_on(after))
        if not is_cut:
            return True
        at = said.find(words, at + 1)
    return False


def _goes_on(after: str) -> bool:
    return after[:1] in {".", ","} and after[1:].isdigit()


class SearchableText:
    """Words of many texts, searched by BM25."""

    def __init__(self, texts: list[str]) -> None:
        self._stemmer = snowballstemmer.stemmer("english")
        self._lexicon = Lexicon()
        self._counts = [Counter(self._stems(text)) for text in texts]
        self._lengths = np.array([max(counts.total(), 1) for counts in self._counts])
        self._seen = Counter(word for counts in self._counts for word in counts)

    def telling(self, query: str) -> int:
        """How many different words mean something."""
        return len(set(self._lexicon.telling_words(query)))

    def scores(self, query: str) -> NDArray[np.float64]:
        found = np.zeros(len(self._counts))
        norm = 1.2 * (0.25 + 0.75 * self._lengths / self._lengths.mean())
        for word in set(self._stems(query)):
            counts = np.array([counts[word] for counts in self._counts])
            rarity = math.log(1 + (len(counts) - self._seen[word] + 0.5) / (self._seen[word] + 0.5))
            found += rarity * counts * 2.2 / (counts + norm)
        return found

    def _stems(self, text: str) -> list[str]:
        words = "".join(one if one.isalnum() else " " for one in text.lower()).split()
        return [str(word) for word in self._stemmer.stemWords(words)]


class Pages:
    """Implements `CandidateSource` for documents in memory, ranked as those of a tenant are."""

    def __init__(self, embedder: MiniLMEmbedder, documents: list[KnowledgeDocument]) -> None:
        sections = MarkdownSections()
        self._embedder = embedder
        self._chunks: list[Chunk] = [
            chunk
            for document in documents
            for chunk in chunks_of(document, sections.sections(document.body))
        ]
        self._words = SearchableText([text_to_embed(chunk) for chunk in self._chunks])
        self._passages: list[Passage] = []
        self._vectors = np.zeros((0, embedder.dimension), dtype=np.float32)
        self._search = RankedSearch(self, embedder)

    async def search(self, query: str, vector: Vector) -> list[Passage]:
        if not self._passages:
            chunks = await self._embedder.embed_chunks(self._chunks)
            self._passages = [_passage(chunk, place) for place, chunk in enumerate(chunks)]
            self._vectors = np.array([chunk.vector for chunk in chunks], dtype=np.float32)
        return await self._search.search("", query, vector, limit=PASSAGES, today=_TODAY)

    async def candidates(
        self,
        tenant_id: str,  # noqa: ARG002 - there is but one
        query: SearchQuery,
        *,
        limit: int,  # noqa: ARG002 - all are candidates
        today: date,  # noqa: ARG002 - none expires
        audiences: frozenset[Audience],  # noqa: ARG002 - all are public
    ) -> Candidates:
        lexical = np.array([self._words.scores(text) for text in query.texts])
        meant = np.array(query.vectors, dtype=np.float32) @ self._vectors.T
        found = tuple(
            Candidate(
                one.content_id or "", one.document_id,
                tuple(lexical[:, place].tolist()), tuple(meant[:, place].tolist()),
            )
            for place, one in enumerate(self._passages)
        )  # fmt: skip
        return Candidates(found, self._words.telling(query.texts[0]))

    async def passages(
        self,
        tenant_id: str,  # noqa: ARG002 - there is but one
        candidates: Sequence[Candidate],
    ) -> Mapping[str, Passage]:
        places = (int(one.reference.rpartition("/")[2]) for one in candidates)
        return {self._passages[at].content_id or "": self._passages[at] for at in places}


def _passage(chunk: Chunk, place: int) -> Passage:
    return Passage.model_construct(
        **chunk.model_dump(include={"document_id", "title", "heading", "text", "pieces"}),
        content_id=f"{chunk.document_id}/{place}",
        url=None,
        score=0.0,
        lexical_rank=None,
        vector_similarity=None,
        sentences=chunk.sentences,
    )


def read_documents(trade: str) -> list[KnowledgeDocument]:
    """A page with front matter is one document; otherwise each `# title` begins one."""
    text = (FOLDER / f"{trade}.md").read_text(encoding="utf-8")
    if text.startswith("---"):
        return [parse_document(trade, text)]
    documents: list[KnowledgeDocument] = []
    for part in text.removeprefix("# ").split("\n# "):
        title, _, body = part.partition("\n")
        head = f"---\ntitle: {json.dumps(title.strip())}\n---\n"
        documents.append(parse_document(f"{trade}/{len(documents)}", head + body))
    return documents


def read_questions(trade: str) -> list[Asked]:
    kinds: dict[str, Any] = YAML(typ="safe").load(FOLDER / f"{trade}.yaml")
    language = kinds.pop("language")
    none = [
        Asked(trade, language, kind, str(text))
        for kind in ("none", "other words none")
        for text in kinds.pop(kind, ())
    ]
    answered = [
        Asked(trade, language, kind, str(text), where=right)
        if kind == _UNDER_HEADING
        else Asked(trade, language, kind, str(text), says=str(right))
        for kind, questions in kinds.items()
        for text, right in questions.items()
    ]
    return [*answered, *none]


def trades() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))
