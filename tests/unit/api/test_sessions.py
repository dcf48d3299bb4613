"""Sessions of visitors, anonymous and verified."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from fastapi.testclient import TestClient

from api.visitor_sessions import VisitorSession, VisitorSessions
from domain.channel_settings import ChannelSettings, WebChannel
from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import SECRET, SHARED, Doubles, a_bot

SESSIONS = "/v1/tenants/acme/sessions"


def customer_token(subject: str = "cust-ada") -> str:
    claims = {
        "iss": "https://shop.acme.example",
        "aud": "duralogue",
        "sub": subject,
        "email": "ada@example.org",
        "exp": datetime.now(UTC) + timedelta(minutes=5),
    }
    return jwt.encode(claims, SHARED)


@pytest.mark.parametrize("body", [None, {}])
def test_anybody_may_begin_a_conversation(client: TestClient, body: Any) -> None:
    """
    A visitor needs no account; the session is for one new conversation.
    """
    first, second = client.post(SESSIONS, json=body), client.post(SESSIONS, json=body)

    made = first.json()
    assert first.status_code == 201
    assert made["conversation_id"] != second.json()["conversation_id"]
    assert made["verified"] is False
    assert made["branding"] == {
        "name": "Ava",
        "color": "#00bb66",
        "greeting": "Hello!",
        "locales": ["en", "de"],
        "greetings": {"en": "Hello!", "de": "Hello!"},
        "starters": {"en": [], "de": []},
        "logo": None,
        "pre_chat": {},
        "proactive": [],
        "attachments": None,
    }


def test_a_session_lasts_as_long_as_the_tenant_says(client: TestClient, doubles: Doubles) -> None:
    """
    How long a visitor may come back is the tenant's to decide.
    """
    channels = ChannelSettings(web=WebChannel(session_lasts=timedelta(hours=1)))
    doubles.bots.put(a_bot(channels=channels))

    ends = datetime.fromisoformat(client.post(SESSIONS).json()["expires_at"])

    assert timedelta(minutes=59) < ends - datetime.now(UTC) <= timedelta(hours=1)


def test_the_tenants_word_goes_with_every_message(client: TestClient, doubles: Doubles) -> None:
    """
    Flows that need a verified customer ask the message, not the channel.
    """
    made = client.post(SESSIONS, json={"customer_token": customer_token()}).json()
    client.post(
        f"/v1/tenants/acme/conversations/{made['conversation_id']}/messages",
        headers={"Authorization": f"Bearer {made['session_token']}"},
        json={"message_id": "m-1", "text": "hi"},
    )

    customer = doubles.conversations.delivered[0].customer
    assert made["verified"] is True
    assert customer is not None
    assert (customer.customer_id, customer.email) == ("cust-ada", "ada@example.org")


def test_a_visitor_is_verified_in_the_middle_of_the_conversation(visitor: Visitor) -> None:
    """
    Who signs in on the tenant's site keeps the conversation they had begun.
    """
    answer = visitor.client.post(
        f"{SESSIONS}/verify",
        headers=visitor.headers,
        json={"customer_token": customer_token()},
    )

    assert answer.status_code == 200
    assert answer.json()["verified"] is True
    assert answer.json()["conversation_id"] == visitor.conversation_id


def test_a_conversation_does_not_change_its_customer(client: TestClient) -> None:
    """
    On a shared computer the next customer must not read on in the last one's conversation.
    """
    made = client.post(SESSIONS, json={"customer_token": customer_token()}).json()

    answer = client.post(
        f"{SESSIONS}/verify",
        headers={"Authorization": f"Bearer {made['session_token']}"},
        json={"customer_token": customer_token("cust-bob")},
    )

    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"customer_token": "nonsense"}, 401),
        ({"customer_token": ""}, 422),
        ({"customer_token": 7}, 422),
        ({"customer_token": "x" * 9_000}, 422),
        ({"conversation_id": "web-1"}, 422),
        ([], 422),
    ],
)
def test_a_session_is_not_made_of_nonsense(client: TestClient, body: Any, status: int) -> None:
    """
    Nor for a conversation that the caller names: ids are ours to give.
    """
    answer = client.post(SESSIONS, json=body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_an_expired_session_is_told_to_make_a_new_one(client: TestClient) -> None:
    """
    The chat page then begins anew instead of showing an error for ever.
    """
    session = VisitorSession(
        tenant_id="acme",
        conversation_id="web-1",
        visitor_id="v",
        expires_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    token = VisitorSessions(SECRET).sign(session)

    answer = client.get(
        "/v1/tenants/acme/conversations/web-1/messages",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"] == "This session has expired. Create a new one."


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "x"}])
def test_no_session_no_conversation(client: TestClient, header: dict[str, str]) -> None:
    """
    The refusal says which header is expected.
    """
    answer = client.get("/v1/tenants/acme/conversations/web-1/messages", headers=header)

    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.json()["detail"]


@pytest.mark.parametrize("tenant", ["nobody", "ACME", "%00", "a" * 50, "..", "acme'--"])
@pytest.mark.parametrize(("method", "path"), [("POST", "sessions"), ("GET", "branding")])
def test_an_unknown_tenant_is_not_found(
    client: TestClient, doubles: Doubles, tenant: str, method: str, path: str
) -> None:
    """
    What cannot be a tenant's name never reaches the store.
    """
    answer = client.request(method, f"/v1/tenants/{tenant}/{path}")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert doubles.bots.reads <= 1


def test_new_sessions_are_limited_by_address(client: TestClient, doubles: Doubles) -> None:
    """
    Else a visitor gets round the limit on messages with a session for each.
    """
    doubles.rate_limiter.used_up = "acme/sessions/testclient"

    answer = client.post(SESSIONS)

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")


@pytest.mark.parametrize(
    "value", ["ada\r\nX-Role: admin", "ada\x00", "ada\u200b", "a\u202eb", "\x7f", "a\u2028b"]
)
@pytest.mark.parametrize("claim", ["sub", "name", "email"])
def test_what_cannot_be_seen_is_no_part_of_a_customer(
    client: TestClient, claim: str, value: str
) -> None:
    """
    Control characters would reach headers and logs, invisible ones make two customers look alike.
    """
    claims = jwt.decode(customer_token(), options={"verify_signature": False})
    word = jwt.encode({**claims, claim: value}, SHARED)

    answer = client.post(SESSIONS, json={"customer_token": word})

    assert answer.status_code == 401
    assert f"token's {claim} is not acceptable: must hold no control" in answer.json()["detail"]


@pytest.mark.parametrize(
    "subject",
    [" ", "\u00a0", "ada ", " ada", "ada\u3000", "a\u00a0da", "ada\u3164", "\u2800", "ada\u2003x",
     "ada\ufe0f", "a\u034fda", "\u115fada", "ada\U000e0041"],
)  # fmt: skip
def test_no_customer_looks_like_another_or_like_nobody(client: TestClient, subject: str) -> None:
    """
    "ada" and "ada " are one person to whoever reads them, and two to the database.
    """
    claims = jwt.decode(customer_token(), options={"verify_signature": False})
    word = jwt.encode({**claims, "sub": subject}, SHARED)

    answer = client.post(SESSIONS, json={"customer_token": word})

    assert answer.status_code == 401
    assert "token's sub is not acceptable" in answer.json()["detail"]


@pytest.mark.parametrize(
    "subject", ["ada lovelace", "cust/17", "\u5c0f\u660e", "J\u00fcrgen", "a|b"]
)
def test_names_that_can_be_read_are_customers(client: TestClient, subject: str) -> None:
    """
    What an id is made of is the site's affair.
    """
    claims = jwt.decode(customer_token(), options={"verify_signature": False})
    word = jwt.encode({**claims, "sub": subject}, SHARED)

    assert client.post(SESSIONS, json={"customer_token": word}).status_code == 201
