"""A reply as JSON for the tenant's server: everything that it holds, as data."""

import json

from domain.channel_addresses import ChannelAddress
from domain.deliveries import Delivery


def rendered(delivery: Delivery, address: ChannelAddress) -> bytes:
    """The same bytes for each repeat: nothing in it depends on when it is sent."""
    data = {
        "id": delivery.delivery_id,
        "account": address.account,
        "recipient": address.recipient,
        "thread": address.thread,
        "conversation_id": delivery.conversation_id,
        "seq": delivery.seq,
        "role": delivery.role.value,
        "sent_by": delivery.sent_by,
        "text": delivery.text,
        "quick_replies": list(delivery.quick_replies),
        "cards": [card.model_dump(mode="json") for card in delivery.cards],
        "lists": [each.model_dump(mode="json") for each in delivery.lists],
        "attachments": [each.model_dump(mode="json") for each in delivery.attachments],
        "citations": [citation.model_dump(mode="json") for citation in delivery.citations],
    }
    return json.dumps({"type": "reply", "data": data}).encode()
