"""The app's home in Slack: the conversations of a person that are under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from domain.channel_addresses import Channel
from domain.channels import ConversationGlimpse

MOST_SHOWN = 20
_LONGEST_TITLE, _LONGEST_LINE = 150, 300
_OPEN: Final = "https://slack.com/app_redirect?"
_ARROW: Final = "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True)
class Phrases:
    """The tenant's own sentences, in its first language."""

    title: str
    """Above the conversations."""
    empty: str
    """Where there are none."""
    prompts: tuple[str, ...] = ()
    """What may be said first."""


def home(glimpses: Sequence[ConversationGlimpse], phrases: Phrases, app_id: str) -> dict[str, Any]:
    """The view, for `views.publish`: the latest first."""
    shown = [each for each in glimpses if each.is_open][:MOST_SHOWN]
    title = phrases.title if shown else phrases.empty
    head = {"type": "header", "text": _plain(title[:_LONGEST_TITLE])}
    blocks = [block for each in shown for block in _conversation(each, app_id)]
    return {"type": "home", "blocks": [head, *blocks]}


def _conversation(glimpse: ConversationGlimpse, app_id: str) -> list[dict[str, Any]]:
    words = glimpse.last_text[:_LONGEST_LINE]
    section: dict[str, Any] = {"type": "section", "text": _plain(words or _ARROW)}
    address = glimpse.address
    if address is not None and address.channel is Channel.SLACK:
        place = {"app": app_id, "team": address.account, "channel": address.recipient}
        section["accessory"] = {
            "type": "button",
            "action_id": "open",
            "text": _plain(_ARROW),
            "url": _OPEN + urlencode(place),
        }
    at = int(glimpse.last_at.timestamp())
    otherwise = f"{glimpse.last_at:%Y-%m-%d %H:%M} UTC"
    when = f"<!date^{at}^{{date_short_pretty}} {{time}}|{otherwise}>"
    line = f"{glimpse.channel.value} \N{MIDDLE DOT} {when}"
    context = {"type": "context", "elements": [{"type": "mrkdwn", "text": line}]}
    return [section, context]


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": True}
