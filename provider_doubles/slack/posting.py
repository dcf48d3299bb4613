"""chat.postMessage, chat.postEphemeral, chat.update and chat.delete."""

import json
from typing import Any

from provider_doubles.slack.arguments import Arguments, Json, SlackError
from provider_doubles.slack.blocks import check_blocks
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.workspace import Channel, Message, Workspace

LONGEST_TEXT = 40_000
_LARGEST_METADATA = 16_384
"""In bytes, as JSON."""


def channel_to_write(workspace: Workspace, arguments: Arguments) -> Channel:
    """A user's id is their DM. Raise SlackError as Slack does."""
    given = arguments.text("channel")
    if given in workspace.users:
        return workspace.direct_channel(given)
    channel = workspace.channels.get(given)
    if channel is None:
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if workspace.settings.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def metadata_of(arguments: Arguments) -> Json | None:
    given = arguments.data("metadata", "invalid_metadata_format")
    if given is None:
        return None
    payload = given.get("event_payload") if isinstance(given, dict) else None
    if not isinstance(payload, dict) or not isinstance(given.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(given).encode()) > _LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return dict(given)


def post_message(workspace: Workspace, arguments: Arguments, echo: Echo) -> Json:
    message = workspace.put(_new_message(workspace, arguments))
    echo.posted(message)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "message": message.as_json(workspace.settings),
    }


def post_ephemeral(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    user = arguments.required("user")
    message = _new_message(workspace, arguments)
    if user not in workspace.channels[message.channel].members:
        raise SlackError("user_not_in_channel")
    message.only_for = user
    workspace.put(message)
    return {"message_ts": message.ts}


def update(workspace: Workspace, arguments: Arguments, echo: Echo) -> Json:
    channel = channel_to_write(workspace, arguments)
    message = own_message(workspace, channel, arguments, "cant_update_message")
    if message.streams_until is not None:
        raise SlackError("streaming_state_conflict")
    text, blocks = _content(arguments, is_update=True)
    before = message.as_json(workspace.settings)
    message.earlier.append(message.text)
    message.is_markdown = "markdown_text" in arguments
    message.text = text
    if blocks is not None:
        message.blocks = blocks
    if (metadata := metadata_of(arguments)) is not None:
        message.metadata = metadata
    message.edited_at = workspace.new_ts()
    echo.changed(message, before)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message.as_json(workspace.settings),
    }


def delete(workspace: Workspace, arguments: Arguments, echo: Echo) -> Json:
    channel = channel_to_write(workspace, arguments)
    message = own_message(workspace, channel, arguments, "cant_delete_message")
    message.is_deleted = True
    echo.deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def own_message(
    workspace: Workspace, channel: Channel, arguments: Arguments, refusal: str
) -> Message:
    """Raise SlackError for one that is not there, or somebody else's."""
    message = workspace.find(channel.id, arguments.required("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if message.user != workspace.settings.bot_user:
        raise SlackError(refusal)
    return message


def _new_message(workspace: Workspace, arguments: Arguments) -> Message:
    channel = channel_to_write(workspace, arguments)
    text, blocks = _content(arguments, is_update=False)
    return Message(
        channel=channel.id,
        ts=workspace.new_ts(),
        user=workspace.settings.bot_user,
        text=text,
        thread_ts=arguments.text("thread_ts"),
        bot_id=workspace.settings.bot_id,
        blocks=blocks or [],
        metadata=metadata_of(arguments),
        is_markdown="markdown_text" in arguments,
    )


def _content(arguments: Arguments, *, is_update: bool) -> tuple[str, list[Json] | None]:
    """Text and blocks; None for blocks that stay as they are."""
    if "markdown_text" in arguments:
        return _markdown(arguments), None
    given: Any = arguments.data("blocks", "invalid_blocks_format")
    blocks = check_blocks(given) if given is not None else None
    text = arguments.text("text")
    if not text and not blocks and "attachments" not in arguments:
        raise SlackError("no_text")
    if len(text) > LONGEST_TEXT:
        raise SlackError("msg_too_long")
    # A text alone takes the blocks away that the message had.
    return text, [] if is_update and blocks is None and text else blocks


def _markdown(arguments: Arguments) -> str:
    if "text" in arguments or "blocks" in arguments:
        raise SlackError("markdown_text_conflict")
    text = arguments.text("markdown_text")
    if len(text) > 12_000:  # noqa: PLR2004 - Slack's own figure, said beside it
        raise SlackError("msg_too_long")
    return text
