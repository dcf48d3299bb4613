"""conversations.*, users.info and assistant.threads.*: what may be read, and what is shown."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from provider_doubles.slack.arguments import Arguments, Json, SlackError
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.posting import channel_to_write
from provider_doubles.slack.workspace import Channel, Message, Workspace

_PAGE = 100
_LARGEST_PAGE = 999
_MOST_PROMPTS = 4


def replies(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    channel = _channel_to_read(workspace, arguments)
    root = arguments.required("ts")
    if workspace.find(channel.id, root) is None:
        raise SlackError("thread_not_found")
    found = [
        message
        for message in _visible(workspace, channel)
        if message.ts == root or (message.thread_ts == root and _is_within(message, arguments))
    ]
    return _page(workspace, sorted(found, key=_moment), arguments)


def history(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    channel = _channel_to_read(workspace, arguments)
    found = [
        message
        for message in _visible(workspace, channel)
        if message.thread_ts in ("", message.ts) and _is_within(message, arguments)
    ]
    page = _page(workspace, sorted(found, key=_moment, reverse=True), arguments)
    return page | {"pin_count": 0, "channel_actions_ts": None, "channel_actions_count": 0}


def open_conversation(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    users = [user for user in arguments.text("users").split(",") if user]
    if len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "too_many_users")
    if users[0] not in workspace.users:
        raise SlackError("user_not_found")
    channel = workspace.direct_channel(users[0])
    return {"channel": {"id": channel.id}}


def info(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    channel = workspace.channels.get(arguments.required("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    return {"channel": _described(workspace, channel)}


def list_conversations(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    kinds = (arguments.text("types") or "public_channel").split(",")
    names = {"public_channel": "channel", "private_channel": "group"}
    wanted = {names.get(kind, kind) for kind in kinds}
    found = [each for each in workspace.channels.values() if each.kind in wanted]
    return {
        "channels": [_described(workspace, channel) for channel in found],
        "response_metadata": {"next_cursor": ""},
    }


def user_info(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    user, settings = arguments.required("user"), workspace.settings
    is_bot = user == settings.bot_user
    name = settings.bot_name if is_bot else workspace.users.get(user)
    if name is None:
        raise SlackError("user_not_found")
    return {
        "user": {
            "id": user,
            "team_id": settings.team_id,
            "name": name.lower(),
            "real_name": name,
            "deleted": False,
            "tz": "Etc/UTC",
            "tz_offset": 0,
            "is_bot": is_bot,
            "profile": {"real_name": name, "display_name": name},
        }
    }


def set_status(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    place = _assistant_thread(workspace, arguments)
    workspace.statuses[place] = arguments.text("status")
    return {}


def set_title(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    _assistant_thread(workspace, arguments)
    arguments.required("title")
    return {}


def set_suggested_prompts(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    place = _assistant_thread(workspace, arguments)
    prompts: Any = arguments.data("prompts", "invalid_arguments")
    if not isinstance(prompts, list) or not 1 <= len(prompts) <= _MOST_PROMPTS:
        raise SlackError("invalid_arguments", "[ERROR] prompts: 1 to 4 are allowed")
    if not all(isinstance(each, dict) and {"title", "message"} <= each.keys() for each in prompts):
        raise SlackError("invalid_arguments", "[ERROR] prompts: each has a title and a message")
    workspace.prompts[place] = prompts
    return {}


def _assistant_thread(workspace: Workspace, arguments: Arguments) -> tuple[str, str]:
    channel = workspace.channels.get(arguments.required("channel_id"))
    if channel is None:
        raise SlackError("channel_not_found")
    thread = arguments.text("thread_ts")
    if thread and workspace.find(channel.id, thread) is None:
        raise SlackError("invalid_thread_ts")
    if not thread and channel.kind != "im":
        raise SlackError("invalid_thread_ts")
    return channel.id, thread


def _channel_to_read(workspace: Workspace, arguments: Arguments) -> Channel:
    arguments.required("channel")
    try:
        return channel_to_write(workspace, arguments)
    except SlackError as error:
        if error.error == "is_archived":
            return workspace.channels[arguments.text("channel")]
        raise


def _visible(workspace: Workspace, channel: Channel) -> list[Message]:
    """Without what is deleted, or was for one person only."""
    every = workspace.messages.get(channel.id, {}).values()
    return [message for message in every if not message.is_deleted and not message.only_for]


def _moment(message: Message) -> tuple[int, int]:
    seconds, _, count = message.ts.partition(".")
    return int(seconds), int(count)


def _is_within(message: Message, arguments: Arguments) -> bool:
    at = float(message.ts)
    try:
        oldest = float(arguments.text("oldest") or 0)
        latest = float(arguments.text("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    if arguments.flag("inclusive"):
        return oldest <= at <= latest
    return oldest < at < latest


def _page(workspace: Workspace, found: Sequence[Message], arguments: Arguments) -> Json:
    limit = arguments.number("limit", _PAGE, _LARGEST_PAGE)
    start = _start(arguments.text("cursor"))
    page = found[start : start + limit]
    has_more = len(found) > start + limit
    told = arguments.flag("include_all_metadata")
    answer: Json = {
        "messages": [each.as_json(workspace.settings, with_metadata=told) for each in page],
        "has_more": has_more,
    }
    if has_more:
        cursor = base64.urlsafe_b64encode(f"next:{start + limit}".encode()).decode()
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        word, _, number = base64.urlsafe_b64decode(cursor).decode().partition(":")
        return int(number) if word == "next" else -1
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


def _described(workspace: Workspace, channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_archived": channel.is_archived,
        "is_member": workspace.settings.bot_user in channel.members,
    }
