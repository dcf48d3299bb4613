"""The figures of the tutorial on hosted models, which goes on with the first tutorial's bot.

python -m tests.hosted_tutorial
"""

import re
import sys
import tempfile
from pathlib import Path

from tests import tutorial
from tests.house_rules import ROOT

PAGE = ROOT / "docs" / "tutorial" / "hosted-model.md"
_BLOCK = re.compile(r"```yaml\n(models:\n.*?)```", re.DOTALL)
_CHECKED = re.compile(r"^pedals: \d+ flows, .*$", re.MULTILINE)
_PUBLISHED = re.compile(r"^pedals: revision \w+ published$", re.MULTILINE)
_CONNECT = re.compile(r"\.venv/bin/duralogue (connect model .*?--key -)$", re.MULTILINE | re.DOTALL)
_ASKED = re.compile(
    r"^([A-Z][^\n]*\?)\nbot: ([^\n]+)\n  \[1\] Renting a bike > (.+)$", re.MULTILINE
)


def bot_files(page: str) -> dict[str, str]:
    """The first tutorial's, with what this page adds to `tenant.yaml` at its end."""
    files = tutorial.bot_files(tutorial.PAGE.read_text())
    return files | {"tenant.yaml": f"{files['tenant.yaml']}\n{models_blocks(page)[-1]}"}


def models_blocks(page: str) -> list[str]:
    """What stands under `models:`: first as the double's copy has it, then as the reader writes."""
    return _BLOCK.findall(page)


def connections(page: str) -> list[str]:
    """The commands that connect real models, each in one line."""
    return [command.replace("\\\n", " ") for command in _CONNECT.findall(page)]


def conversations(page: str) -> list[tuple[str, str, str]]:
    """A question, the answer that is shown, and the section that it cites."""
    return _ASKED.findall(page)


def with_figures(page: str, folder: Path) -> str:
    """The page as it should be. `folder` is empty and stays behind with the bot in it."""
    tutorial.write_bot(bot_files(page), folder)
    told = tutorial.checked(folder)
    revision = told.rpartition(" ")[2]
    page = _CHECKED.sub(told, page)
    return _PUBLISHED.sub(f"pedals: revision {revision} published", page)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(with_figures(PAGE.read_text(), Path(made)))
    sys.stdout.write(f"{PAGE.relative_to(ROOT)}\n")
