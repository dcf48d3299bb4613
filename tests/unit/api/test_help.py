"""Documents as pages: what anybody may read, at the heading that a source names."""

import pytest
from fastapi.testclient import TestClient

from api.plain_pages import anchor_of
from domain.knowledge import DocumentPage, Section
from tests.unit.api.doubles import Doubles

HOSTILE = "<script>alert(1)</script>"
PAGE = DocumentPage(
    title="Returns",
    sections=(
        Section(heading="", paragraphs=("Within 30 days.",)),
        Section(heading="How long? Für Größe 5 & more", paragraphs=(f"Long {HOSTILE}",)),
    ),
)


@pytest.mark.parametrize("document_id", ["returns", "help/returns", "größe"])
def test_a_public_document_is_a_page_with_its_headings(
    client: TestClient, doubles: Doubles, document_id: str
) -> None:
    """
    A source that is shown can be read up, and nothing in it becomes markup.
    """
    doubles.documents.put("acme", document_id, PAGE)

    page = client.get(f"/help/acme/{document_id}")

    assert (page.status_code, page.headers["Content-Type"][:9]) == (200, "text/html")
    assert "<h1>Returns</h1>" in page.text
    assert '<h2 id="how-long-für-größe-5-more">How long? Für Größe 5 &amp; more</h2>' in page.text
    assert HOSTILE not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_what_is_not_for_everybody_is_not_there(client: TestClient) -> None:
    """
    It looks like a document that never was; the store says who may read what.
    """
    assert client.get("/help/acme/never-was").status_code == 404
    assert client.get("/help/nobody/returns").status_code == 404


def test_anchors_are_made_as_the_chat_makes_them() -> None:
    """
    web/tests/view.test.ts says the same of its own.
    """
    assert anchor_of("How long-lasting, für Größe?") == "how-long-lasting-für-größe"
