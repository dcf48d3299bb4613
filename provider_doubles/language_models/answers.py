"""A model that quotes: the sentences of the documents that share words with the question."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from provider_doubles.language_models.settings import Lie, ModelSettings

_WORD = re.compile(r"[^\W_]{2,40}")
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_STEM = 6
"""Letters by which words are compared."""
_MOST_QUOTES = 2
_NEARLY = 0.8
"""Of the best sentence's score, from which another one is quoted, too."""
_UNKNOWN = "I could not find that in the documents."
_TOLD_UNKNOWN = re.compile(
    r"\b(?:exactly|genau)\b[^:\n]{0,30}:[ \t]{0,4}([^\n]{2,60})", re.IGNORECASE
)
"""What the instructions have a model say where the documents do not answer."""
_LIES = {
    Lie.NUMBER: "It costs 4711.99 euros.",
    Lie.LINK: "See https://offers.double.invalid/win for details.",
    Lie.NAME: "Ask for Zebulon Quistgaard.",
    Lie.UNCITED: "Everybody knows that this never fails.",
}
_SAY_NOTHING = (
    "an and are as at be but by can could do does for from has have how if in is it me my not of "
    "on or our so that the their them there they this to was we what when where which who will "
    "with would you your das dem den der die ein eine er es für gibt ich im ist kann mein meine "
    "mir mit nicht sie und wie wir würde zu"
)
_STOPS = frozenset(_SAY_NOTHING.split())


@dataclass(frozen=True)
class Document:
    """As the caller named it."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Asked:
    """What the model was given, whatever API it came by."""

    question: str
    documents: tuple[Document, ...] = ()
    instructions: str = ""
    most_tokens: int = 1_000


@dataclass(frozen=True)
class Segment:
    """A piece of the answer, with the documents that it cites."""

    text: str
    cites: tuple[Document, ...] = ()


def answer(asked: Asked, settings: ModelSettings) -> list[Segment]:
    """Sentences in order, without blanks between them."""
    if settings.says:
        return [Segment(settings.says)]
    quotes = best_quotes(asked.question, asked.documents)
    segments = [Segment(text, (document,)) for text, document in quotes]
    if not segments and not asked.documents:
        segments = [Segment(_repeated(asked.question))]
    lie = settings.next_lie()
    if lie is not Lie.NONE:
        cites = asked.documents[:1] if lie is not Lie.UNCITED else ()
        segments.append(Segment(_LIES[lie], cites))
    return segments or [Segment(_unknown(asked.instructions))]


def best_quotes(question: str, documents: Sequence[Document]) -> list[tuple[str, Document]]:
    """At most two sentences that share the most words with the question, as they stand."""
    wanted = words(question)
    found: list[tuple[float, str, Document]] = []
    for document in documents:
        headed = words(document.title) & wanted
        for sentence in _SENTENCES.split(document.text):
            shared = len(words(sentence) & wanted)
            if shared and sentence.strip():
                found.append((shared + 0.5 * len(headed), sentence.strip(), document))
    found.sort(key=lambda each: -each[0])
    best = found[:1] + [each for each in found[1:] if each[0] >= found[0][0] * _NEARLY]
    return [(sentence, document) for _, sentence, document in best[:_MOST_QUOTES]]


def words(text: str) -> set[str]:
    """By their first letters, without those that say nothing."""
    return {
        word.removesuffix("s")[:_STEM] for word in _WORD.findall(text.lower()) if word not in _STOPS
    }


def overlap(query: str, text: str) -> float:
    """From 0 to 1: how much of the query's words the text has."""
    wanted = words(query)
    return len(wanted & words(text)) / len(wanted) if wanted else 0.0


def cut(text: str, most_tokens: int) -> tuple[str, bool]:
    """The text within so many tokens, a word each, and whether it had more."""
    spans = [found.end() for found in re.finditer(r"\S+", text)]
    if len(spans) <= most_tokens:
        return text, False
    return text[: spans[most_tokens - 1]], True


def tokens(*texts: str) -> int:
    """A word each."""
    return sum(len(text.split()) for text in texts)


def _unknown(instructions: str) -> str:
    told = _TOLD_UNKNOWN.search(instructions)
    return told.group(1).strip(" .\"'") if told else _UNKNOWN


def _repeated(question: str) -> str:
    """Without documents there is nothing to quote but what was said."""
    return " ".join(question.split())[:400] or "Hello."


def text_of(content: Any) -> str:
    """Of a message: a string, or parts of which some are text."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
