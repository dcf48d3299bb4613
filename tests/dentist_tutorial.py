"""The second tutorial's bot, made as its page says, and the figures of its page.

python -m tests.dentist_tutorial
"""

import json
import re
import shlex
import sys
import tempfile
from pathlib import Path

from typer.testing import CliRunner

from duralogue.cli import app
from example_practice.app import openapi_document
from tests.house_rules import ROOT
from tests.tutorial import checked, write_bot

PAGE = ROOT / "docs" / "tutorial" / "dentist.md"
_FILE = re.compile(r"`~/dentist/([\w./]+)`[^\n]*\n\n(?:[^\n`]+\n\n)?```yaml\n(.*?)```", re.DOTALL)
_INIT = re.compile(r"^\$ \.venv/bin/duralogue (init .*)$", re.MULTILINE)
_REMOVED = re.compile(r"^rm (.*)$", re.MULTILINE)
_CHECKED = re.compile(r"^dentist: \d+ flows, .*$", re.MULTILINE)


def bot_files(page: str) -> dict[str, str]:
    """Every file that the page asks the reader to write, by its path in the bot's folder."""
    return dict(_FILE.findall(page))


def begin(page: str, folder: Path) -> str:
    """Run the page's `duralogue init`; what it prints."""
    [command] = _INIT.findall(page)
    done = CliRunner().invoke(app, shlex.split(command.replace("~/dentist", str(folder))))
    return done.output.replace(str(folder), "~/dentist")


def make_whole(page: str, folder: Path) -> None:
    """Do what the page does after that, up to its last `check`."""
    for name in _REMOVED.findall(page)[0].split():
        (folder / name.removeprefix("~/dentist/")).unlink()
    write_bot(bot_files(page), folder)
    document = folder / "openapi" / "practice.json"
    document.parent.mkdir()
    document.write_text(json.dumps(openapi_document(), indent=2) + "\n")


def with_figures(page: str, folder: Path) -> str:
    """The page as it should be. The folder is made, and stays behind with the bot in it."""
    begin(page, folder)
    begun = checked(folder)
    make_whole(page, folder)
    lines = iter([begun, checked(folder)])
    return _CHECKED.sub(lambda _: next(lines), page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(with_figures(PAGE.read_text(), Path(made) / "dentist"))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
