"""Help pages of many trades with customers' questions, and a fixed search in them.

`bench/judge/` holds for each trade its pages (`bank.md`) and questions (`bank.yaml`): by kind, each
question with the words that its answer holds, and under `none` those that the pages do not answer.
"""

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import snowballstemmer
from numpy.typing import NDArray
from ruamel.yaml import YAML

from domain.chunking import chunks_of, text_to_embed
from domain.knowledge import Chunk, KnowledgeDocument, Passage, Sentence
from domain.ports import Vector
from infra.local_models.embedder import MiniLMEmbedder
from infra.markdown.documents import MarkdownSections, parse_document

FOLDER = Path(__file__).parents[1] / "judge"
TENANTS = ("bank", "clinic", "telecom")
"""Whose pages are there in English and German."""
PASSAGES = 8
_UNDER_HEADING = "under a heading"
_WORDS_WEIGH = 0.15
"""What the best match by words earns, where a vector's similarity is at most 1."""


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
        return bool(self.says) and self.says.casefold() in said.casefold()


class SearchableText:
    """Words of many texts, searched by BM25."""

    def __init__(self, texts: list[str]) -> None:
        self._stemmer = snowballstemmer.stemmer("english")
        self._counts = [Counter(self._words(text)) for text in texts]
        self._lengths = np.array([max(counts.total(), 1) for counts in self._counts])
        self._seen = Counter(word for counts in self._counts for word in counts)

    def scores(self, query: str) -> NDArray[np.float64]:
        """From 0 to 1, for the best of these texts."""
        found = np.zeros(len(self._counts))
        norm = 1.2 * (0.25 + 0.75 * self._lengths / self._lengths.mean())
        for word in set(self._words(query)):
            counts = np.array([counts[word] for counts in self._counts])
            rarity = math.log(1 + (len(counts) - self._seen[word] + 0.5) / (self._seen[word] + 0.5))
            found += rarity * counts * 2.2 / (counts + norm)
        return found / max(float(found.max()), 1e-9)

    def _words(self, text: str) -> list[str]:
        words = "".join(one if one.isalnum() else " " for one in text.lower()).split()
        return [str(word) for word in self._stemmer.stemWords(words)]


class Pages:
    """Documents in memory, searched by meaning and words alike for every measurement."""

    def __init__(self, embedder: MiniLMEmbedder, documents: list[KnowledgeDocument]) -> None:
        sections = MarkdownSections()
        self.chunks: list[Chunk] = [
            chunk
            for document in documents
            for chunk in chunks_of(document, sections.sections(document.body))
        ]
        texts = [text_to_embed(chunk) for chunk in self.chunks]
        self._vectors = embedder.embed_now(texts)
        self._words = SearchableText(texts)
        said = [sentence.text for chunk in self.chunks for sentence in chunk.sentences]
        self._sentences = dict(zip(said, embedder.embed_now(said), strict=True))

    def search(self, query: str, vector: Vector) -> list[Passage]:
        similarity = self._vectors @ np.array(vector, dtype=np.float32)
        score = similarity + _WORDS_WEIGH * self._words.scores(query)
        best = np.argsort(-score)[:PASSAGES]
        return [self._passage(int(place), float(similarity[place])) for place in best]

    @cached_property
    def _passages(self) -> list[Passage]:
        return [
            Passage.model_construct(
                **chunk.model_dump(include={"document_id", "title", "heading", "text"}),
                content_id=f"{chunk.document_id}/{place}",
                url=None,
                score=0.0,
                lexical_rank=None,
                vector_similarity=None,
                sentences=tuple(
                    Sentence.model_construct(text=one.text, vector=self._sentences[one.text])
                    for one in chunk.sentences
                ),
            )
            for place, chunk in enumerate(self.chunks)
        ]

    def _passage(self, place: int, similarity: float) -> Passage:
        update = {"score": similarity, "vector_similarity": similarity}
        return self._passages[place].model_copy(update=update)


def read_documents(trade: str) -> list[KnowledgeDocument]:
    """A page with front matter is one document; otherwise each `# title` begins one."""
    text = (FOLDER / f"{trade}.md").read_text(encoding="utf-8")
    if text.startswith("---"):
        return [parse_document(trade, text)]
    documents = []
    for part in text.removeprefix("# ").split("\n# "):
        title, _, body = part.partition("\n")
        head = f"---\ntitle: {json.dumps(title.strip())}\n---\n"
        documents.append(parse_document(f"{trade}/{len(documents)}", head + body))
    return documents


def read_questions(trade: str) -> list[Asked]:
    kinds: dict[str, Any] = YAML(typ="safe").load(FOLDER / f"{trade}.yaml")
    language = kinds.pop("language")
    none = [Asked(trade, language, "none", text) for text in kinds.pop("none")]
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
