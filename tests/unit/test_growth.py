"""No text from outside can hold the product: whatever reads it takes linear time."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pkgutil import walk_packages

import pytest

from domain.bot.model import Slot, SlotType
from domain.chunking import split_sentences
from domain.understanding.answers import answer_to
from domain.understanding.context import resolve
from domain.understanding.dates import find_dates
from domain.understanding.entities import find_entities
from domain.understanding.model import DialogueContext, OpenQuestion
from domain.understanding.money import find_money
from domain.understanding.numbers import find_numbers, find_ordinals
from domain.understanding.preprocess import clean, match_key, words_of
from domain.understanding.yes_no import is_bare, yes_or_no
from infra.local_models.entities_phones import find_phones
from infra.local_models.lexicon import Lexicon
from infra.local_models.understander import mask
from infra.markdown.documents import MarkdownSections
from tests.growth import GENERIC, MOST, growth, hostile_units, scan
from tests.house_rules import python_files
from tests.unit.domain.understanding.bots import a_bot

READERS_OF_OUTSIDE_TEXT = (
    "activities", "api", "channels", "domain", "infra.bot_files", "infra.http",
    "infra.local_models", "infra.markdown", "infra.postgres.rows",
)  # fmt: skip
BOT = a_bot()
TODAY = date(2026, 3, 10)
UNITS = (
    *GENERIC, "\u2488", "\u249b", "\ufdfa", "½", "oh ", "not ", "first ", "the day before ",
    "in 1 day ", "may ", "1 may ", "05.12.", "two ", "and two ", "1 EUR ", "€1", "1€", "+49 1",
    "a1@b.", "yes ", "no, ", "A100001 ", "damaged ", "it ", "my order ", "zwölf ", "👍",
    "a\u0315\u0300", "0171 2345678 ", "(1)", "1. a\n", "A. ", "# a\n", "- a\n  ", "| a ", "**a",
    "![", "<b>", "&amp;",
)  # fmt: skip


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    seen = set()
    for root in READERS_OF_OUTSIDE_TEXT:
        package = import_module(root)
        inside = getattr(package, "__path__", ())
        names = [root, *(found.name for found in walk_packages(inside, f"{root}."))]
        for name in names:
            for key, value in vars(import_module(name)).items():
                for pattern in _compiled(value):
                    if pattern.pattern not in seen:
                        seen.add(pattern.pattern)
                        yield f"{name}.{key}", pattern


def _compiled(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _compiled(one)


PATTERNS = list(_patterns())


@pytest.mark.parametrize("pattern", [p for _, p in PATTERNS], ids=[name for name, _ in PATTERNS])
def test_every_pattern_over_outside_text_is_linear(pattern: re.Pattern[str]) -> None:
    """
    A quadratic one held a worker for all tenants, for minutes, with one message.
    """
    worst = {unit: growth(scan(pattern), unit) for unit in hostile_units(pattern.pattern)}

    assert {unit: factor for unit, factor in worst.items() if factor > MOST} == {}


def _asked(slot: Slot) -> Callable[[str], object]:
    context = DialogueContext(question=OpenQuestion(slot=slot.name, choices=("yes_please", "no")))
    bot = BOT.model_copy(update={"slots": {**BOT.slots, slot.name: slot}})
    return lambda text: resolve(bot, text, context, ())


LISTED = Slot(
    name="listed", type=SlotType.ENUM, values=tuple(f"value_number_{i}" for i in range(40))
)
READERS: dict[str, Callable[[str], object]] = {
    "clean": clean,
    "match_key": match_key,
    "words_of": words_of,
    "find_entities": lambda text: find_entities(BOT, text, TODAY),
    "find_dates": lambda text: [*find_dates(text, TODAY)],
    "find_money": lambda text: [*find_money(text)],
    "find_numbers": lambda text: [*find_numbers(text)],
    "find_ordinals": lambda text: [*find_ordinals(text)],
    "find_phones": lambda text: [*find_phones(BOT, text, "en")],
    "yes_or_no": yes_or_no,
    "is_bare": is_bare,
    "mask": lambda text: mask(BOT, text),
    "telling_words": Lexicon().telling_words,
    "answer_to a list": lambda text: answer_to(LISTED, text, ()),
    "split_sentences": split_sentences,
    "a document": lambda text: MarkdownSections().sections(text),
    **{f"resolve {slot.type}": _asked(slot) for slot in (*BOT.slots.values(), LISTED)},
}


@pytest.mark.parametrize("reader", READERS)
def test_whatever_reads_outside_text_is_linear(reader: str) -> None:
    """
    Patterns alone are not enough: lists compared with lists are quadratic, too.
    """
    worst = {unit: growth(READERS[reader], unit) for unit in UNITS}

    assert {unit: factor for unit, factor in worst.items() if factor > MOST} == {}


@pytest.mark.parametrize("unit", ["\u2488", "\u249b", "\ufdfa", "ﷺ½", "a\u0300"])
def test_what_becomes_longer_when_it_is_made_plain_is_cut_again(unit: str) -> None:
    """
    One character may become eighteen: four thousand of them were seventy-two thousand.
    """
    assert len(clean(unit * 4_000)) <= 4_000


def test_a_pattern_stands_where_it_is_found() -> None:
    """
    One that is written where it is used would escape the test above.
    """
    inline = re.compile(
        r"\bre\.(?:search|match|fullmatch|findall|finditer|sub|split)\(\s*r?f?[\"']"
    )
    folders = [root.replace(".", "/") for root in READERS_OF_OUTSIDE_TEXT]
    files = [file for file in python_files(*folders) if inline.search(file.read_text())]

    assert files == []
