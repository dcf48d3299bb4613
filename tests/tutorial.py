"""The tutorial's figures, written into its page from what its own files compile to.

    python -m tests.tutorial

`make docs` runs it: another built-in sentence is another count and another revision.
"""

import io
import re
import sys
import tempfile
from pathlib import Path

from rich.console import Console

from duralogue import bot_commands
from tests.house_rules import ROOT

PAGE = ROOT / "docs" / "tutorial" / "first-bot.md"
_FILE = re.compile(
    r"`~/pedals/([\w./]+)`[^\n]*\n\n(?:[^\n`]+\n\n)?```(?:yaml|markdown)\n(.*?)```", re.DOTALL
)
_CHECKED = re.compile(r"^pedals: \d+ flows, .*$", re.MULTILINE)
_PUBLISHED = re.compile(r"^pedals: revision \w+ published$", re.MULTILINE)


def bot_files(page: str) -> dict[str, str]:
    """Every file that the page asks the reader to write, by its path in the bot's folder."""
    return dict(_FILE.findall(page))


def readme_bot(readme: str) -> dict[str, str]:
    """The small bot of README.md: one block, each file after a comment that names it."""
    [block] = re.findall(r"```yaml\n(# pedals/.*?)```", readme, re.DOTALL)
    parts = re.split(r"^# pedals/(\S+)\n", block, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def write_bot(files: dict[str, str], folder: Path) -> None:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)


def with_figures(page: str, folder: Path) -> str:
    """The page as it should be. `folder` is empty and stays behind with the bot in it."""
    files = bot_files(page)
    begun, whole = folder / "begun", folder / "whole"
    write_bot({"tenant.yaml": files["tenant.yaml"]}, begun)
    write_bot(files, whole)
    lines = iter([checked(begun), last := checked(whole)])
    revision = last.rpartition(" ")[2]
    page = _CHECKED.sub(lambda _: next(lines), page)
    return _PUBLISHED.sub(f"pedals: revision {revision} published", page)


def checked(folder: Path) -> str:
    said = io.StringIO()
    bot_commands.check(folder, Console(file=said, soft_wrap=True))
    return said.getvalue().strip()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(with_figures(PAGE.read_text(), Path(made)))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
