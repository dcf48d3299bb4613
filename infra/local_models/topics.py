"""Sections that a question may be about, offered to read where nothing answers it for sure."""

from collections.abc import Sequence

from domain.knowledge import Passage, Topic
from domain.messages import Citation
from infra.local_models.passage_scoring import Evidence
from infra.local_models.question_measures import Floats

TOPICS = 3
_READ = 300
"""Characters of a section: they are kept until the customer has chosen."""


def nearest_topics(ranked: Sequence[Evidence], scores: Sequence[Floats]) -> tuple[Topic, ...]:
    """Of the passages with the best sentences; those with the same label are one."""
    return tuple(_topic(ranked[at].passage) for at in topic_places(ranked, scores))


def topic_places(ranked: Sequence[Evidence], scores: Sequence[Floats]) -> list[int]:
    """Which passages they are, likeliest first."""
    order = sorted(
        (at for at, some in enumerate(scores) if len(some)), key=lambda at: -float(scores[at].max())
    )
    once: dict[str, int] = {}
    for at in order:
        once.setdefault(_topic(ranked[at].passage).label, at)
    return list(once.values())[:TOPICS]


def _topic(passage: Passage) -> Topic:
    said = ""
    for sentence in passage.sentences:
        if said and len(said) + len(sentence.text) >= _READ:
            break
        said = f"{said} {sentence.text}".strip()
    return Topic(text=said[:_READ], citation=citation_of(passage))


def citation_of(passage: Passage) -> Citation:
    """Where it stands."""
    return Citation(
        document_id=passage.document_id,
        title=passage.title,
        heading=passage.heading,
        url=passage.url,
    )
