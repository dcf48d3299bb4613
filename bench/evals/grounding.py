"""The check of generated answers: how many false sentences it lets pass, how many true ones not.

Every sentence of `bench/judge` is made false in one thing (a number, a date, a name, a negation, a
thing, a unit) and must be refused; paraphrases written by hand, in `bench/grounding`, must pass.
"""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.evals.figures import Figure, Findings
from domain.chunking import chunks_of
from domain.generated_answers.claims import claims_of
from domain.generated_answers.grounding import grounding_of
from domain.knowledge import KnowledgeDocument, Passage
from infra.markdown.documents import MarkdownSections

AREA = "grounding"
BENCH = Path(__file__).parents[1]
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SEED = 16
_LEAST_WORDS, _LIKE_A_NOUN = 4, 5
_NUMBER = re.compile(r"\d+")
_WHOLE_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_PAIR = 2
_UNITS = {
    "EUR": "USD", "percent": "euros", "hours": "days", "days": "weeks", "weeks": "months",
    "months": "years", "minutes": "hours", "years": "months", "kg": "g", "Tage": "Wochen",
    "Tagen": "Wochen", "Wochen": "Monaten", "Monate": "Jahre", "Minuten": "Stunden",
    "Stunden": "Tage", "Jahre": "Monate", "km": "m", "hour": "day", "night": "week",
}  # fmt: skip
_DAYS = {
    "Monday": "Tuesday", "Tuesday": "Friday", "Wednesday": "Sunday", "Thursday": "Monday",
    "Friday": "Wednesday", "Saturday": "Thursday", "Sunday": "Saturday", "Sundays": "Mondays",
    "December": "March", "January": "May", "June": "October", "October": "June",
    "Montag": "Dienstag", "Dienstag": "Freitag", "Mittwoch": "Sonntag", "Donnerstag": "Montag",
    "Freitag": "Mittwoch", "Samstag": "Donnerstag", "Sonntag": "Samstag", "Dezember": "März",
    "Januar": "Mai", "Oktober": "Juni", "September": "April", "April": "September",
}  # fmt: skip
_NEGATED = (
    (r"\bcannot\b", "can"), (r"\bcan\b", "cannot"), (r"\bmay not\b", "may"),
    (r"\bmay\b", "may not"), (r"\bis not\b", "is"), (r"\bare not\b", "are"), (r"\bis\b", "is not"),
    (r"\bare\b", "are not"), (r"\bmust\b", "need not"), (r"\bcosts\b", "does not cost"),
    (r"\bnicht\b", ""), (r"\bkeine\b", "eine"), (r"\bist\b", "ist nicht"),
    (r"\bsind\b", "sind nicht"), (r"\bkönnen Sie\b", "können Sie nicht"),
    (r"\bwird\b", "wird nicht"),
)  # fmt: skip
_NAMES = ("Marlow", "Tirana", "Quentin", "Oslo", "Zenith")
_THINGS = {
    "en": ("umbrella", "trumpet", "donkey", "lamp", "kayak", "violin"),
    "de": ("Regenschirm", "Trompete", "Esel", "Lampe", "Kajak", "Geige"),
}
_GERMAN = "_de"


@cache
def trades() -> dict[str, list[Passage]]:
    """The pages of each trade as passages."""
    found = {}
    for file in sorted((BENCH / "judge").glob("*.md")):
        body = _HEAD.sub("", file.read_text(encoding="utf-8"))
        document = KnowledgeDocument(
            document_id=file.stem,
            title=file.stem,
            body=body,
            content_hash="",
        )
        found[file.stem] = [
            Passage(score=1.0, **chunk.model_dump(include={*_OF_CHUNK}))
            for chunk in chunks_of(document, MarkdownSections().sections(document.body))
        ]
    return found


_OF_CHUNK = ("document_id", "title", "heading", "text", "sentences")


def sentences() -> Iterator[tuple[str, Passage, str]]:
    """Each with its passage and trade."""
    for trade, passages in trades().items():
        for passage in passages:
            for sentence in passage.sentences:
                if len(sentence.text.split()) >= _LEAST_WORDS:
                    yield sentence.text, passage, trade


def mutants() -> Iterator[tuple[str, str, Passage]]:
    """(kind, false sentence, its passage)."""
    draw = random.Random(_SEED)  # noqa: S311 - the same ones each time
    for sentence, passage, trade in sentences():
        for kind, mutate in _KINDS.items():
            false = mutate(sentence, draw, "de" if trade.endswith(_GERMAN) else "en")
            if false and false != sentence and not _is_said(false, passage):
                yield kind, false, passage


