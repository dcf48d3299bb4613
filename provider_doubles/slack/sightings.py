"""Messages as people would have seen them, and which of them came twice."""

import json
from collections import defaultdict

from provider_doubles.slack.workspace import Json, Message, Workspace


def seen(workspace: Workspace, channel: str = "") -> list[Json]:
    """Every message in the order in which it was shown; also what was deleted since."""
    found = [
        message
        for name, messages in workspace.messages.items()
        if channel in ("", name)
        for message in messages.values()
    ]
    return [_sighting(workspace, each) for each in sorted(found, key=lambda one: one.ts)]


def repeated(workspace: Workspace) -> Json:
    """The bot's messages that were shown more than once: by their metadata, and by their words in
    one thread."""
    by_metadata: dict[str, list[str]] = defaultdict(list)
    by_words: dict[str, list[str]] = defaultdict(list)
    for messages in workspace.messages.values():
        for message in messages.values():
            if not message.bot_id or message.only_for:
                continue
            if message.metadata is not None:
                told = json.dumps(message.metadata, sort_keys=True)
                by_metadata[told].append(message.ts)
            place = json.dumps([message.channel, message.thread_ts, message.text])
            by_words[place].append(message.ts)
    return {"by_metadata": _more_than_one(by_metadata), "by_words": _more_than_one(by_words)}


def _more_than_one(groups: dict[str, list[str]]) -> list[Json]:
    return [{"what": json.loads(key), "ts": ts} for key, ts in groups.items() if len(ts) > 1]


def _sighting(workspace: Workspace, message: Message) -> Json:
    name = workspace.users.get(message.user, workspace.settings.bot_name)
    return {
        "channel": message.channel,
        "thread_ts": message.thread_ts,
        "ts": message.ts,
        "user": message.user,
        "name": name,
        "is_bot": bool(message.bot_id),
        "text": message.text,
        "is_markdown": message.is_markdown,
        "blocks": message.blocks,
        "metadata": message.metadata,
        "is_edited": bool(message.edited_at),
        "is_deleted": message.is_deleted,
        "is_streaming": message.streams_until is not None,
        "only_for": message.only_for,
        "earlier": message.earlier,
    }
