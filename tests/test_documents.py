"""The documents: what they link to is there."""

import re
from pathlib import Path

import pytest

from duralogue.settings_page import settings_page
from tests.house_rules import ROOT

_LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)


def documents() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("document", documents(), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_inside_the_house_leads_somewhere(document: Path) -> None:
    """
    A reader who follows a link finds the page, and the heading on it.
    """
    text = _CODE.sub("", document.read_text())
    broken = [
        link
        for found in _LINK.findall(text)
        if not (link := found[0] or found[1]).startswith(("http://", "https://", "mailto:"))
        and not _leads_somewhere(document, link)
    ]
    assert not broken


def test_the_settings_page_is_that_of_the_settings() -> None:
    """
    `make docs` writes it; a page by hand would be wrong the next day.
    """
    assert (ROOT / "docs" / "reference" / "settings.md").read_text() == settings_page()


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path) if path else document
    if not target.exists():
        return False
    return not anchor or target.suffix != ".md" or anchor in _anchors(target)


def _anchors(document: Path) -> set[str]:
    """As GitHub makes them: lower case, punctuation gone, spaces to hyphens."""
    headings = _HEADING.findall(document.read_text())
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
