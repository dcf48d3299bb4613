"""Reading a tenant's markdown, right and wrong."""

from pathlib import Path

import pytest

from domain.errors import ConfigurationError
from domain.knowledge import Section
from infra.markdown.documents import (
    MAX_DOCUMENT,
    MarkdownSections,
    parse_document,
    read_documents,
)

HEAD = "---\ntitle: Shipping\n---\n"


def sections(body: str) -> list[Section]:
    return MarkdownSections().sections(body)


def test_text_is_read_by_heading_without_its_markup() -> None:
    """
    What is quoted to a customer must not show asterisks and brackets.
    """
    body = (
        "# Shipping\n\nWe **ship** [daily](https://example.com).\n\n"
        "## Costs\n\n- `4.90` EUR\n- free above\n  60 EUR\n\n> Within Germany.\n\n"
        "| to | costs |\n|---|---|\n| France | 9 EUR |\n\n<!-- a note to ourselves -->\n"
    )
    assert sections(body) == [
        Section(heading="", paragraphs=("We ship daily.",)),
        Section(
            heading="Costs",
            paragraphs=(
                "4.90 EUR",
                "free above 60 EUR",
                "Within Germany.",
                "France \u2013 costs: 9 EUR",
            ),
        ),
    ]


def test_nested_lists_are_read_once() -> None:
    """
    A paragraph that stood twice would be quoted twice.
    """
    body = "- one\n  - two\n  - three\n"
    assert [p for section in sections(body) for p in section.paragraphs] == [
        "one \u2013 two",
        "one \u2013 three",
    ]


def test_front_matter_describes_the_document() -> None:
    """
    Title and address go into citations; audience and date decide who sees it.
    """
    head = "title: Sale\naudience: agents\nvalid_until: 2026-12-24\nurl: https://x.example"
    raw = f"---\n{head}\n---\n# Sale\n"
    document = parse_document("sale", raw)
    assert (document.title, document.audience, document.body) == ("Sale", "agents", "# Sale")
    assert str(document.valid_until) == "2026-12-24"


def test_the_hash_changes_with_whatever_is_shown() -> None:
    """
    A new title or date must reach the index although the text is the same.
    """
    hashes = {
        parse_document("a", raw).content_hash
        for raw in (
            HEAD + "text",
            HEAD + "another text",
            "---\ntitle: Delivery\n---\ntext",
            "---\ntitle: Shipping\naudience: agents\n---\ntext",
        )
    }
    assert len(hashes) == 4
    assert parse_document("a", HEAD + "text") == parse_document("a", HEAD + "text")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("text", "line 1: begin with front matter"),
        ("---\ntitle: A\n", "no second line of ---"),
        ("---\n- a\n---\n", "at least `title"),
        ("---\ntitle: [\n---\n", "line 2: the front matter is not YAML"),
        ("---\naudience: agents\n---\n", "title: Field required"),
        ("---\ntitle: A\nauthor: B\n---\n", "line 3: author: .*known: title, audience"),
        ("---\ntitle: A\nvalid_until: soon\n---\n", "line 3: valid_until"),
        (HEAD + "x" * MAX_DOCUMENT, "at most 200,000 characters"),
    ],
)
def test_a_wrong_document_is_named_with_its_line(raw: str, problem: str) -> None:
    """
    An author without a developer at hand must see what to correct.
    """
    with pytest.raises(ConfigurationError, match=problem):
        parse_document("a", raw)


def test_all_wrong_files_are_named_at_once(tmp_path: Path) -> None:
    """
    One run shows everything there is to mend; and documents are named by their path.
    """
    (tmp_path / "help").mkdir()
    (tmp_path / "help" / "costs.md").write_text(HEAD + "text")
    assert [d.document_id for d in read_documents(tmp_path)] == ["help/costs"]

    (tmp_path / "bad.md").write_text("text")
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe")
    with pytest.raises(
        ConfigurationError, match=r"(?s)bad\.md: line 1.*binary\.md: .*not text in UTF-8"
    ):
        read_documents(tmp_path)
    with pytest.raises(ConfigurationError, match="is not a folder"):
        read_documents(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "head", ["a: [" * 30, "title: " + "9" * 5_000, "x: y\n" * 2_000, "[" * 900]
)
def test_front_matter_that_would_take_long_is_refused(head: str) -> None:
    """
    It is a few flat lines; the reader of YAML takes the square of open brackets.
    """
    with pytest.raises(ConfigurationError, match="front matter"):
        parse_document("a", f"---\n{head}\n---\n")
