"""Pages of the web: what is kept of them, and what is not."""

from contextlib import suppress

import pytest

from domain.documents import DocumentKind, RawDocument, ReadDocument
from domain.errors import ConfigurationError
from infra.documents.reader import read_document


def read(page: str, name: str = "page.html") -> ReadDocument:
    return read_document(RawDocument(name=name, content=page.encode()))


def said(read: ReadDocument) -> dict[str, tuple[str, ...]]:
    return {section.heading: section.paragraphs for section in read.sections}


WHOLE = """<!doctype html><html><head><title>Returns | Acme</title>
<meta name="duralogue:audience" content="signed_in">
<meta name="duralogue:valid_until" content="2027-01-31"></head><body>
<header><a href="/">Acme</a></header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies.</p><button>Accept</button></div>
<main><h1>Returns</h1><p>You may return <b>anything</b> within 30&nbsp;days.</p>
<h2>How it works</h2><ol><li>Pack it.</li><li>Send it</li></ol>
<p>You may send it:</p><ul><li>by post<ul><li>in a box</li></ul></li><li>by courier</li></ul>
<h2>Prices</h2><table><tr><th>Country</th><th>Price</th></tr>
<tr><td>Iceland</td><td>12 EUR</td></tr><tr><td rowspan="2">Norway</td><td>9 EUR</td></tr>
<tr><td>8 EUR</td></tr></table>
<p>It was <del>20 EUR</del> free.</p></main>
<aside>Follow us</aside><footer>Imprint</footer><script>track()</script></body></html>"""


def test_the_main_content_keeps_its_headings_lists_and_tables() -> None:
    """And nothing of the navigation, the banner and the footer, which stand on every page."""
    document = read(WHOLE)

    assert document.kind is DocumentKind.HTML
    assert document.title == "Returns"
    assert document.audience == "signed_in"
    assert str(document.valid_until) == "2027-01-31"
    assert said(document) == {
        "": ("You may return anything within 30 days.",),
        "How it works": (
            "1) Pack it.",
            "2) Send it",
            "You may send it:",
            "You may send it \u2013 by post",
            "You may send it \u2013 by post \u2013 in a box",
            "You may send it \u2013 by courier",
        ),
        "Prices": (
            "Iceland \u2013 Price: 12 EUR",
            "Norway \u2013 Price: 9 EUR",
            "Norway \u2013 Price: 8 EUR",
            "It was free.",
        ),
    }


@pytest.mark.parametrize(
    ("markup", "heading"),
    [
        ("<details><summary>May I?</summary><p>Yes, you may.</p></details>", "May I?"),
        ("<dl><dt>May I?</dt><dd>Yes, you may.</dd></dl>", "May I?"),
        (
            "<h3><button aria-controls=a>May I?</button></h3><div id=a hidden>Yes, you may.</div>",
            "May I?",
        ),
        (
            "<button aria-expanded=false>May I?</button><div>Yes, you may.</div>",
            "May I?",
        ),
    ],
)
def test_answers_that_open_with_a_click_stand_under_their_question(
    markup: str, heading: str
) -> None:
    """Help centres fold their answers away; they are the best that there is to be found."""
    assert said(read(f"<main><h1>Help</h1>{markup}</main>")) == {heading: ("Yes, you may.",)}


@pytest.mark.parametrize(
    "chrome",
    [
        "<div role=dialog><p>Sign up now</p></div>",
        "<div class=breadcrumbs>Home / Help</div>",
        "<p hidden>Sold out</p>",
        "<div style='display:none'>Sold out</div>",
        "<ul class=related><li><a href=a>One page</a><li><a href=b>Another</a></ul>",
        "<ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul>",
        "<template><p>Never shown</p></template>",
        "<noscript>Turn on scripts</noscript>",
        "<section id=newsletter><p>Mail me</p><input><button>Go</button></section>",
    ],
)
def test_what_is_beside_the_content_is_left_out(chrome: str) -> None:
    """An answer that quotes a banner is worse than none."""
    content = "<p>Delivery costs 4.90 EUR within Germany and takes three working days.</p>" * 3
    page = read(f"<html><body>{chrome}<h1>Delivery</h1>{content}{chrome}</body></html>")
    assert {p for section in page.sections for p in section.paragraphs} == {
        "Delivery costs 4.90 EUR within Germany and takes three working days."
    }


@pytest.mark.parametrize(
    "page",
    [
        "<body class='modal-open sidebar'><p>Delivery is free.</p></body>",
        "<div class=menu><h2>Lunch</h2><p>Soup: 4 EUR</p><p>Bread: 1 EUR</p></div>",
        "<section id=cookies><h2>Cookies</h2><p>We keep them for a year.</p></section>",
        "<form><p>All of this site stands in one form, as some do.</p></form>",
        "<table><tr><td><h1>Old</h1><p>Laid out by tables.</p></td></tr></table>",
    ],
)
def test_content_is_not_taken_for_a_banner(page: str) -> None:
    """Names of classes say little by themselves."""
    assert read(page).sections


def test_a_page_without_text_is_named() -> None:
    """An application that only scripts fill has nothing to read."""
    with pytest.raises(ConfigurationError, match="no text in the page's main content"):
        read("<html><body><div id=root></div><script>app()</script></body></html>")


def test_a_page_may_ask_to_be_left_out() -> None:
    """As search engines respect it."""
    page = "<html><head><meta name=robots content='noindex, follow'></head><p>Text here.</p></html>"
    assert not read(page).may_be_indexed


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "x-y", "table><tr><td"])
def test_deep_nesting_ends(tag: str) -> None:
    """Read, or refused by name: no recursion is as deep as a page may be."""
    with suppress(ConfigurationError):
        assert read(f"<{tag}>" * 3_000 + "Text.").sections
