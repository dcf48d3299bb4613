"""Agreement of the rule that sends complex questions to the larger model.

Single questions of `bench/judge/` count as simple: each is answered by one sentence of the pages.
Two of one trade in one message, joined in four ways, count as complex.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.evals.help_pages import Pages, read_documents, read_questions, trades
from domain.bot.model import Bot
from domain.language_models.callers import Difficulty
from domain.language_models.tiering import LOOKED_AT, difficulty_of, shape_of
from domain.understanding.model import DialogueContext
from domain.understanding.needs import parts_of
from domain.understanding.word_sets import word_set
from infra.local_models.answerer import ExtractiveAnswerer
from infra.local_models.embedder import MiniLMEmbedder

_JOINED = {
    "en": ("{}? and {}?", "{} and {}", "{}? {}?", "{}, also {}"),
    "de": ("{}? und {}?", "{} und {}", "{}? {}?", "{}, außerdem {}"),
}


@dataclass(frozen=True)
class Sorted:
    """A question, what it is, and what the rule takes it for."""

    text: str
    is_complex: bool
    taken_as_complex: bool


async def sort_questions(embedder: MiniLMEmbedder, bot: Bot, names: Sequence[str]) -> list[Sorted]:
    """Every question of these trades, and half as many pairs. Needs are told by `bot`."""
    answerer, found = ExtractiveAnswerer(embedder), []
    for name in names:
        pages = Pages(embedder, read_documents(name))
        for text, language, is_complex in _questions(name):
            [vector] = await embedder.embed([text])
            passages = await pages.search(text, vector)
            answer = await answerer.answer(text, vector, passages)
            shape = shape_of(
                text,
                [f"{one.heading} {one.text}" for one in passages[:LOOKED_AT]],
                needs=len(parts_of(text, bot, DialogueContext(locale=language))),
                confidence=answer.confidence if answer else 0.0,
            )
            taken = difficulty_of(shape).difficulty is Difficulty.COMPLEX
            found.append(Sorted(text, is_complex, taken))
    return found


def agreement(found: Sequence[Sorted], *, of_complex: bool) -> float:
    """The share of those that the rule takes for what they are."""
    asked = [one for one in found if one.is_complex is of_complex]
    return sum(one.taken_as_complex is of_complex for one in asked) / len(asked)


_CHOSEN_ON = word_set(
    "appliances bookshop carsharing clinic energy gym insurance railway sportshop"
)
"""Every other one of the trades that there were; a new one is always among the others."""


def halves() -> tuple[list[str], list[str]]:
    """The trades that the rule was chosen on, and the others; one in two languages is one."""
    names = trades()
    return (
        [name for name in names if name.removesuffix("_de") in _CHOSEN_ON],
        [name for name in names if name.removesuffix("_de") not in _CHOSEN_ON],
    )


def _questions(name: str) -> Iterator[tuple[str, str, bool]]:
    asked = [one for one in read_questions(name) if one.is_answerable]
    for one in asked:
        yield one.text, one.language, False
    chance = random.Random(name)  # noqa: S311 - the same pairs each time
    for number in range(len(asked) // 2):
        first, second = chance.sample(asked, 2)
        joined = _JOINED[first.language][number % 4]
        texts = (first.text.rstrip("?"), second.text.rstrip("?"))
        yield joined.format(*texts), first.language, True


def main(bot: Bot) -> None:
    """Print both halves."""
    embedder = MiniLMEmbedder()
    for title, names in zip(("chosen on", "measured on"), halves(), strict=True):
        found = asyncio.run(sort_questions(embedder, bot, names))
        simple, hard = (agreement(found, of_complex=which) for which in (False, True))
        print(f"{title}: {len(found)} questions, simple {simple:.1%}, complex {hard:.1%}")
