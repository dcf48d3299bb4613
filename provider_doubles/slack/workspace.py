"""The workspace in memory: people, channels, messages, views and tokens."""

import secrets
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from provider_doubles.slack.settings import SlackSettings

Json = dict[str, Any]


@dataclass
class Channel:
    id: str
    name: str
    kind: str
    """im, channel, group or mpim."""
    members: set[str] = field(default_factory=set)
    is_archived: bool = False


@dataclass
class Message:
    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str = ""
    """The root's; "" outside threads."""
    bot_id: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    edited_at: str = ""
    is_deleted: bool = False
    is_markdown: bool = False
    """Streamed: its text is Markdown, not Slack's own."""
    streams_until: float | None = None
    """On the monotonic clock, while it is a stream."""
    only_for: str = ""
    """The one user who sees an ephemeral message."""
    earlier: list[str] = field(default_factory=list)
    """Texts that people saw before it was changed."""

    def as_json(self, settings: SlackSettings, *, with_metadata: bool = True) -> Json:
        told: Json = {"type": "message", "user": self.user, "text": self.text, "ts": self.ts}
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.blocks:
            told["blocks"] = self.blocks
        if self.bot_id:
            told |= {"bot_id": self.bot_id, "app_id": settings.app_id}
        if self.edited_at:
            told["edited"] = {"user": self.user, "ts": self.edited_at}
        if self.metadata is not None and with_metadata:
            told["metadata"] = self.metadata
        return told | {"team": settings.team_id}


@dataclass
class Token:
    scopes: tuple[str, ...]
    expires_at: float | None = None
    """On the wall clock."""
    is_revoked: bool = False


@dataclass
class View:
    id: str
    user: str
    view: Json
    """As it was opened, with its id and hash."""


class Workspace:
    """Everything that one double knows. `reset` forgets all but the settings."""

    def __init__(self, settings: SlackSettings) -> None:
        self.settings = settings
        self.reset()

    def reset(self) -> None:
        settings = self.settings
        self._last_ts = 0
        self.users: dict[str, str] = {"U0ADA00001": "Ada", "U0BOB00001": "Bob"}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = defaultdict(dict)
        """channel -> ts -> message, in the order in which they came."""
        self.tokens = {settings.bot_token: Token(settings.scopes)}
        self.refresh_tokens: set[str] = set()
        self.codes: dict[str, str] = {}
        """OAuth code -> redirect URI."""
        self.triggers: dict[str, float] = {}
        """trigger_id -> until when, on the monotonic clock; 0 once it was used."""
        self.trigger_users: dict[str, str] = {}
        """trigger_id -> whoever pressed."""
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.statuses: dict[tuple[str, str], str] = {}
        """(channel, thread) -> "is thinking…"."""
        self.prompts: dict[tuple[str, str], list[Json]] = {}
        self.response_urls: dict[str, tuple[str, str, str]] = {}
        """key -> (channel, ts of the message, user)."""
        everybody = {*self.users, settings.bot_user}
        for name in ("general", "help"):
            self.add_channel(Channel(f"C0{name.upper():0<8}", name, "channel", set(everybody)))
        self.add_channel(Channel("C0RANDOM00", "random", "channel", set(self.users)))
        for user in self.users:
            self.direct_channel(user)

    def add_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        return channel

    def add_user(self, user: str, name: str) -> None:
        """Known from now on, and a member of the channels in which the bot is."""
        self.users[user] = name
        for channel in self.channels.values():
            if channel.kind == "channel":
                channel.members.add(user)

    def direct_channel(self, user: str) -> Channel:
        """The DM of a person with the bot."""
        known = self.channels.get(f"D{user[1:]}")
        if known is not None:
            return known
        members = {user, self.settings.bot_user}
        return self.add_channel(Channel(f"D{user[1:]}", "", "im", members))

    def new_ts(self) -> str:
        """Unique and monotone over the whole workspace."""
        self._last_ts = max(time.time_ns() // 1000, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def put(self, message: Message) -> Message:
        self.messages[message.channel][message.ts] = message
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        """None for one that is deleted, too."""
        message = self.messages.get(channel, {}).get(ts)
        return None if message is None or message.is_deleted else message

    def new_trigger(self, user: str) -> str:
        trigger = f"{time.time_ns()}.{secrets.token_hex(8)}"
        self.trigger_users[trigger] = user
        self.triggers[trigger] = time.monotonic() + self.settings.trigger_lasts_s
        return trigger

    def new_response_url(self, channel: str, ts: str, user: str) -> str:
        """Its key; the address is made of it by whoever knows our own."""
        key = secrets.token_hex(12)
        self.response_urls[key] = (channel, ts, user)
        return key
