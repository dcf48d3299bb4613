"""Paths and decisions that documents and docstrings name: they are there, under that name."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house_rules import OURS, ROOT, python_files
from tests.test_documents import documents

HISTORY = {"CHANGELOG.md"}  # names files as they were called at the time
TO_BE_WRITTEN = {  # recipes ask their readers for these
    "adapter.py",
    "signature.py",
    "infra/local_models/data/common_words_nl.txt",
}
NOT_STORED = {"dist", "node_modules", "build"}

_PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_PLACEHOLDER = re.compile(r"(?:^|[/_-])(?!README)[A-Z]+(?:$|[/._-])")
_DECISIONS = ROOT / "docs" / "adr"
_TITLE = re.compile(r"# (\d{4}): (.+)")


def missing(text: str, *homes: Path) -> set[str]:
    """Paths in backticks that begin like one of ours and lead nowhere, from any of the homes."""
    return {
        path
        for path in _PATH.findall(text)
        if path not in TO_BE_WRITTEN
        and not _PLACEHOLDER.search(path)
        and not NOT_STORED & set(path.split("/"))
        and _is_ours(path, homes)
        and not any((home / path).exists() for home in homes)
    }


def _is_ours(path: str, homes: tuple[Path, ...]) -> bool:
    first, *others = path.split("/")
    if not others:
        return path.endswith(".py") and path not in _file_names()
    return not first.startswith(".") and any((home / first).is_dir() for home in homes)


def _file_names() -> set[str]:
    return {file.name for file in python_files(*OURS, "tests", "bench")}


def docstrings(source: str) -> Iterator[str]:
    """Every string that stands as a statement: docstrings, also those below a name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


@pytest.mark.parametrize(
    "document",
    [file for file in [*documents(), ROOT / "web" / "README.md"] if file.name not in HISTORY],
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_every_path_in_a_document_exists(document: Path) -> None:
    """
    A file is moved, and the page that sends readers to it is forgotten.
    """
    assert not missing(_BLOCK.sub("", document.read_text()), ROOT, document.parent)


def test_every_path_in_a_docstring_exists() -> None:
    """
    The same, for whoever reads the code.
    """
    stale = {
        f"{file.relative_to(ROOT)}: {path}"
        for file in python_files(*OURS, "tests", "bench")
        for text in docstrings(file.read_text())
        for path in missing(text, ROOT, file.parent)
    }
    assert not stale


def test_a_path_that_is_gone_is_found() -> None:
    """
    The rule itself can fail.
    """
    text = "`domain/ports.py`, `domain/errors.py`, `channels/X`, `a/b`, `wiring.py`, `web/dist/`"
    assert missing(text, ROOT) == {"domain/ports.py", "wiring.py"}
    assert missing("`docs/how-to/connect-NAME.md`, `docs/README.md`", ROOT) == {"docs/README.md"}


def test_every_decision_is_in_the_index() -> None:
    """
    A decision that nobody finds is made a second time, differently.
    """
    index = (_DECISIONS / "README.md").read_text()
    titles = [
        (file, _TITLE.match(file.read_text())) for file in sorted(_DECISIONS.glob("[0-9]*.md"))
    ]
    rows = [
        f"| [{title[1]}]({file.name}) | {title[2]} |" if title else f"{file.name} has no title"
        for file, title in titles
    ]
    listed = [line for line in index.splitlines() if line.startswith("| [")]
    assert listed == rows
    assert all(file.name.startswith(f"{title[1]}-") for file, title in titles if title)
