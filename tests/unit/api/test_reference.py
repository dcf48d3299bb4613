"""The API's description, for people and as a file."""

import base64
import hashlib
import re
from pathlib import Path

from fastapi.testclient import TestClient

from api.openapi import document

STORED = Path(__file__).parents[3] / "docs" / "reference" / "openapi.json"


def test_the_stored_document_is_current() -> None:
    """
    Make it again with `python -m api.openapi docs/reference/openapi.json`.
    """
    assert STORED.read_text(encoding="utf-8") == document()


def test_every_operation_says_what_it_does_and_how_it_refuses(client: TestClient) -> None:
    """
    A reader must not have to try it out.
    """
    described = client.get("/openapi.json").json()

    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["tags"], path
            if "/tenants/" in path:
                refusals = [status for status in operation["responses"] if status >= "400"]
                assert "404" in refusals, path
                for status in refusals:
                    content = operation["responses"][status]["content"]
                    assert list(content) == ["application/problem+json"], path


def test_the_reference_page_shows_every_operation_without_scripts(client: TestClient) -> None:
    """
    It works without the internet, and under a policy that allows only its own styles.
    """
    page = client.get("/docs")
    described = client.get("/openapi.json").json()

    for methods in described["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page.text
    style = re.search("<style>(.*?)</style>", page.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["Content-Security-Policy"]
    assert "<script" not in page.text


def test_the_reference_page_links_to_nothing_that_is_not_there(client: TestClient) -> None:
    """
    Every schema that is mentioned is explained.
    """
    page = client.get("/docs").text

    targets = set(re.findall('id="([^"]+)"', page))
    assert set(re.findall('href="#([^"]+)"', page)) <= targets
