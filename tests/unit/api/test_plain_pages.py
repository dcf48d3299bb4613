"""Plain pages for a person who opens an address of the gateway in a browser."""

import re

import pytest
from fastapi.testclient import TestClient

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def test_the_front_page_says_what_this_is(client: TestClient) -> None:
    """
    Programs get the same as JSON.
    """
    page = client.get("/", headers=BROWSER)

    assert (page.status_code, page.headers["Content-Type"][:9]) == (200, "text/html")
    assert 'href="/docs"' in page.text
    assert client.get("/").json()["docs"] == "/docs"


@pytest.mark.parametrize("path", ["/chat/nobody", "/chat/%3Cscript%3E", "/chat/a%22b", "/chat/"])
def test_where_there_is_no_chat_a_page_says_so(client: TestClient, path: str) -> None:
    """
    A customer with a mistyped address must not meet raw JSON, nor a script of somebody else's.
    """
    page = client.get(path, headers=BROWSER)

    assert page.status_code == 404
    assert "There is no chat here" in page.text
    assert "<script" not in page.text
    assert "script>" not in page.text


@pytest.mark.parametrize("path", ["/", "/chat/nobody", "/nowhere"])
def test_a_page_loads_nothing_and_suits_small_and_dark_screens(
    client: TestClient, path: str
) -> None:
    """
    Its own style is allowed by its hash; nothing else is.
    """
    page = client.get(path, headers=BROWSER)

    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "color-scheme: light dark" in page.text
    assert 'content="width=device-width' in page.text
    assert not re.search(r"width:\s*\d{3,}px", page.text)
    assert page.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "",
        "application/json",
        "application/json, text/html;q=0.5",
        "text/html;q=0",
        "text/html;q=x",
    ],
)
def test_programs_go_on_getting_problems(client: TestClient, accept: str) -> None:
    """
    One shape for every refusal.
    """
    answer = client.get("/chat/nobody", headers={"Accept": accept})

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_post_is_never_answered_with_a_page(client: TestClient) -> None:
    """
    Whatever a form says that it likes to read.
    """
    answer = client.post("/v1/tenants/nobody/sessions", headers=BROWSER)

    assert answer.headers["Content-Type"] == "application/problem+json"
