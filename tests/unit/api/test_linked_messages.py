"""A link to one message: what it shows, for how long, and to whom it shows nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from domain.message_links import LINKS_LAST, linked_message, message_token
from domain.messages import Role, TranscriptMessage
from tests.unit.api.doubles import Doubles

KEY = bytes(range(32))
CONVERSATION = "sms-" + "0123456789abcdef" * 2
NOW = datetime.now(UTC)
HOSTILE = "<script>alert(1)</script>"


def a_token(seq: int = 2, *, tenant: str = "acme", now: datetime = NOW, key: bytes = KEY) -> str:
    return message_token(tenant, CONVERSATION, seq, now=now, key=key)


@pytest.fixture(autouse=True)
def _said(doubles: Doubles) -> None:
    lines = [(Role.CUSTOMER, "My secret"), (Role.BOT, f"All of it.\n\nTo the end. {HOSTILE}")]
    doubles.transcripts.said = [
        TranscriptMessage(message_id=f"m-{seq}", role=role, text=text, seq=seq, at=NOW)
        for seq, (role, text) in enumerate(lines, start=1)
    ]


def test_the_whole_message_is_shown_and_nothing_else(client: TestClient) -> None:
    page = client.get(f"/m/acme/{a_token()}")

    assert page.status_code == 200
    assert "<p>All of it.</p>" in page.text
    assert "To the end. &lt;script&gt;" in page.text
    assert "My secret" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "token",
    [
        a_token(tenant="globex"),
        a_token(now=NOW - LINKS_LAST - timedelta(seconds=1)),
        a_token(key=bytes(32)),
        a_token(1),  # the customer's own words
        a_token(9),
        "A" * 48,
        a_token()[:-1] + ("A" if a_token()[-1] != "A" else "B"),
    ],
    ids=[
        "another tenant's",
        "too old",
        "of another installation",
        "the customer's own words",
        "of nothing",
        "made up",
        "changed",
    ],
)
def test_whatever_else_is_not_there(client: TestClient, token: str) -> None:
    """In the same words, whether it is over or never was."""
    answer = client.get(f"/m/acme/{token}", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert "not valid any more" in answer.text


def test_who_guesses_is_slowed_down(client: TestClient) -> None:
    """Whoever has a link is not."""
    tried = [client.get(f"/m/acme/{'A' * 48}").status_code for _ in range(200)]
    assert tried[-1] == 429
    assert client.get(f"/m/acme/{a_token()}").status_code == 200


def test_a_token_is_short_and_says_what_it_opens() -> None:
    token = a_token(4_000_000)
    assert len(token) == 48
    assert linked_message("acme", token, now=NOW, key=KEY) == (CONVERSATION, 4_000_000)
    with pytest.raises(ValueError, match="text messages"):
        message_token("acme", "web-" + "0" * 32, 1, now=NOW, key=KEY)
