"""Slack's Web API in memory: what people would see, and failures at any call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.slack.connection import BOT
from channels.slack.refusals import SlackRefused
from domain.channels import ChannelConnection
from domain.errors import DuralogueError

BOT_ID = "B0123ABC"


@dataclass(frozen=True)
class Fault:
    """What the next call of a method comes to; `after` says that it was carried out."""

    error: DuralogueError
    after: bool = False


@dataclass
class MemorySlack:
    """Implements `SlackCalls` as Slack documents the methods."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    exchanged: dict[str, Any] = field(default_factory=dict)
    now: float = 1_796_126_400.0  # noon of 1 December 2026

    def fail(self, method: str, error: DuralogueError, *, after: bool = False) -> None:
        """The next call that has no failure waiting before it."""
        self.faults.setdefault(method, []).append(Fault(error, after))

    def refuse(self, method: str, error: str) -> None:
        self.fail(method, SlackRefused(method, error))

    def made(self) -> list[str]:
        """Names of the methods that were called."""
        return [method for method, _ in self.calls]

    async def post(
        self, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        return self._call(connection, method, body)

    async def get(
        self, connection: ChannelConnection, method: str, params: Mapping[str, Any]
    ) -> dict[str, Any]:
        return self._call(connection, method, params)

    async def exchange(self, app: ChannelConnection, form: Mapping[str, str]) -> dict[str, Any]:
        self.calls.append(("oauth.v2.access", dict(form)))
        self._raise("oauth.v2.access", after=False)
        return self.exchanged

    def _call(
        self, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        self.calls.append((method, dict(body)))
        self.tokens.append(connection.secrets[BOT].get_secret_value())
        self._raise(method, after=False)
        done = getattr(self, "_" + method.replace(".", "_"))(body)
        self._raise(method, after=True)
        return {"ok": True, **done}

    def _raise(self, method: str, *, after: bool) -> None:
        waiting = self.faults.get(method)
        if waiting and waiting[0].after is after:
            raise waiting.pop(0).error

    def _chat_postMessage(self, body: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._add(body, body["text"])

    def _chat_startStream(self, body: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        return self._add(body, body.get("markdown_text", ""), streaming=True)

    def _chat_appendStream(self, body: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._streaming("chat.appendStream", body["ts"])
        message["text"] += body["markdown_text"]
        return {"ts": message["ts"]}

    def _chat_stopStream(self, body: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        message = self._streaming("chat.stopStream", body["ts"])
        message["text"] += body.get("markdown_text", "")
        message["streaming"] = False
        if "metadata" in body:
            message["metadata"] = body["metadata"]
        return {"ts": message["ts"]}

    def _chat_update(self, body: Mapping[str, Any]) -> dict[str, Any]:
        message = next((each for each in self.messages if each["ts"] == body["ts"]), None)
        if message is None:
            raise SlackRefused("chat.update", "message_not_found")
        if message["streaming"]:
            raise SlackRefused("chat.update", "streaming_state_conflict")
        text = body.get("text") or body["markdown_text"]
        metadata = body.get("metadata", message["metadata"])
        message.update(text=text, metadata=metadata, blocks=body.get("blocks", []))
        return {"ts": message["ts"]}

    def _conversations_replies(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The thread's first message is always among them."""
        root, oldest = params["ts"], float(params["oldest"])
        found = [m for m in self.messages if float(m["ts"]) >= oldest or m["ts"] == root]
        return {"messages": found}

    def _conversations_history(self, params: Mapping[str, Any]) -> dict[str, Any]:
        oldest = float(params["oldest"])
        return {"messages": [m for m in reversed(self.messages) if float(m["ts"]) >= oldest]}

    def _conversations_open(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": "D" + body["users"][1:]}}

    def _conversations_info(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": params["channel"], "user": "U7"}}

    def _add(
        self, body: Mapping[str, Any], text: str, *, streaming: bool = False
    ) -> dict[str, Any]:
        self.now += 1
        message = {
            "ts": f"{self.now:.6f}",
            "thread_ts": body.get("thread_ts"),
            "bot_id": BOT_ID,
            "text": text,
            "blocks": body.get("blocks", []),
            "metadata": body.get("metadata"),
            "streaming": streaming,
        }
        self.messages.append(message)
        return {"ts": message["ts"], "channel": body["channel"]}

    def _streaming(self, method: str, ts: str) -> dict[str, Any]:
        for message in self.messages:
            if message["ts"] == ts and message["streaming"]:
                return message
        raise SlackRefused(method, "message_not_in_streaming_state")
