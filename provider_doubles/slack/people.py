"""Interactions of people: buttons, selects, forms, commands and the app home."""

import json
from typing import Any

import httpx

from provider_doubles.slack.arguments import SlackError
from provider_doubles.slack.request_sender import RequestSender
from provider_doubles.slack.workspace import Json, Message, View, Workspace


class People:
    """Interactions and commands, each sent once; Slack shows an error where it is not taken."""

    def __init__(self, workspace: Workspace, sender: RequestSender) -> None:
        self._workspace = workspace
        self._sender = sender

    async def press(self, message: Message, user: str, action: Json, *, base_url: str) -> Json:
        """`action` is the element with what was chosen: `block_id`, `action_id`, `value`…"""
        key = self._workspace.new_response_url(message.channel, message.ts, user)
        channel = self._workspace.channels[message.channel]
        payload = self._payload("block_actions", user) | {
            "trigger_id": self._workspace.new_trigger(user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": bool(message.only_for),
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "channel": {"id": channel.id, "name": channel.name or "directmessage"},
            "message": message.as_json(self._workspace.settings),
            "state": {"values": {}},
            "response_url": f"{base_url.rstrip('/')}/actions/{key}",
            "actions": [action | {"action_ts": self._workspace.new_ts()}],
        }
        return await self._interact(payload)

    async def press_at_home(self, user: str, action: Json) -> Json:
        home = self._workspace.homes.get(user)
        if home is None:
            raise SlackError("not_found")
        payload = self._payload("block_actions", user) | {
            "trigger_id": self._workspace.new_trigger(user),
            "container": {"type": "view", "view_id": home.id},
            "view": home.view,
            "actions": [action | {"action_ts": self._workspace.new_ts()}],
        }
        return await self._interact(payload)

    async def submit(self, view: View, user: str, values: Json) -> Json:
        """`values`: block_id -> action_id -> the element's state. An answer may keep it open."""
        sent = {**view.view, "state": {"values": values}}
        payload = self._payload("view_submission", user) | {
            "trigger_id": self._workspace.new_trigger(user),
            "view": sent,
            "response_urls": [],
        }
        told = await self._interact(payload)
        answer = told.get("answer") or {}
        kind = answer.get("response_action") if isinstance(answer, dict) else None
        if told["status"] == httpx.codes.OK and kind in (None, "clear"):
            self._workspace.views.pop(view.id, None)
        if kind in ("update", "push") and isinstance(answer.get("view"), dict):
            view.view = {**view.view, **answer["view"]}
        return told

    async def close(self, view: View, user: str) -> Json:
        self._workspace.views.pop(view.id, None)
        if not view.view.get("notify_on_close"):
            return {"status": 0, "answer": None}
        payload = self._payload("view_closed", user) | {"view": view.view, "is_cleared": False}
        return await self._interact(payload)

    async def command(self, user: str, channel: str, text: str, *, base_url: str) -> Json:
        settings = self._workspace.settings
        key = self._workspace.new_response_url(channel, "", user)
        place = self._workspace.channels[channel]
        sent, response = await self._sender.send_form(
            "commands",
            {
                "token": "deprecated-verification-token",
                "team_id": settings.team_id,
                "team_domain": "double-workspace",
                "channel_id": channel,
                "channel_name": place.name or "directmessage",
                "user_id": user,
                "user_name": self._workspace.users[user].lower(),
                "command": settings.command,
                "text": text,
                "api_app_id": settings.app_id,
                "is_enterprise_install": str(bool(settings.enterprise_id)).lower(),
                "response_url": f"{base_url.rstrip('/')}/actions/{key}",
                "trigger_id": self._workspace.new_trigger(user),
            },
        )
        if response is not None and response.is_success:
            self.respond(channel, "", user, _answer(response))
        return {"status": sent.statuses[-1] if sent.statuses else 0, "answer": _answer(response)}

    def respond(self, channel: str, ts: str, user: str, answer: Any) -> None:
        """What the app has posted to a response_url, or answered to a command."""
        told = {"text": answer} if isinstance(answer, str) else answer
        if not isinstance(told, dict):
            return
        original = self._workspace.find(channel, ts) if ts else None
        if original is not None and told.get("delete_original"):
            original.is_deleted = True
        elif original is not None and told.get("replace_original"):
            original.earlier.append(original.text)
            original.text = str(told.get("text", ""))
            original.blocks = list(told.get("blocks", []))
        elif told.get("text") or told.get("blocks"):
            is_public = told.get("response_type") == "in_channel"
            settings = self._workspace.settings
            self._workspace.put(
                Message(
                    channel=channel,
                    ts=self._workspace.new_ts(),
                    user=settings.bot_user,
                    bot_id=settings.bot_id,
                    text=str(told.get("text", "")),
                    blocks=list(told.get("blocks", [])),
                    thread_ts=str(told.get("thread_ts", "")),
                    only_for="" if is_public else user,
                )
            )

    def _payload(self, kind: str, user: str) -> Json:
        settings = self._workspace.settings
        return {
            "type": kind,
            "team": {"id": settings.team_id, "domain": "double-workspace"},
            "user": {
                "id": user,
                "username": self._workspace.users[user].lower(),
                "name": self._workspace.users[user].lower(),
                "team_id": settings.team_id,
            },
            "api_app_id": settings.app_id,
            "token": "deprecated-verification-token",
            "enterprise": {"id": settings.enterprise_id, "name": "Org"}
            if settings.enterprise_id
            else None,
            "is_enterprise_install": bool(settings.enterprise_id),
        }

    async def _interact(self, payload: Json) -> Json:
        sent, response = await self._sender.send_form(
            "interactions", {"payload": json.dumps(payload)}
        )
        return {"status": sent.statuses[-1] if sent.statuses else 0, "answer": _answer(response)}


def _answer(response: httpx.Response | None) -> Any:
    """The app's answer as data, or as words. None for nothing."""
    if response is None or not response.content:
        return None
    try:
        return response.json()
    except ValueError:
        return response.text
