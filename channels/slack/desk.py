"""The desk in a channel of Slack: cards of handoffs, their threads, and what is done there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from channels.slack.blocks import Block
from channels.slack.calls import SlackCalls
from channels.slack.desk_calls import DESK
from channels.slack.mrkdwn import escaped
from channels.slack.workspaces import SlackWorkspaces
from domain.desk.messenger import DeskAction, DeskCard, DeskThread
from domain.desk.messenger_words import messenger_words
from domain.desk.settings import MessengerDesk
from domain.errors import DependencyRejected, OutcomeUnknown
from domain.handoffs import HandoffKind, HandoffStatus
from domain.ports import ChannelConnections, ChannelInstalls

_EVENT_TYPE, _KEY = "duralogue_desk", "key"
_OF_CALL_BACKS: Final = frozenset({DeskAction.CLAIM, DeskAction.RETURN})
_LONGEST_SAID = 3_000
_PAGE, _MOST_PAGES = 100, 5
_CLOCKS_DIFFER = timedelta(minutes=2)


class SlackDesk:
    """Implements `DeskMessenger`."""

    def __init__(
        self,
        connections: ChannelConnections,
        installs: ChannelInstalls,
        *,
        calls: SlackCalls | None = None,
    ) -> None:
        self._workspaces = SlackWorkspaces(connections, installs, calls=calls)

    async def post_card(
        self, tenant_id: str, place: MessengerDesk, card: DeskCard, key: str
    ) -> str:
        body = {"channel": place.channel, **_card(card), "metadata": _metadata(key)}
        return await self._posted(tenant_id, place.account, body)

    async def update_card(self, tenant_id: str, thread: DeskThread, card: DeskCard) -> None:
        body = {"channel": thread.channel, "ts": thread.thread, **_card(card)}
        connection = await self._workspaces.connection(tenant_id, thread.account)
        await self._workspaces.post(tenant_id, connection, "chat.update", body)

    async def say(self, tenant_id: str, thread: DeskThread, text: str, key: str) -> None:
        body = {
            "channel": thread.channel,
            "thread_ts": thread.thread,
            "text": escaped(text)[:_LONGEST_SAID],
            "metadata": _metadata(key),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        await self._posted(tenant_id, thread.account, body)

    async def find(
        self, tenant_id: str, place: MessengerDesk, thread: str, key: str, *, since: datetime
    ) -> str | None:
        connection = await self._workspaces.connection(tenant_id, place.account)
        method = "conversations.replies" if thread else "conversations.history"
        params: dict[str, Any] = {
            "channel": place.channel,
            "oldest": f"{(since - _CLOCKS_DIFFER).timestamp():.6f}",
            "include_all_metadata": True,
            "limit": _PAGE,
            **({"ts": thread} if thread else {}),
        }
        for _ in range(_MOST_PAGES):
            page = await self._workspaces.get(tenant_id, connection, method, params)
            for message in page.get("messages") or ():
                if isinstance(message, dict) and _key_of(message) == key:
                    return str(message.get("ts"))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            params["cursor"] = cursor
        raise DependencyRejected(f"{method}: more than {_MOST_PAGES} pages since it was posted")

    async def _posted(self, tenant_id: str, account: str, body: Mapping[str, Any]) -> str:
        connection = await self._workspaces.connection(tenant_id, account)
        said = await self._workspaces.post(tenant_id, connection, "chat.postMessage", body)
        ts = said.get("ts")
        if not isinstance(ts, str):
            raise OutcomeUnknown("chat.postMessage: the answer names no message")
        return ts


def _in_a_line(text: str) -> str:
    """A customer's words begin no line of ours."""
    return " ".join(text.split())


def _card(card: DeskCard) -> dict[str, Any]:
    handoff, words = card.handoff, messenger_words(card.language)
    since = words["waiting_since"].format(moment=_moment(handoff.opened_at, words))
    lines = [f"*{escaped(handoff.queue)}* · {since}"]
    if handoff.kind is HandoffKind.CALL_BACK:
        lines.append(words["call_back"].format(contact=escaped(handoff.contact or "?")))
    if handoff.reason:
        lines.append(escaped(_in_a_line(handoff.reason)))
    if card.written:
        lines.append("> " + words["in_short"].format(text=escaped(_in_a_line(card.written))))
    lines += [f"> {words[one.kind]}: {escaped(_in_a_line(one.text))}" for one in card.summary]
    if handoff.preview and not card.summary:
        lines.append("> " + escaped(_in_a_line(handoff.preview)))
    if handoff.note and card.is_open:
        lines.append(words["note"].format(text=escaped(handoff.note)))
    lines.append(_standing(card, words))
    blocks: list[Block] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "\n".join(lines), "verbatim": True}}
    ]
    if buttons := _buttons(card, words):
        blocks.append({"type": "actions", "elements": buttons})
    return {"text": f"{escaped(handoff.queue)}: {_standing(card, words)}", "blocks": blocks}


def _moment(at: datetime, words: Mapping[str, str]) -> str:
    """In the reader's own zone."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{words['then']}>"


def _standing(card: DeskCard, words: Mapping[str, str]) -> str:
    handoff = card.handoff
    values = {"agent": escaped(handoff.offered_to or handoff.assigned_agent or "")}
    if handoff.status is not HandoffStatus.WAITING:
        values["agent"] = escaped(handoff.assigned_agent or "")
    if handoff.snoozed_until is not None:
        values["moment"] = _moment(handoff.snoozed_until, words)
    return words[_standing_of(card)].format(**values)


def _standing_of(card: DeskCard) -> str:
    """Which of the words."""
    handoff = card.handoff
    if handoff.status is HandoffStatus.WAITING:
        waits = "nobody_came" if handoff.escalated else "waits"
        return "offered" if handoff.offered_to else waits
    if not card.is_open:
        return "over_with" if handoff.assigned_agent else "over"
    if handoff.snoozed_until is not None:
        return "with_snoozed"
    return "with_calls" if handoff.kind is HandoffKind.CALL_BACK else "with"


def _buttons(card: DeskCard, words: Mapping[str, str]) -> list[Block]:
    shown: Mapping[HandoffStatus, tuple[DeskAction, ...]] = {
        HandoffStatus.WAITING: (DeskAction.CLAIM,),
        HandoffStatus.CLAIMED: (
            DeskAction.RESOLVE,
            DeskAction.SNOOZE,
            DeskAction.REQUEUE,
            DeskAction.RETURN,
        ),
    }
    return [
        {
            "type": "button",
            "action_id": DESK + action.value,
            "text": {"type": "plain_text", "text": words[_label(card, action)]},
            "value": card.handoff.handoff_id,
        }
        for action in shown.get(card.handoff.status, ())
        if card.handoff.kind is HandoffKind.CHAT or action in _OF_CALL_BACKS
    ]


def _label(card: DeskCard, action: DeskAction) -> str:
    is_call = card.handoff.kind is HandoffKind.CALL_BACK
    return "called" if is_call and action is DeskAction.RETURN else action.value


def _metadata(key: str) -> dict[str, Any]:
    return {"event_type": _EVENT_TYPE, "event_payload": {_KEY: key}}


def _key_of(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata")
    if not isinstance(metadata, dict) or metadata.get("event_type") != _EVENT_TYPE:
        return None
    payload = metadata.get("event_payload")
    return str(payload.get(_KEY)) if isinstance(payload, dict) else None
