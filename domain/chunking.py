"""Cuts a document's sections into chunks that a question can find, and chunks into sentences."""

import re
from collections.abc import Iterator, Sequence

from domain.errors import ConfigurationError
from domain.knowledge import Chunk, KnowledgeDocument, Section, Sentence

MAX_WORDS = 170
"""Of one chunk: the embedding model reads 256 tokens, title and heading included."""

MAX_SENTENCE = 1_500
"""Characters that an answer would quote in one piece."""

BETWEEN_PARTS = " \u2013 "
"""Between the cells of a row, and between an item and what it stands under."""

MOST_SENTENCES = 10_000
"""Of one document, list items and rows of tables among them: each is embedded by itself, some four
milliseconds of a core. The longest document of ordinary sentences has a fourth of that."""

_LONGEST_ABBREVIATION = 12
_ENDS = (".", "!", "?", ":", '."', ".)", "!)", "?)", "\u2026")
_STEP = re.compile(r"\d{1,3}\) ")
_END_OF_SENTENCE = re.compile(r"""(?:(?<=[.!?])|(?<=[.!?]["')\]]))\s+(?=["'(\[]{0,5}[A-ZÄÖÜ0-9])""")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|incl|max|min|no|nr|st|mr|mrs|ms|dr|prof|vs|ca|z\.b|bzw|tel)|\b[A-Z])\.$",
    re.IGNORECASE,
)

_ORDINAL = re.compile(r"\b\d{1,2}\.$")
_MONTH = re.compile(r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)(?:[a-zä]{1,7}|\b)")
"""German writes "am 31. Januar": no sentence ends there."""


def split_sentences(paragraph: str) -> list[str]:
    """Sentences as they stand, so that an answer can quote them word for word."""
    sentences: list[list[str]] = []
    for piece in _pieces(paragraph):
        end = sentences[-1][-1][-_LONGEST_ABBREVIATION:] if sentences else ""
        if _ABBREVIATION.search(end) or (_ORDINAL.search(end) and _MONTH.match(piece)):
            sentences[-1].append(piece)
        else:
            sentences.append([piece])
    return [part for pieces in sentences for part in _quotable(" ".join(pieces))]


def chunks_of(document: KnowledgeDocument, sections: Sequence[Section]) -> list[Chunk]:
    """One chunk for each section; a long one in several, which overlap by a sentence.

    Raise ConfigurationError for a document that is in too many pieces.
    """
    chunks: list[Chunk] = []
    room = MOST_SENTENCES
    for section in sections:
        sentences = [s for paragraph in section.paragraphs for s in split_sentences(paragraph)]
        room -= len(sentences)
        if room < 0:
            raise ConfigurationError(
                f"a document has at most {MOST_SENTENCES:,} sentences, list items and rows of "
                "tables; split this one"
            )
        for part in _parts(sentences):
            chunks.append(
                Chunk(
                    document_id=document.document_id,
                    title=document.title,
                    heading=section.heading,
                    text=" ".join(part),
                    position=len(chunks),
                    sentences=tuple(Sentence(text=sentence) for sentence in part),
                )
            )
    return chunks


def text_to_embed(chunk: Chunk) -> str:
    """A section is found by its headings as much as by its words."""
    return f"{_named(chunk)}\n{chunk.text}"


def _named(chunk: Chunk) -> str:
    return f"{chunk.title}: {chunk.heading}." if chunk.heading else f"{chunk.title}."


def _parts(sentences: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    words = 0
    for sentence in sentences:
        length = len(sentence.split())
        if part and words + length > MAX_WORDS:
            yield part
            part = [part[-1]] if len(part) > 1 else []
            words = sum(len(kept.split()) for kept in part)
        part.append(sentence)
        words += length
    if part:
        yield part


def _quotable(sentence: str) -> Iterator[str]:
    """The sentence, or in parts where it has no end: a table, or a list without full stops."""
    if len(sentence) <= MAX_SENTENCE:
        yield sentence
        return
    part: list[str] = []
    length = 0
    for long in sentence.split():
        for word in (long[at : at + MAX_SENTENCE] for at in range(0, len(long), MAX_SENTENCE)):
            if part and length + len(word) > MAX_SENTENCE:
                yield " ".join(part)
                part, length = [], 0
            part.append(word)
            length += len(word) + 1
    yield " ".join(part)


def _pieces(paragraph: str) -> list[str]:
    return [piece for piece in _END_OF_SENTENCE.split(" ".join(paragraph.split())) if piece]


def is_item(sentence: str) -> bool:
    """A row of a table or an item of a list, which says something by itself; steps do not."""
    return not sentence.endswith(_ENDS) and not _STEP.match(sentence)


def is_line(sentence: str) -> bool:
    """What stands on a line of its own where a document is read: a row, an item or a step."""
    return is_item(sentence) or _STEP.match(sentence) is not None
