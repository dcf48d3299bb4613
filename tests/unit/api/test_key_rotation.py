"""The secret that signs visitors' sessions changes without ending them."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest

from api.visitor_sessions import VisitorSession, VisitorSessions
from domain.errors import ConfigurationError, NotAuthenticated

OLD = "old:" + "0123456789abcdef" * 2
NEW = "new:" + "fedcba9876543210" * 2
BARE = "0123456789abcdef" * 2
SESSION = VisitorSession(
    tenant_id="acme",
    conversation_id="web-1",
    visitor_id="v-1",
    expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1),
)


@pytest.mark.parametrize(
    ("signed_with", "read_with"),
    [
        (BARE, BARE),
        (OLD, OLD),
        (OLD, f"{NEW},{OLD}"),
        (f"{NEW},{OLD}", NEW),
        (f"{OLD},{NEW}", f"{NEW}, {OLD}"),
        (BARE, f"{NEW},{OLD}"),
    ],
)
def test_sessions_outlive_a_change_of_the_secret(signed_with: str, read_with: str) -> None:
    """
    The first key signs, every one is accepted; also what a bare secret has signed.
    """
    token = VisitorSessions(signed_with).sign(SESSION)

    assert VisitorSessions(read_with).read(token, tenant_id="acme") == SESSION
    key_id = signed_with.split(":", maxsplit=1)[0] if ":" in signed_with else None
    assert jwt.get_unverified_header(token).get("kid") == key_id


@pytest.mark.parametrize(
    ("signed_with", "read_with"),
    [
        (OLD, NEW),
        (BARE, NEW),
        (f"{NEW},{OLD}", OLD),
        (f"new:{BARE}", f"{NEW},{OLD}"),
        (f"gone:{BARE}", f"{NEW},{OLD}"),
    ],
)
def test_a_key_that_is_taken_away_ends_its_sessions(signed_with: str, read_with: str) -> None:
    """
    That is what a stolen secret is taken away for; the id alone vouches for nothing.
    """
    token = VisitorSessions(signed_with).sign(SESSION)

    with pytest.raises(NotAuthenticated):
        VisitorSessions(read_with).read(token, tenant_id="acme")


@pytest.mark.parametrize(
    "secrets", [f"{NEW},{BARE}", f"{NEW},{NEW}", f"{NEW},old:short", f"{NEW},", "new:short"]
)
def test_keys_that_cannot_be_meant_are_refused(secrets: str) -> None:
    """
    A slip of the pen must not become a secret.
    """
    with pytest.raises(ConfigurationError) as mistake:
        VisitorSessions(secrets)

    assert "fedcba" not in str(mistake.value)
