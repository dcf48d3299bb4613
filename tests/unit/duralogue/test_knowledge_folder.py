"""A tenant's folder of documents: every form, each failure by itself, nothing read twice."""

from pathlib import Path

import pytest

from bench.evals.messy_documents import a_docx, a_pdf, paragraph
from domain.errors import ConfigurationError
from domain.knowledge import Audience
from duralogue.knowledge_folder import folder_problems, read_folder

SOURCES = """
files:
  manuals/*: {audience: agents, valid_until: 2027-01-31}
  prices.pdf: {title: All prices, url: "https://www.example.com/prices"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "knowledge"
    (made / "manuals").mkdir(parents=True)
    (made / "sources.yaml").write_text(SOURCES)
    (made / "help.md").write_text("---\ntitle: Help\naudience: signed_in\n---\nText.\n")
    (made / "faq.csv").write_text("question,answer\nHow long?,30 days.\n")
    (made / "prices.pdf").write_bytes(a_pdf([[(11.0, "Delivery costs 4.90 EUR.")]]))
    (made / "manuals" / "repair.docx").write_bytes(a_docx(paragraph("Open the lid.")))
    (made / ".DS_Store").write_bytes(b"\x00")
    return made


def test_files_of_every_form_are_read_with_what_is_said_of_them(folder: Path) -> None:
    """By themselves, or in sources.yaml."""
    found = {document.document_id: document for document in read_folder(folder).documents}

    assert set(found) == {"help", "faq", "prices", "manuals/repair"}
    assert found["help"].audience is Audience.SIGNED_IN
    assert found["faq"].title == "Faq"
    assert found["faq"].sections[0].heading == "How long?"
    assert found["prices"].title == "All prices"
    assert found["prices"].url == "https://www.example.com/prices"
    assert found["manuals/repair"].audience is Audience.AGENTS
    assert str(found["manuals/repair"].valid_until) == "2027-01-31"


def test_what_is_as_it_was_is_not_read_again(folder: Path) -> None:
    """Unless what is said of it has changed."""
    known = {d.document_id: d.content_hash for d in read_folder(folder).documents}
    again = read_folder(folder, known)
    assert set(again.unchanged) == {"faq", "prices", "manuals/repair"}

    (folder / "sources.yaml").write_text(SOURCES.replace("All prices", "Prices"))
    assert set(read_folder(folder, known).unchanged) == {"faq", "manuals/repair"}


def test_what_fails_is_named_and_keeps_what_was_read_before(folder: Path) -> None:
    """And the others are read."""
    (folder / "prices.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / "help.md").write_text("---\ntitle: Help\naudience: staff\n---\nText.\n")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "prices.txt").write_text("Cheap.")
    found = read_folder(folder)

    assert {document.document_id for document in found.documents} == {"faq", "manuals/repair"}
    assert set(found.kept) == {"prices", "help", "logo"}
    problems = "\n".join(map(str, folder_problems(folder)))
    assert "prices.pdf:1: error: it is a damaged PDF" in problems
    assert (
        "help.md:3: error: audience: Input should be 'public', 'signed_in' or 'agents'" in problems
    )
    assert "logo.png:1: warning: this file is not read: it is an image (PNG)" in problems
    assert "prices.txt:1: error: prices.pdf is called prices, too" in problems


def test_a_markdown_file_that_is_none_is_read_as_what_it_is(folder: Path) -> None:
    """People rename files."""
    (folder / "help.md").write_bytes(a_pdf([[(11.0, "It was a PDF.")]]))
    found = {document.document_id: document for document in read_folder(folder).documents}
    assert found["help"].sections[0].paragraphs == ("It was a PDF.",)


def test_a_wrong_sources_file_stops_everything(folder: Path) -> None:
    """Nobody knows any more for whom the files are: they must not become public by a typo."""
    (folder / "sources.yaml").write_text("files:\n  manuals/*: {audience: agent}\n")
    with pytest.raises(ConfigurationError, match="'public', 'signed_in' or 'agents'"):
        read_folder(folder)
    [problem] = folder_problems(folder)
    assert str(problem).startswith("knowledge/sources.yaml:2: error: files.manuals/*.audience")
