"""Markdown as people write it: what is read of it, and what is named because it is not."""

from pathlib import Path

import pytest

from domain.knowledge import Section
from infra.markdown.documents import document_problems
from infra.markdown.sections import MarkdownSections


def said(body: str, *, title: str = "Help") -> list[tuple[str, str]]:
    """Each paragraph with its heading."""
    found: list[Section] = MarkdownSections().sections(body, title=title)
    return [(one.heading, text) for one in found for text in one.paragraphs]


def texts(body: str) -> list[str]:
    return [text for _, text in said(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "| to | costs | days |\n|---|---|---|\n| Iceland | 12 EUR | 5 |\n| Norway | 9 EUR | |",
            ["Iceland \u2013 costs: 12 EUR \u2013 days: 5", "Norway \u2013 costs: 9 EUR"],
        ),
        ("| Room | Price |\n|-|-|\n| 12 | 90 EUR |", ["Room: 12 \u2013 Price: 90 EUR"]),
        (
            "- Laundry\n  - Token\n    - for machine A: 3 EUR\n    - for machine B: 4 EUR.\n",
            [
                "Laundry \u2013 Token for machine A: 3 EUR",
                "Laundry \u2013 Token for machine B: 4 EUR",
            ],
        ),
        (
            "A token costs:\n\n* machine A: 3 EUR\n* machine B: 4 EUR",
            [
                "A token costs:",
                "A token costs \u2013 machine A: 3 EUR",
                "A token costs \u2013 machine B: 4 EUR",
            ],
        ),
        ("1. Open the app.\n2. Press Reset.", ["1) Open the app.", "2) Press Reset."]),
    ],
)
def test_rows_and_items_say_what_they_are_about(body: str, expected: list[str]) -> None:
    """Quoted alone, "12 EUR" or "machine A: 3 EUR" would mean nothing, and all of them too much."""
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It costs ~~20 EUR~~ 15 EUR.", "It costs 15 EUR."),
        ("It costs <del>20 EUR</del> <b>15</b> EUR.", "It costs 15 EUR."),
        ("<p>Now <s>20 EUR</s> 15 EUR</p>", "Now 15 EUR"),
        ("<DEL>Old price</DEL> New price", "New price"),
        ("~~Closed on Mondays.~~ Open daily.", "Open daily."),
    ],
)
def test_what_is_struck_out_is_not_quoted(body: str, expected: str) -> None:
    """It is what was valid once."""
    assert texts(body) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div>The pool closes at <b>21:00</b>.</div>", ["The pool closes at 21:00."]),
        ("<div>\n<p>One.</p>\n<p>Two.</p>\n</div>", ["One.", "Two."]),
        ("<ul><li>A &amp; B</li><li>C</li></ul>", ["A & B", "C"]),
        ("<table><tr><td>A</td><td>5</td></tr></table>", ["A \u2013 5"]),
        ("<div>5 < 6 <!-- no --> yes</div>", ["5 < 6 yes"]),
        ("<script>let a = 1</script>\n\nText.", ["Text."]),
        ("Main Street 5<br>Berlin", ["Main Street 5, Berlin"]),
        ("Mon to Fri 9-17  \nSat 10-14", ["Mon to Fri 9-17, Sat 10-14"]),
        ("See [the terms [2026]](https://x.example/a_(b)).", ["See the terms [2026]."]),
        ("See [terms][1].\n\n[1]: https://x.example", ["See terms."]),
        ("See <https://x.example/a_(b)> now.", ["See https://x.example/a_(b) now."]),
        ("Use `code (1)` here.", ["Use code (1) here."]),
        ("Free[^1] now.\n\n[^1]: Only in Germany.", ["Free (Only in Germany) now."]),
        ("![Map of the site](map.png)", ["Map of the site"]),
    ],
)
def test_what_people_write_is_read(body: str, expected: list[str]) -> None:
    """Else it would be lost without a word, and customers told that there is no answer."""
    assert texts(body) == expected


def test_every_heading_counts() -> None:
    """A second title in a document was lost, and so were all questions about what it says."""
    body = (
        "# Parking\n\nOne.\n\n## Costs\n\nTwo.\n\n"
        "Breakfast\n=========\n\nThree.\n\nDogs\n---\n\nFour."
    )
    assert said(body) == [
        ("Parking", "One."),
        ("Parking \u203a Costs", "Two."),
        ("Breakfast", "Three."),
        ("Breakfast \u203a Dogs", "Four."),
    ]


@pytest.mark.parametrize("title", ["Parking", "Another name of the page"])
def test_the_only_title_is_the_documents_own(title: str) -> None:
    """It is said with every passage anyway, and citations name headings as they stand there."""
    body = "# Parking\n\nOne.\n\n## Costs\n\nTwo.\n\n### At night\n\nThree."
    headings = [heading for heading, _ in said(body, title=title)]
    assert [one.removeprefix("Parking").strip(" \u203a") for one in headings] == [
        "",
        "Costs",
        "Costs \u203a At night",
    ]


def test_what_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    """An author must see before customers do that a part of a page answers nothing."""

    folder = tmp_path
    (folder / "page.md").write_text(
        "---\ntitle: Page\n---\nText.\n\n<iframe src=x></iframe>\n\n![](map.png)\n"
    )
    (folder / "empty.markdown").write_text("---\ntitle: Empty\n---\n# Empty\n")
    (folder / "wrong.md").write_text("---\ntitle: A\nauthor: B\n---\nText.\n")
    (folder / ".DS_Store").write_text("")
    known = "(known: title, audience, valid_until, url)"
    assert [str(one).removeprefix(f"{folder.name}/") for one in document_problems(folder)] == [
        "wrong.md:3: error: author: Extra inputs are not permitted " + known,
        "empty.markdown:1: warning: there is no text in it that an answer could quote",
        "page.md:6: warning: <iframe> is not read",
        "page.md:8: warning: an image without a description is not read",
    ]


def test_what_is_said_again_with_every_part_is_short() -> None:
    """A heading or a column of a hundred thousand characters must not be repeated ten thousand
    times."""
    long = "x" * 50_000
    body = f"# {long}\n\n## B\n\nText.\n\n| A | {long} |\n|-|-|\n| b | c |\n"
    assert sum(len(heading) + len(text) for heading, text in said(body + "# Two\n")) < 1_000
