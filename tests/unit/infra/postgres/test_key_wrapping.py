"""Keys made of the master key, and keys wrapped by it."""

import pytest

from domain.channel_addresses import Channel, ChannelAddress, conversation_id_of
from infra.postgres.key_wrapping import AnotherMasterKey, KeyWrapping, address_key

MASTER_KEY = bytes(range(32))


def test_the_address_key_never_changes() -> None:
    """
    With another one, the next message of every customer of every channel begins a new conversation.
    """
    key = address_key(MASTER_KEY)
    address = ChannelAddress(channel=Channel.SMS, account="+15550100", recipient="+15550199")

    assert key.hex() == "ed12b0d1a4aad9d313bbb9af431777105a8ade7961f7eb54c72df96b15c97459"
    assert conversation_id_of("acme", address, key) == "sms-93a597e7b23fba318a1702a8df338239"


def test_another_master_key_makes_another_address_key() -> None:
    """
    Nobody can tell one installation's ids from another's.
    """
    assert address_key(bytes(32)) != address_key(MASTER_KEY)


@pytest.mark.parametrize("bound_to", ["acme/k2", "globex/k1"])
def test_a_wrapped_key_unwraps_for_its_own_purpose_only(bound_to: str) -> None:
    """
    One moved to another tenant's row is no key there.
    """
    wrapped = KeyWrapping(MASTER_KEY).wrap(b"data key", "acme/k1")

    assert KeyWrapping(MASTER_KEY).unwrap(wrapped, "acme/k1") == b"data key"
    with pytest.raises(AnotherMasterKey):
        KeyWrapping(MASTER_KEY).unwrap(wrapped, bound_to)
    with pytest.raises(AnotherMasterKey):
        KeyWrapping(MASTER_KEY).unwrap(wrapped[:5], "acme/k1")
