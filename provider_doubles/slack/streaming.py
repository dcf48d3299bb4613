"""chat.startStream, chat.appendStream and chat.stopStream."""

import time
from typing import Any

from provider_doubles.slack.arguments import Arguments, Json, SlackError
from provider_doubles.slack.blocks import check_blocks
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.posting import channel_to_write, metadata_of, own_message
from provider_doubles.slack.workspace import Message, Workspace

LONGEST_MARKDOWN = 12_000
"""Of one call."""
_CHUNKS = {"markdown_text", "task_update", "plan_update", "blocks"}


def start_stream(workspace: Workspace, arguments: Arguments, echo: Echo) -> Json:
    channel = channel_to_write(workspace, arguments)
    settings = workspace.settings
    if channel.kind not in settings.streams_in:
        raise SlackError("channel_type_not_supported")
    if channel.kind == "im":
        arguments.required("thread_ts")
    else:
        for name in ("recipient_team_id", "recipient_user_id"):
            if name not in arguments:
                raise SlackError(f"missing_{name}")
    team = arguments.text("recipient_team_id")
    if team not in ("", settings.team_id, settings.enterprise_id):
        raise SlackError("team_not_found")
    if (user := arguments.text("recipient_user_id")) and user not in workspace.users:
        raise SlackError("user_not_found")
    message = Message(
        channel=channel.id,
        ts=workspace.new_ts(),
        user=settings.bot_user,
        text=_words(arguments),
        thread_ts=arguments.text("thread_ts"),
        bot_id=settings.bot_id,
        is_markdown=True,
        streams_until=time.monotonic() + settings.stream_lasts_s,
    )
    echo.posted(workspace.put(message))
    return {"channel": channel.id, "ts": message.ts}


def append_stream(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    message = _open_stream(workspace, arguments)
    if "markdown_text" not in arguments and "chunks" not in arguments:
        raise SlackError("no_text")
    message.text += _words(arguments)
    message.streams_until = time.monotonic() + workspace.settings.stream_lasts_s
    return {"channel": message.channel, "ts": message.ts}


def stop_stream(workspace: Workspace, arguments: Arguments, echo: Echo) -> Json:
    message = _open_stream(workspace, arguments)
    words = _words(arguments)
    blocks = check_blocks(arguments.data("blocks", "invalid_blocks_format"))
    metadata = metadata_of(arguments)
    before = message.as_json(workspace.settings)
    message.text += words
    message.blocks = [*message.blocks, *blocks]
    message.metadata = metadata or message.metadata
    message.streams_until = None
    echo.changed(message, before)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "message": message.as_json(workspace.settings),
    }


def _open_stream(workspace: Workspace, arguments: Arguments) -> Message:
    channel = channel_to_write(workspace, arguments)
    message = own_message(workspace, channel, arguments, "message_not_owned_by_app")
    until = message.streams_until
    if until is not None and until <= time.monotonic():
        message.streams_until = until = None
    if until is None:
        raise SlackError("message_not_in_streaming_state")
    return message


def _words(arguments: Arguments) -> str:
    text = arguments.text("markdown_text")
    chunks: Any = arguments.data("chunks", "invalid_chunks")
    for chunk in chunks or []:
        if not isinstance(chunk, dict) or chunk.get("type") not in _CHUNKS:
            raise SlackError("invalid_chunks")
        if chunk["type"] == "markdown_text":
            text += str(chunk.get("text", ""))
        elif chunk["type"] == "blocks":
            check_blocks(chunk.get("blocks"))
    if len(text) > LONGEST_MARKDOWN:
        raise SlackError("msg_too_long")
    return text
