"""Agents see whether a customer wants messages, and until when anything may be written to them."""

from datetime import UTC, datetime, timedelta

from fastapi.testclient import TestClient

from domain.channel_addresses import Channel, ChannelAddress
from domain.conversation_reach import ConversationReach
from domain.errors import DependencyUnavailable
from tests.unit.api.doubles import Doubles

AT = datetime(2026, 1, 26, 12, tzinfo=UTC)
STAFF = {"Authorization": "Bearer agent-token"}
STATE = "/v1/tenants/acme/conversations/sms-1/state"


class Known:
    """What is known of everybody; or nothing, while the database is down."""

    def __init__(self, reach: ConversationReach | None) -> None:
        self.reach = reach

    async def reach_of(self, tenant_id: str, conversation_id: str) -> ConversationReach:
        if self.reach is None:
            raise DependencyUnavailable("the database is down")
        return self.reach


def shown(
    client: TestClient, doubles: Doubles, reach: ConversationReach | None
) -> tuple[bool, str | None]:
    doubles.people.reach_of = Known(reach).reach_of  # type: ignore[method-assign]
    doubles.conversations.channel = Channel.SMS
    answer = client.get(STATE, headers=STAFF)
    assert answer.status_code == 200
    return answer.json()["is_opted_out"], answer.json()["free_text_until"]


def test_on_whatsapp_the_end_of_the_window_is_shown(client: TestClient, doubles: Doubles) -> None:
    whatsapp = ChannelAddress(
        channel=Channel.SMS, account="support", recipient="whatsapp:+4915112345678"
    )
    reach = ConversationReach(is_opted_out=True, last_wrote_at=AT, address=whatsapp)

    is_opted_out, until = shown(client, doubles, reach)

    assert is_opted_out
    assert until is not None
    assert datetime.fromisoformat(until) == AT + timedelta(hours=24)


def test_while_nobody_can_tell_the_rest_is_shown(client: TestClient, doubles: Doubles) -> None:
    assert shown(client, doubles, None) == (False, None)
