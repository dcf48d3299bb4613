"""The tutorial: its files, taken from its page, make the bot that it promises."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from duralogue import bot_commands
from tests.house_rules import ROOT
from tests.tutorial import PAGE, bot_files, readme_bot, with_figures, write_bot

TEXT = PAGE.read_text()
_LINES = 10
_RENTAL = """
books_a_bike:
  tools:
    ticket: {ticket_id: T-1}
  talk:
    - customer: I need a bike
    - bot: ask_day
    - customer: on Saturday
    - bot: ask_contact_email
    - customer: ada@example.com
    - tool: ticket
    - bot: booked
"""


@pytest.fixture
def pedals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DURALOGUE_HOME", str(tmp_path / "home"))
    folder = tmp_path / "pedals"
    write_bot(bot_files(TEXT), folder)
    return folder


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), soft_wrap=True)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_page_has_every_file_of_the_bot(pedals: Path) -> None:
    """
    A file that is only described is one that a reader has to guess.
    """
    found = {file.relative_to(pedals).as_posix() for file in pedals.rglob("*") if file.is_file()}

    assert found == {
        "tenant.yaml",
        "intents.yaml",
        "slots.yaml",
        "responses.yaml",
        "flows/rentals.yaml",
        "knowledge/renting.md",
        "tests/rentals.yaml",
    }


def test_the_page_shows_what_the_compiler_says(tmp_path: Path) -> None:
    """
    A newcomer compares what is printed with what they read, and doubts themselves first. Every
    figure is held; `make docs` writes them.
    """
    assert with_figures(TEXT, tmp_path) == TEXT


def test_the_mistake_made_on_purpose_is_told_as_shown(pedals: Path, console: Console) -> None:
    """
    The page shows what the compiler says; it must say that.
    """
    flow = pedals / "flows" / "rentals.yaml"
    flow.write_text(flow.read_text().replace("collect: day", "collect: dya"))

    assert bot_commands.check(pedals, console) == 1
    assert printed(console).replace(str(pedals), "~/pedals") in TEXT


def test_the_conversations_of_the_page_go_as_written(pedals: Path, console: Console) -> None:
    """
    What customers say there is really understood so.
    """
    assert bot_commands.test(pedals, console=console) == 0, printed(console)


def test_the_ten_lines_of_the_readme_are_a_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, console: Console
) -> None:
    """
    The first bot that a reader sees is one that compiles, without a warning, and books.
    """
    monkeypatch.setenv("DURALOGUE_HOME", str(tmp_path / "home"))
    files = readme_bot((ROOT / "README.md").read_text())
    assert sum(len(content.splitlines()) for content in files.values()) == _LINES

    write_bot(files, tmp_path / "pedals")
    write_bot({"tests/rentals.yaml": _RENTAL}, tmp_path / "pedals")

    assert bot_commands.check(tmp_path / "pedals", console) == 0
    assert "0 warnings" in printed(console)
    assert bot_commands.test(tmp_path / "pedals", console=console) == 0, printed(console)
