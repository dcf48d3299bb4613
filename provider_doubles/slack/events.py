"""Events of the Events API: made of what happens in the workspace, and sent to the app."""

import json
import secrets
import time
import uuid

from provider_doubles.slack.request_sender import RequestSender, Sent
from provider_doubles.slack.workspace import Channel, Json, Message, Workspace

_SUBSCRIPTIONS = {
    "im": "message.im",
    "channel": "message.channels",
    "group": "message.groups",
    "mpim": "message.mpim",
}


class Events:
    """Implements `Echo`: the bot's own messages are told to the app, too."""

    def __init__(self, workspace: Workspace, sender: RequestSender) -> None:
        self._workspace = workspace
        self._sender = sender

    def said(self, message: Message, *, delay_s: float = 0, copies: int = 1) -> list[Sent]:
        """A person's message: an event of the channel, and one more where the bot is mentioned."""
        channel = self._workspace.channels[message.channel]
        told = self._message(message, channel) | {"client_msg_id": str(uuid.uuid4())}
        sent = self._about(channel, told, delay_s=delay_s, copies=copies)
        settings = self._workspace.settings
        mention = f"<@{settings.bot_user}>" in message.text and channel.kind != "im"
        if mention and settings.bot_user in channel.members and "app_mention" in settings.events:
            mentioned = {**told, "type": "app_mention"}
            mentioned.pop("channel_type")
            sent += [self._send(mentioned, delay_s=delay_s, copies=copies)]
        return sent

    def posted(self, message: Message) -> None:
        channel = self._workspace.channels[message.channel]
        self._about(channel, self._message(message, channel))

    def changed(self, message: Message, before: Json) -> None:
        self.edited(message, before)

    def edited(
        self, message: Message, before: Json, *, delay_s: float = 0, copies: int = 1
    ) -> list[Sent]:
        channel = self._workspace.channels[message.channel]
        moment = self._workspace.new_ts()
        event = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.kind,
            "message": message.as_json(self._workspace.settings),
            "previous_message": before,
            "ts": moment,
            "event_ts": moment,
        }
        return self._about(channel, event, delay_s=delay_s, copies=copies)

    def deleted(self, message: Message) -> None:
        self.taken_back(message)

    def taken_back(self, message: Message, *, delay_s: float = 0, copies: int = 1) -> list[Sent]:
        channel = self._workspace.channels[message.channel]
        moment = self._workspace.new_ts()
        event = {
            "type": "message",
            "subtype": "message_deleted",
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.kind,
            "deleted_ts": message.ts,
            "previous_message": message.as_json(self._workspace.settings),
            "ts": moment,
            "event_ts": moment,
        }
        return self._about(channel, event, delay_s=delay_s, copies=copies)

    def home_opened(self, user: str) -> Sent:
        home = self._workspace.homes.get(user)
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": self._workspace.direct_channel(user).id,
            "tab": "home",
            "event_ts": self._workspace.new_ts(),
        }
        if home is not None:
            event["view"] = home.view
        return self._send(event)

    def assistant_opened(self, user: str) -> tuple[Message, Sent]:
        """A new chat with the app: its thread begins with a message of the bot's."""
        settings = self._workspace.settings
        channel = self._workspace.direct_channel(user)
        ts = self._workspace.new_ts()
        root = Message(channel.id, ts, settings.bot_user, "New chat", ts, settings.bot_id)
        self._workspace.put(root)
        thread: Json = {"user_id": user, "context": {}, "channel_id": channel.id, "thread_ts": ts}
        event = {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": ts}
        return root, self._send(event)

    def uninstalled(self) -> list[Sent]:
        """Slack sends both, in either order."""
        settings = self._workspace.settings
        revoked = {"oauth": [], "bot": [settings.bot_user]}
        return [
            self._send({"type": "tokens_revoked", "tokens": revoked}),
            self._send({"type": "app_uninstalled"}),
        ]

    def _message(self, message: Message, channel: Channel) -> Json:
        told = message.as_json(self._workspace.settings)
        root = self._workspace.find(channel.id, message.thread_ts)
        if root is not None and root is not message:
            told["parent_user_id"] = root.user
        return told | {
            "channel": channel.id,
            "channel_type": channel.kind,
            "event_ts": message.ts,
        }

    def _about(
        self, channel: Channel, event: Json, *, delay_s: float = 0, copies: int = 1
    ) -> list[Sent]:
        """Only of channels in which the bot is, and of kinds to which the app is subscribed."""
        settings = self._workspace.settings
        is_told = settings.bot_user in channel.members
        if not is_told or _SUBSCRIPTIONS.get(channel.kind) not in settings.events:
            return []
        return [self._send(event, delay_s=delay_s, copies=copies)]

    def _send(self, event: Json, *, delay_s: float = 0, copies: int = 1) -> Sent:
        settings = self._workspace.settings
        event_id = f"Ev{secrets.token_hex(8).upper()}"
        envelope = {
            "token": "deprecated-verification-token",
            "team_id": settings.team_id,
            "api_app_id": settings.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": event_id,
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": settings.enterprise_id or None,
                    "team_id": settings.team_id,
                    "user_id": settings.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": bool(settings.enterprise_id),
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{secrets.token_hex(8)}",
        }
        if settings.enterprise_id:
            envelope["enterprise_id"] = settings.enterprise_id
        body = json.dumps(envelope).encode()
        return self._sender.send_event(event_id, body, delay_s=delay_s, copies=copies)
