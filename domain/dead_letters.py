"""Dead letters on their way back: to their conversations, in order."""

from collections.abc import Iterable, Iterator

from domain.channel_addresses import Channel
from domain.channels import MOST_REPLAYED, ReplayDeliveries
from domain.deliveries import DeadLetter


def replays_of(letters: Iterable[DeadLetter]) -> Iterator[tuple[str, Channel, ReplayDeliveries]]:
    """(conversation, channel, what it is to send), as many in one as it may be handed at once, in
    order: each is put behind those that came before it."""
    by_conversation: dict[tuple[str, Channel], list[str]] = {}
    for letter in letters:
        place = (letter.conversation_id, letter.channel)
        by_conversation.setdefault(place, []).append(letter.delivery_id)
    for (conversation_id, channel), ids in by_conversation.items():
        for start in range(0, len(ids), MOST_REPLAYED):
            some = ReplayDeliveries(delivery_ids=tuple(ids[start : start + MOST_REPLAYED]))
            yield conversation_id, channel, some
