"""Events of Slack's: messages in and around threads, their changes, and what becomes of an app."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from channels.slack.desk_calls import said_in_thread
from channels.slack.payloads import (
    Changed,
    Happened,
    HomeOpened,
    Kind,
    Message,
    SharedFile,
    ThreadStarted,
    TokensRevoked,
    moment,
    read,
)
from channels.slack.plain_text import is_for_somebody_else, mentions, plain
from channels.slack.scene import Scene, is_direct, thread_of
from domain.channel_addresses import Channel
from domain.channels import (
    ChannelChange,
    ConnectionEnded,
    FollowUp,
    MessageChange,
    MessageDeleted,
    MessageEdited,
    ParsedWebhook,
)
from domain.errors import InvalidInput
from domain.messages import MAX_ATTACHMENTS, MAX_TEXT, Attachment, is_visible
from domain.values import printable

SET_STATUS, SUGGEST_PROMPTS, PUBLISH_HOME = "set_status", "suggest_prompts", "publish_home"
WORDLESS = "\N{WAVING HAND SIGN}"
"""What is heard where somebody only names the bot, or sends what cannot be read."""
_SAID = frozenset({None, "file_share", "me_message", "thread_broadcast"})
_CHANGES = frozenset({"message_changed", "message_deleted"})
_TOMBSTONE = "tombstone"
_LONGEST_NAME = 255
_LARGEST_FILE = 2**40
_MEDIA_TYPE = re.compile(r"[a-z0-9]{1,40}/[a-z0-9.+-]{1,80}")
_NOTHING = ParsedWebhook()


def brought_by(happened: Happened, scene: Scene) -> ParsedWebhook:
    """Raise InvalidInput, naming the field."""
    event = happened.event
    what = read(Kind, event, "event")
    match what.type:
        case "message" if what.subtype in _CHANGES:
            return _changed(read(Changed, event, "event"), happened.event_id, scene)
        case "message" | "app_mention" as kind:
            return _said(read(Message, event, "event"), scene, names_us=kind == "app_mention")
        case "assistant_thread_started":
            thread = read(ThreadStarted, event, "event").assistant_thread
            asked = {"channel": thread.channel_id, "thread": thread.thread_ts}
            return ParsedWebhook(follow_ups=(FollowUp(kind=SUGGEST_PROMPTS, data=asked),))
        case "app_home_opened":
            return _home(read(HomeOpened, event, "event"), scene)
        case _:
            return _ended(what.type, happened, scene)


def _said(message: Message, scene: Scene, *, names_us: bool) -> ParsedWebhook:
    channel, ts, user, words = message.channel, message.ts, message.user, message.text or ""
    if message.subtype not in _SAID or message.is_a_bots or user in {None, scene.bot_user}:
        return _NOTHING
    if channel is None or ts is None or user is None:
        raise InvalidInput("event", "must name the message by its channel and ts")
    direct, in_thread = (
        is_direct(channel, message.channel_type),
        message.thread_ts not in {None, ts},
    )
    is_ours = bool(
        direct
        or names_us
        or (scene.bot_user and mentions(words, scene.bot_user))
        or (scene.bot_user and message.parent_user_id == scene.bot_user)
    )
    if not is_ours and (not in_thread or is_for_somebody_else(words, scene.bot_user)):
        return ParsedWebhook(desk_words=said_in_thread(message, scene))
    files = _files(message.files)
    text = plain(words, scene.bot_user, most=MAX_TEXT)
    heard = text if is_visible(text) else ("" if files else WORDLESS)
    thread = thread_of(channel, message.channel_type, ts, message.thread_ts)
    address = scene.address(channel, thread)
    said = scene.message(
        scene.message_id(ts, channel), address, user, text=heard, attachments=files
    )
    working = FollowUp(
        kind=SET_STATUS,
        conversation_id=said.conversation_id,
        data={"channel": channel, "thread": thread},
    )
    return ParsedWebhook(
        messages=(said,),
        desk_words=() if direct else said_in_thread(message, scene),
        follow_ups=(working,) if direct and thread else (),
        only_if_known=frozenset(() if is_ours else (said.conversation_id,)),
    )


def _files(files: tuple[Mapping[str, Any], ...] | None) -> tuple[Attachment, ...]:
    """What Slack says of them; of a file that was removed or may not be seen only its id."""
    found = [read(SharedFile, each, f"event.files.{n}") for n, each in enumerate(files or ())]
    return tuple(_attachment(each) for each in found[:MAX_ATTACHMENTS])


def _attachment(file: SharedFile) -> Attachment:
    name = "".join(filter(_shows, file.name or file.title or file.id))[:_LONGEST_NAME]
    media_type = (file.mimetype or "").lower()
    is_known = _MEDIA_TYPE.fullmatch(media_type) is not None
    return Attachment(
        name=name or file.id,
        media_type=media_type if is_known else "application/octet-stream",
        size=min(file.size or 0, _LARGEST_FILE),
        reference=file.id,
    )


def _shows(char: str) -> bool:
    try:
        return bool(printable(char))
    except ValueError:
        return False


def _changed(changed: Changed, event_id: str, scene: Scene) -> ParsedWebhook:
    """Of a message that a person has edited or deleted. A link that Slack unfolds below a message
    changes that message too, and nobody has said anything."""
    now, before = changed.message, changed.previous_message
    is_gone = changed.subtype == "message_deleted" or (now and now.subtype == _TOMBSTONE)
    about = before if is_gone else now
    if about is None or about.is_a_bots or about.user == scene.bot_user:
        return _NOTHING
    ts = changed.deleted_ts or (now.ts if now else None) or about.ts
    if ts is None:
        raise InvalidInput("event", "must name the message by its ts")
    thread = thread_of(changed.channel, changed.channel_type, ts, about.thread_ts)
    conversation_id = scene.conversation_id(scene.address(changed.channel, thread))
    message_id = scene.message_id(ts, changed.channel)
    change: MessageChange
    if is_gone:
        at = moment(changed.event_ts, scene.received_at)
        change = MessageDeleted(event_id=event_id, message_id=message_id, at=at)
    elif about.edited is None or (before is not None and before.text == about.text):
        return _NOTHING
    else:
        change = MessageEdited(
            event_id=event_id,
            message_id=message_id,
            text=plain(about.text or "", scene.bot_user, most=MAX_TEXT),
            at=moment(about.edited.ts, scene.received_at),
        )
    direct = is_direct(changed.channel, changed.channel_type)
    return ParsedWebhook(
        changes=(
            ChannelChange(
                tenant_id=scene.tenant_id,
                conversation_id=conversation_id,
                channel=Channel.SLACK,
                change=change,
            ),
        ),
        only_if_known=frozenset(() if direct else (conversation_id,)),
    )


def _home(opened: HomeOpened, scene: Scene) -> ParsedWebhook:
    if opened.tab != "home":
        return _NOTHING
    asked = {
        "user": opened.user,
        "person": scene.person(opened.user),
        "app_id": scene.app_id,
    }
    return ParsedWebhook(follow_ups=(FollowUp(kind=PUBLISH_HOME, data=asked),))


def _ended(kind: str, happened: Happened, scene: Scene) -> ParsedWebhook:
    """Where the workspace has thrown the app out, by one way or the other."""
    match kind:
        case "app_uninstalled":
            reason = "the app was uninstalled"
        case "tokens_revoked" if read(TokensRevoked, happened.event, "event").tokens.bot:
            reason = "the bot's token was revoked"
        case _:
            return _NOTHING
    time = happened.event_time
    at = datetime.fromtimestamp(time, UTC) if time is not None else None
    return ParsedWebhook(ended=(ConnectionEnded(account=scene.account, reason=reason, at=at),))