def _is_said(false: str, passage: Passage) -> bool:
    return any(false.lower() == sentence.text.lower() for sentence in passage.sentences)


def _number(sentence: str, draw: random.Random, _: str) -> str:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return ""
    one = draw.choice(found)
    other = str(int(one.group()) + draw.choice((1, 2, 5, 10, 100)))
    return sentence[: one.start()] + other + sentence[one.end() :]


def _exchanged(sentence: str, draw: random.Random, _: str) -> str:
    found = list(_WHOLE_NUMBER.finditer(sentence))
    if len({one.group() for one in found}) < _PAIR:
        return ""
    one, other = sorted(draw.sample(found, _PAIR), key=lambda match: match.start())
    between = sentence[one.end() : other.start()]
    head, tail = sentence[: one.start()], sentence[other.end() :]
    return f"{head}{other.group()}{between}{one.group()}{tail}"


def _swapped(table: dict[str, str]) -> Callable[[str, random.Random, str], str]:
    def swap(sentence: str, draw: random.Random, _: str) -> str:
        held = [word for word in table if re.search(rf"\b{word}\b", sentence)]
        if not held:
            return ""
        word = draw.choice(held)
        return re.sub(rf"\b{word}\b", table[word], sentence, count=1)

    return swap


def _unit(sentence: str, draw: random.Random, _: str) -> str:
    held = [word for word in _UNITS if re.search(rf"\d+ {word}\b", sentence)]
    if not held:
        return ""
    word = draw.choice(held)
    return re.sub(rf"(\d+) {word}\b", rf"\g<1> {_UNITS[word]}", sentence, count=1)


def _negation(sentence: str, draw: random.Random, _: str) -> str:  # noqa: ARG001 - one of them
    for pattern, denied in _NEGATED:
        if re.search(pattern, sentence):
            return " ".join(re.sub(pattern, denied, sentence, count=1).split())
    return ""


def _name(sentence: str, draw: random.Random, language: str) -> str:
    names = sorted(claims_of(sentence).names)
    if language == "de" or not names:
        return ""
    name = draw.choice(names)
    return re.sub(re.escape(name), draw.choice(_NAMES), sentence, count=1, flags=re.IGNORECASE)


def _thing(sentence: str, draw: random.Random, language: str) -> str:
    words = [word for word in claims_of(sentence).telling if len(word) >= _LIKE_A_NOUN]
    if not words:
        return ""
    thing, word = draw.choice(_THINGS[language]), draw.choice(words)
    return re.sub(rf"\b{re.escape(word)}\b", thing, sentence, count=1, flags=re.IGNORECASE)


_KINDS: dict[str, Callable[[str, random.Random, str], str]] = {
    "number": _number,
    "date": _swapped(_DAYS),
    "name": _name,
    "negation": _negation,
    "thing": _thing,
    "unit": _unit,
    "exchanged numbers": _exchanged,
}


def paraphrases() -> list[tuple[str, str]]:
    """(trade, sentence in other words)."""
    written: dict[str, Any] = yaml.safe_load(
        (BENCH / "grounding" / "paraphrases.yaml").read_text(encoding="utf-8")
    )
    return [(trade, one) for trade, some in written.items() for one in some]


def accepted_paraphrases() -> tuple[list[str], list[str]]:
    """Those that pass, and those that do not, each with its fault."""
    passed, refused = [], []
    for trade, sentence in paraphrases():
        found = grounding_of(sentence, trades()[trade])
        if found.fault is None:
            passed.append(sentence)
        else:
            refused.append(f"{sentence} ({found.fault})")
    return passed, refused


def refused_mutants() -> dict[str, tuple[int, list[str]]]:
    """Kind -> how many there are, and those that pass."""
    found: dict[str, tuple[int, list[str]]] = {}
    for kind, false, passage in mutants():
        size, passed = found.get(kind, (0, []))
        if grounding_of(false, [passage]).fault is None:
            passed.append(false)
        found[kind] = (size + 1, passed)
    return found


def measure(data: Path | None) -> Findings:  # noqa: ARG001 - needs no public set
    passed, refused = accepted_paraphrases()
    total = len(passed) + len(refused)
    figures = [
        Figure(
            AREA, "true paraphrases that pass", 100 * len(passed) / total,
            "bench/grounding", "each against all pages of its trade", size=total,
        )
    ]  # fmt: skip
    figures += [
        Figure(
            AREA, f"false sentences refused: {kind}", 100 * (1 - len(passing) / size),
            "bench/judge, one thing changed", "each against its own passage", size=size,
        )
        for kind, (size, passing) in refused_mutants().items()
    ]  # fmt: skip
    return Findings(figures, {})
