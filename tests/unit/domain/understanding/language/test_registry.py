"""The homes of the languages: alike in what they hold, and joined by one list."""

import ast
import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.understanding.language import registry
from tests.house_rules import ROOT

LANGUAGE = ROOT / "domain" / "understanding" / "language"
HOMES = Path(__file__).parent / "homes"
GUIDE = ROOT / "docs" / "how-to" / "add-a-language.md"
TAUGHT = """
import json, sys
from datetime import date

import domain.understanding.language as language
from domain.understanding.language import registry

if sys.argv[2] == "nl":
    language.__path__.append(sys.argv[1])
    registry.LANGUAGES.append("nl")

from domain.bot.default_responses import DEFAULT_RESPONSES
from domain.understanding.acts.negation import is_negated
from domain.understanding.acts.yes_no import whole_answer
from domain.understanding.language.detection import Tongue, tongue_of
from domain.understanding.values.dates import find_dates
from domain.understanding.values.numbers import find_numbers

def days(text):
    return [str(day) for _, _, day in find_dates(text, date(2026, 11, 23))]

told = "op vrijdag, niet donderdag"
print(json.dumps({
    "yes": [whole_answer(text) for text in ("jawel", "doe maar", "ja, graag", "yes", "klar")],
    "no": [whole_answer(text) for text in ("neen", "liever niet", "no", "nein")],
    "days": [days(text) for text in (
        "overmorgen", "op woensdag", "volgende vrijdag", "5 maart", "over drie dagen",
        "overmorgn", "friday", "übermorgen",
    )],
    "numbers": [[value for _, _, value in find_numbers(text)] for text in (
        "vijf", "twee honderd", "drieëntwintig", "twenty one", "zwölf",
    )],
    "denied": [
        is_negated(told, told.index(day), told.index(day) + len(day))
        for day in ("vrijdag", "donderdag")
    ],
    "language": tongue_of(
        "waar is mijn bestelling", Tongue(locale="en"), ("en", "de", "nl")
    ).locale,
    "says": {r.name: r.texts.get("nl") for r in DEFAULT_RESPONSES if r.name in {"yes", "holding"}},
}))
"""


def _understood(language: str) -> dict[str, Any]:
    """In a process of its own: the tables are built once, when they are imported."""
    answer = subprocess.run(
        [sys.executable, "-c", TAUGHT, str(HOMES), language],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def test_a_third_language_is_a_folder_and_a_name_in_the_list() -> None:
    """
    Whoever adds French writes one folder, and finds that a yes, a no, a day and a number count.
    """
    found = _understood("nl")
    assert found["yes"] == [True] * 5
    assert found["no"] == [False] * 4
    assert found["days"] == [
        ["2026-11-25"], ["2026-11-25"], ["2026-12-04"], ["2027-03-05"], ["2026-11-26"],
        ["2026-11-25"], ["2026-11-27"], ["2026-11-25"],
    ]  # fmt: skip
    assert found["numbers"] == [[5], [200], [23], [21], [12]]
    assert found["denied"] == [False, True]
    assert found["language"] == "nl"
    assert found["says"] == {"yes": "Ja", "holding": None}


def test_without_its_name_in_the_list_the_language_is_not_understood() -> None:
    """
    Else the test above would show nothing.
    """
    found = _understood("none")
    assert found["yes"] == [None, None, None, True, True]
    assert found["no"] == [None, None, False, False]
    assert found["days"] == [[], [], [], [], [], [], ["2026-11-27"], ["2026-11-25"]]
    assert found["numbers"] == [[], [], [], [21], [12]]


def _files(language: str) -> set[str]:
    return {path.stem for path in (LANGUAGE / language).glob("*.py")} - {"__init__"}


def _names(language: str, file: str) -> set[str]:
    home = import_module(f"domain.understanding.language.{language}.{file}")
    return {name for name in vars(home) if name.isupper() and not name.startswith("_")}


@pytest.mark.parametrize("file", sorted(_files("en")))
def test_every_home_has_the_same_tables(file: str) -> None:
    """
    A table that stands under another name in one language is silently missing from it.
    """
    for language in registry.LANGUAGES:
        assert _names(language, file) == _names("en", file), f"{language}/{file}.py"


@pytest.mark.parametrize("file", sorted(_files("en")))
def test_a_table_is_of_the_same_kind_in_every_home(file: str) -> None:
    """
    A tuple where words are expected fails at the first message in production, or never.
    """
    for language in registry.LANGUAGES:
        for name in _names(language, file):
            mine, first = _table(language, file, name), _table("en", file, name)
            alike = type(mine) is type(first) or None in {mine, first}
            assert alike, f"{language}/{file}.py: {name} is no {type(first).__name__}"


@pytest.mark.parametrize("file", sorted(_files("en")))
def test_part_of_a_pattern_captures_nothing(file: str) -> None:
    """
    A group that captures would shift the numbers of those in the pattern that it becomes part of.
    """
    for language in registry.LANGUAGES:
        for name in _names(language, file) - {"PARTED_BY_SIGN"}:
            if isinstance(table := _table(language, file, name), str):
                assert not re.compile(table).groups, f"{language}/{file}.py: {name}"


def _table(language: str, file: str, name: str) -> Any:
    return getattr(import_module(f"domain.understanding.language.{language}.{file}"), name)


def test_every_home_has_the_same_files() -> None:
    """
    So that a home is one folder to copy.
    """
    assert all(_files(language) == _files("en") for language in registry.LANGUAGES)


def test_every_table_is_asked_for_by_somebody() -> None:
    """
    A table that nobody reads is a promise to translators that nothing keeps.
    """
    product = [
        path.read_text()
        for package in ("api", "domain", "infra", "channels")
        for path in (ROOT / package).rglob("*.py")
        if not set(registry.LANGUAGES) & {path.parent.name}
    ]
    asked = {name for text in product for name in re.findall(r'[\'"]([A-Z][A-Z_0-9]+)[\'"]', text)}
    unread = {f"{file}.{name}" for file in _files("en") for name in _names("en", file) - asked}
    assert not unread


def test_words_of_a_language_stand_in_its_home_only() -> None:
    """
    A German word among the rules is one that no third language will ever have.
    """
    mixed = set()
    for package in ("understanding", "dialogue", "bot"):
        for path in (ROOT / "domain" / package).rglob("*.py"):
            if path.parent.name in registry.LANGUAGES:
                continue
            for line, text in _constants(path.read_text()):
                if GERMAN.search(text) and text not in OF_NO_LANGUAGE:
                    mixed.add(f"{path.relative_to(ROOT)}:{line}: {text[:60]}")
    assert not mixed, "\n".join(sorted(mixed))


GERMAN = re.compile(r"\b(?:nicht|und|oder|bitte|kein|keine|der|das|ich|mit|für|ein|eine|uhr)\b")
OF_NO_LANGUAGE = {
    "von van der den de da di del la le al el bin ibn ben y e zu zur vom und dos du ter",  # names
    "und",  # ISO 639's "undetermined"
}


def _constants(source: str) -> list[tuple[int, str]]:
    """The strings of a module, docstrings left out."""
    tree = ast.parse(source)
    notes = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes
    ]


