"""The documents of some of a tenant's skills, and how they come before all others."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from domain.knowledge import Answer, Passage
from domain.values import Frozen

_ENDINGS = (".md", ".markdown", ".pdf", ".docx", ".csv", ".tsv", ".html", ".htm", ".txt")
_OTHERS = 2
"""Of the places for passages, so many are kept for documents outside of the area."""
AHEAD = 0.1
"""By so much more confidence another document's answer counts in spite of the area. From 0.2 on a
flow keeps answers about other things than its own: 11 of 40 with 0.3, in a tenant of our own."""


class KnowledgeArea(Frozen):
    """Documents by patterns of their ids. A file's id is its path within knowledge/ without its
    ending, a page's begins with the name of its source."""

    patterns: tuple[str, ...]

    def has(self, document_id: str) -> bool:
        """`billing`, `billing/` and `billing/*` are what lies in that folder."""
        return any(_fits(pattern, document_id) for pattern in self.patterns)


def one_document(document_id: str) -> KnowledgeArea:
    """The area of this document, to the letter."""
    letters = (f"[{letter}]" if letter in "*?[" else letter for letter in document_id)
    return KnowledgeArea(patterns=("".join(letters),))


def of_area(
    passages: Sequence[Passage], area: KnowledgeArea | None, *, limit: int | None = None
) -> list[Passage]:
    """The area's own, best first."""
    return [one for one in passages if area and area.has(one.document_id)][:limit]


def with_area(
    passages: Sequence[Passage], area: KnowledgeArea | None, *, limit: int
) -> list[Passage]:
    """The best of all and, behind them, what is missing of the area's best."""
    own = of_area(passages[limit:], area, limit=limit - len(of_area(passages[:limit], area)))
    return [*passages[:limit], *own]


def area_first(
    passages: Sequence[Passage], area: KnowledgeArea | None, *, limit: int
) -> list[Passage]:
    """Best first of the area, then of the others, for whom some places are always left."""
    own = of_area(passages, area)
    others = [one for one in passages if not (area and area.has(one.document_id))]
    return [*own[: limit - min(_OTHERS, len(others))], *others][:limit]


def is_of_area(answer: Answer | None, area: KnowledgeArea) -> bool:
    """Whether all that it quotes stands in the area's documents."""
    return answer is not None and all(area.has(one.document_id) for one in answer.citations)


def preferred(own: Answer | None, other: Answer | None) -> Answer | None:
    """Of an answer by the area and one by all documents: look-alike documents answer alike, so the
    area's counts unless the other is clearly surer. Nothing is lost by a wrong area."""
    if own is None or other is None:
        return own or other
    return own if own.confidence >= other.confidence - AHEAD else other


def _fits(pattern: str, document_id: str) -> bool:
    plain = pattern.removesuffix("/")
    for ending in _ENDINGS:
        plain = plain.removesuffix(ending)
    return fnmatchcase(document_id, plain) or document_id.startswith(f"{plain}/")
