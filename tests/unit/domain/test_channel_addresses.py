"""Addresses of customers, and the conversations that are made of them."""

import pytest
from pydantic import ValidationError

from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import Role

KEY = bytes(range(32))
RECIPIENT = "+4915155501234"
ADDRESS = ChannelAddress(channel=Channel.SMS, account="+15550100", recipient=RECIPIENT)


def test_an_address_does_not_show_whom_it_reaches() -> None:
    """
    What ends up in a log line or in a failure's words is the repr.
    """
    row = Delivery(
        tenant_id="acme",
        delivery_id="c-1/bot/s1t1.0.0",
        conversation_id="c-1",
        message_id="s1t1.0.0",
        seq=1,
        role=Role.BOT,
        channel=Channel.SMS,
        status=DeliveryStatus.PENDING,
        text="hello",
        address=ADDRESS,
    )

    assert RECIPIENT not in f"{ADDRESS!r} {ADDRESS!s} {row!r}"


def test_a_refused_address_is_not_quoted() -> None:
    """
    A failure's words go further than the address may.
    """
    with pytest.raises(ValidationError) as refused:
        ChannelAddress(channel=Channel.SMS, account="+15550100", recipient=f"{RECIPIENT}\n")

    assert RECIPIENT not in str(refused.value)


def test_the_conversation_is_always_the_same_and_tells_nothing() -> None:
    """
    It is a name in Temporal, in logs and in addresses of the API.
    """
    found = conversation_id_of("acme", ADDRESS, KEY)

    assert found == conversation_id_of("acme", ADDRESS.model_copy(), KEY)
    assert found.startswith("sms-")
    assert "5550" not in found


@pytest.mark.parametrize(
    ("tenant", "changed", "key"),
    [
        ("globex", {}, KEY),
        ("acme", {"account": "+15550101"}, KEY),
        ("acme", {"recipient": "+4915155501235"}, KEY),
        ("acme", {"thread": "1"}, KEY),
        ("acme", {}, bytes(32)),
    ],
    ids=["tenant", "account", "recipient", "thread", "key"],
)
def test_whatever_differs_makes_another_conversation(
    tenant: str, changed: dict[str, str], key: bytes
) -> None:
    """
    Two customers never share one.
    """
    other = ADDRESS.model_copy(update=changed)

    assert conversation_id_of(tenant, other, key) != conversation_id_of("acme", ADDRESS, KEY)