def test_a_language_without_a_home_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A slip in the list is told at once, not by a bot that understands nothing.
    """
    monkeypatch.setattr(registry, "LANGUAGES", ["en", "xx"])
    with pytest.raises(ModuleNotFoundError, match=r"language\.xx"):
        registry.word_table("yes_no", "STRONG_YES")


def test_what_no_language_says_matches_nothing() -> None:
    """
    An empty alternative in a pattern would match everywhere.
    """
    assert re.search(registry.fragment("yes_no", "NO_SUCH_TABLE"), "anything") is None
    assert not registry.word_table("yes_no", "NO_SUCH_TABLE")


@pytest.fixture
def two_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small languages that say one word differently."""
    for language, meant in (("aa", 1), ("bb", 2)):
        home = ModuleType(f"domain.understanding.language.{language}.small")
        home.__dict__.update(
            WORDS=frozenset({language}), MEANT={"both": meant, language: meant}, PART=language,
            ROWS=((language,), ()), LINES=f"  {language} one\n\n", LISTS={"all": f"x {language}"},
        )  # fmt: skip
        monkeypatch.setitem(sys.modules, home.__name__, home)
    monkeypatch.setattr(registry, "LANGUAGES", ["aa", "bb"])


@pytest.mark.usefixtures("two_homes")
def test_the_tables_of_all_languages_are_one() -> None:
    """
    What reads a message need not know how many languages there are.
    """
    assert registry.word_table("small", "WORDS") == {"aa", "bb"}
    assert registry.listed("small", "ROWS") == (("aa",), (), ("bb",), ())
    assert registry.side_by_side("small", "ROWS") == (("aa", "bb"), ())
    assert registry.fragment("small", "PART") == "aa|bb"
    assert registry.phrase_table("small", "LINES") == "aa one\nbb one"
    assert registry.phrase_lists("small", "LISTS") == {"all": "x aa bb"}
    assert registry.by_language("small", "PART") == {"aa": "aa", "bb": "bb"}


@pytest.mark.usefixtures("two_homes")
def test_of_a_word_in_two_languages_the_first_one_counts() -> None:
    """
    So a language that is added changes nothing for those that are there.
    """
    assert registry.merged("small", "MEANT") == {"both": 1, "aa": 1, "bb": 2}


def test_the_guide_names_every_file_of_a_home() -> None:
    """
    Whoever follows the guide to the letter leaves nothing out.
    """
    guide = GUIDE.read_text()
    named = set(re.findall(r"^\| `(\w+)\.py` \|", guide, re.MULTILINE))
    assert named == _files("en")
    assert f"{registry.ELSEWHERE}/nl" in guide


def test_the_examples_of_the_guide_are_those_that_are_tried_here() -> None:
    """
    An example that was never run is a guess.
    """
    blocks = re.findall(r"```python\n# nl/(\w+)\.py\n(.*?)```", GUIDE.read_text(), re.DOTALL)
    assert blocks
    for file, block in blocks:
        known = (HOMES / "nl" / f"{file}.py").read_text()
        assert all(line in known for line in block.strip().splitlines()), file
