"""The second tutorial: begun with `init`, its files make the bot that it promises."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from duralogue import bot_commands
from tests.dentist_tutorial import PAGE, begin, bot_files, make_whole, with_figures

TEXT = PAGE.read_text()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DURALOGUE_HOME", str(tmp_path / "home"))
    return tmp_path / "dentist"


def test_init_says_what_the_page_shows(folder: Path) -> None:
    """
    A newcomer compares, and doubts themselves first.
    """
    assert begin(TEXT, folder).strip() in TEXT


def test_no_file_of_the_template_is_left_that_does_not_fit(folder: Path) -> None:
    """
    What the reader neither removes nor replaces are a page of knowledge and a README.
    """
    begin(TEXT, folder)
    make_whole(TEXT, folder)
    found = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    own = {name for name in found if not name.startswith(".schemas/")}

    assert own == {*bot_files(TEXT), "openapi/practice.json", "README.md", "knowledge/about-us.md"}


def test_the_page_shows_what_the_compiler_says(folder: Path) -> None:
    """
    Every figure is held; `make docs` writes them.
    """
    assert with_figures(TEXT, folder) == TEXT
    assert TEXT.count("; 0 warnings; revision") == 2


def test_the_conversations_of_the_page_go_as_written(folder: Path) -> None:
    """
    Eleven days pass in them, and what is printed is what the page shows.
    """
    begin(TEXT, folder)
    make_whole(TEXT, folder)
    console = Console(file=io.StringIO(), soft_wrap=True)

    failed = bot_commands.test(folder, console=console)
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()

    assert failed == 0, printed
    for line in printed.splitlines():
        assert line.partition(" (")[0] in TEXT
