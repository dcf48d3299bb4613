"""A reply as Slack shows it: Block Kit, and the same in words for notifications and readers."""

from dataclasses import dataclass
from typing import Any

from channels.slack import blocks
from channels.slack.blocks import MOST_BLOCKS, Block, Numbers
from channels.slack.mrkdwn import escaped, in_parts, mrkdwn
from domain.deliveries import Delivery
from domain.messages import Role
from domain.plain_text import ChannelFeatures, in_plain_text

EVENT_TYPE = "duralogue_delivery"
"""Of the metadata by which a look-up knows a message of ours."""
DELIVERY = "delivery"

LONGEST_TEXT = 12_000
"""Characters of a reply that is shown whole; of a longer one the middle of its words is cut."""
LONGEST_WORDS = 4_000
"""Of the words beside the blocks, escaped: a longer text can never be edited."""
_RATINGS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Rendered:
    """One message: what is posted, and for a stream its parts."""

    words: str
    """Everything as text, escaped, at most LONGEST_WORDS characters."""
    text: tuple[Block, ...]
    """The reply's own words as blocks."""
    rest: tuple[Block, ...]
    """All that stands below them."""
    metadata: dict[str, Any]

    @property
    def blocks(self) -> list[Block]:
        """At most 50."""
        return [*self.text, *self.rest]


def rendered(delivery: Delivery) -> Rendered:
    """The same for each repeat: nothing in it depends on when it is sent."""
    text, rest = _text(delivery), _rest(delivery)
    if len(text) + len(rest) > MOST_BLOCKS or len(delivery.text) > LONGEST_TEXT:
        in_words = in_plain_text(delivery, ChannelFeatures(longest=LONGEST_TEXT))
        text, rest = blocks.sections(escaped(in_words))[:MOST_BLOCKS], []
    return Rendered(
        words=words(delivery),
        text=tuple(text),
        rest=tuple(rest),
        metadata=metadata(delivery.delivery_id),
    )


def words(delivery: Delivery) -> str:
    """Everything that is said, as text that mentions nobody, beside blocks that show it whole."""
    return _in_words(delivery, LONGEST_WORDS)


def whole_words(delivery: Delivery) -> str:
    """The same in place of blocks, where Slack does not take them."""
    return _in_words(delivery, LONGEST_TEXT)


def _in_words(delivery: Delivery, most: int) -> str:
    longest = most
    while True:
        said = escaped(in_plain_text(delivery, ChannelFeatures(longest=longest)))
        if len(said) <= most:
            return said
        longest = longest * 3 // 4  # escaping has made it longer


def metadata(delivery_id: str) -> dict[str, Any]:
    """What Slack keeps with a message and gives back with it."""
    return {"event_type": EVENT_TYPE, "event_payload": {DELIVERY: delivery_id}}


def markdown_parts(delivery: Delivery, most: int) -> list[str]:
    """The reply's own words for a stream, which takes markdown as it is, in parts of at most `most`
    characters."""
    return in_parts(escaped(delivery.text), most)


def _text(delivery: Delivery) -> list[Block]:
    named = delivery.sent_by if delivery.role is Role.HUMAN_AGENT else None
    return [*blocks.speaker(named), *blocks.sections(mrkdwn(delivery.text))]


def _rest(delivery: Delivery) -> list[Block]:
    numbers = Numbers()
    return [
        *blocks.cards(delivery.cards, numbers),
        *blocks.lists(delivery.lists, numbers),
        *blocks.files(delivery.attachments),
        *blocks.choices(delivery.quick_replies, numbers),
        *blocks.form(delivery.form),
        *blocks.sources(delivery.citations),
        *(blocks.feedback() if _may_be_rated(delivery) else ()),
    ]


def _may_be_rated(delivery: Delivery) -> bool:
    """An answer out of the tenant's documents, or the question how it was."""
    is_answer = delivery.role is Role.BOT and bool(delivery.citations)
    return is_answer or delivery.quick_replies == _RATINGS
