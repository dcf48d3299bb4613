"""The control API for tests and the page: play people, look at what they would have seen."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from provider_doubles.control import Nothing, read_model
from provider_doubles.slack.arguments import SlackError
from provider_doubles.slack.events import Events
from provider_doubles.slack.people import People
from provider_doubles.slack.request_sender import Network, RequestSender, Sent
from provider_doubles.slack.sightings import repeated, seen
from provider_doubles.slack.web_api import WebApi
from provider_doubles.slack.workspace import Json, Message, View, Workspace

_MOST_ANSWERS = 5
"""So often a response_url may be used."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Sending(_Strict):
    delay_s: float = Field(default=0, ge=0, le=600)
    copies: int = Field(default=1, ge=1, le=10)
    wait: bool = False
    """Answer once the first attempt of each event has ended, with its status."""


class Saying(_Sending):
    user: str = "U0ADA00001"
    channel: str = ""
    """"" is the person's DM."""
    text: str = Field(min_length=1, max_length=40_000)
    thread_ts: str = ""


class Editing(_Sending):
    channel: str
    ts: str
    text: str = Field(min_length=1, max_length=40_000)


class Deleting(_Sending):
    channel: str
    ts: str


class Pressing(_Strict):
    user: str = "U0ADA00001"
    channel: str = ""
    ts: str = ""
    """"" is the person's app home."""
    action: Json
    """The element, with `block_id`, `action_id` and what was chosen."""


class Submitting(_Strict):
    view_id: str
    user: str = "U0ADA00001"
    values: Json = Field(default_factory=dict)
    is_closed: bool = False


class Commanding(_Strict):
    user: str = "U0ADA00001"
    channel: str = ""
    text: str = Field(default="", max_length=4_000)


class Opening(_Strict):
    user: str = "U0ADA00001"


class Changes(_Strict):
    """Settings that may change while it runs."""

    request_url: str | None = None
    retry_delays_s: tuple[float, ...] | None = None
    stream_lasts_s: float | None = None


class SlackControl:
    """`/_double/…` of Slack, and the response URLs that the app was given."""

    def __init__(
        self, workspace: Workspace, sender: RequestSender, events: Events, api: WebApi
    ) -> None:
        self._workspace = workspace
        self._sender = sender
        self._events = events
        self._people = People(workspace, sender)
        self._api = api
        self._answered: dict[str, int] = {}

    def routes(self) -> list[Route]:
        posts = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "press": self._press,
            "submit": self._submit,
            "command": self._command,
            "open-home": self._open_home,
            "open-assistant": self._open_assistant,
            "uninstall": self._uninstall,
        }
        puts = {"network": self._set_network, "settings": self._change}
        gets = {"seen": self._show_seen, "sent": self._show_sent, "state": self._show_state}
        return [
            *(Route(f"/_double/{name}", each, methods=["POST"]) for name, each in posts.items()),
            *(Route(f"/_double/{name}", each, methods=["PUT"]) for name, each in puts.items()),
            *(Route(f"/_double/{name}", each, methods=["GET"]) for name, each in gets.items()),
            Route("/actions/{key}", self._respond, methods=["POST"]),
        ]

    async def _say(self, request: Request) -> Response:
        saying = await read_model(request, Saying)
        user = self._user(saying.user)
        channel = saying.channel or self._workspace.direct_channel(user).id
        if user not in self._channel(channel):
            raise HTTPException(422, f"channel: {user} is no member of {channel}")
        message = self._workspace.put(
            Message(channel, self._workspace.new_ts(), user, saying.text, saying.thread_ts)
        )
        sent = self._events.said(message, delay_s=saying.delay_s, copies=saying.copies)
        return await _told(sent, saying, {"channel": channel, "ts": message.ts})

    async def _edit(self, request: Request) -> Response:
        editing = await read_model(request, Editing)
        message = self._message(editing.channel, editing.ts)
        before = message.as_json(self._workspace.settings)
        message.earlier.append(message.text)
        message.text, message.edited_at = editing.text, self._workspace.new_ts()
        sent = self._events.edited(message, before, delay_s=editing.delay_s, copies=editing.copies)
        return await _told(sent, editing, {})

    async def _delete(self, request: Request) -> Response:
        deleting = await read_model(request, Deleting)
        message = self._message(deleting.channel, deleting.ts)
        message.is_deleted = True
        sent = self._events.taken_back(message, delay_s=deleting.delay_s, copies=deleting.copies)
        return await _told(sent, deleting, {})

    async def _press(self, request: Request) -> Response:
        pressing = await read_model(request, Pressing)
        user = self._user(pressing.user)
        if not pressing.ts:
            try:
                return JSONResponse(await self._people.press_at_home(user, pressing.action))
            except SlackError:
                raise HTTPException(422, "ts: the person has no app home yet") from None
        message = self._message(pressing.channel, pressing.ts)
        base = str(request.base_url)
        return JSONResponse(await self._people.press(message, user, pressing.action, base_url=base))

    async def _submit(self, request: Request) -> Response:
        submitting = await read_model(request, Submitting)
        view = self._view(submitting.view_id)
        user = self._user(submitting.user)
        if submitting.is_closed:
            return JSONResponse(await self._people.close(view, user))
        return JSONResponse(await self._people.submit(view, user, submitting.values))

    async def _command(self, request: Request) -> Response:
        commanding = await read_model(request, Commanding)
        user = self._user(commanding.user)
        channel = commanding.channel or self._workspace.direct_channel(user).id
        self._channel(channel)
        base = str(request.base_url)
        told = await self._people.command(user, channel, commanding.text, base_url=base)
        return JSONResponse(told)

    async def _open_home(self, request: Request) -> Response:
        opening = await read_model(request, Opening)
        sent = self._events.home_opened(self._user(opening.user))
        return JSONResponse({"events": [sent.as_json()]})

    async def _open_assistant(self, request: Request) -> Response:
        opening = await read_model(request, Opening)
        root, sent = self._events.assistant_opened(self._user(opening.user))
        return JSONResponse({"channel": root.channel, "ts": root.ts, "events": [sent.as_json()]})

    async def _uninstall(self, request: Request) -> Response:
        await read_model(request, Nothing)
        for token in self._workspace.tokens.values():
            token.is_revoked = True
        return JSONResponse({"events": [each.as_json() for each in self._events.uninstalled()]})

    async def _respond(self, request: Request) -> Response:
        """A response_url: five answers at most."""
        key = request.path_params["key"]
        place = self._workspace.response_urls.get(key)
        if place is None:
            return JSONResponse({"ok": False, "error": "expired_url"}, 404)
        self._answered[key] = self._answered.get(key, 0) + 1
        if self._answered[key] > _MOST_ANSWERS:
            return JSONResponse({"ok": False, "error": "used_url"}, 404)
        channel, ts, user = place
        self._people.respond(channel, ts, user, await request.json())
        return JSONResponse({"ok": True})

    async def _set_network(self, request: Request) -> Response:
        self._sender.network = await read_model(request, Network)
        return JSONResponse(self._sender.network.model_dump())

    async def _change(self, request: Request) -> Response:
        changes = await read_model(request, Changes)
        for name, value in changes.model_dump(exclude_none=True).items():
            setattr(self._workspace.settings, name, value)
        return JSONResponse({"request_url": self._workspace.settings.request_url})

    async def _show_seen(self, request: Request) -> Response:
        messages = seen(self._workspace, request.query_params.get("channel", ""))
        return JSONResponse({"messages": messages, "repeated": repeated(self._workspace)})

    async def _show_sent(self, _: Request) -> Response:
        return JSONResponse(
            {"sent": [each.as_json() for each in self._sender.log], "calls": self._api.calls}
        )

    async def _show_state(self, request: Request) -> Response:
        """All that the page draws, for one person."""
        workspace, user = self._workspace, self._user(request.query_params.get("user", ""))
        mine = [each for each in workspace.channels.values() if user in each.members]
        home = workspace.homes.get(user)
        return JSONResponse(
            {
                "team": workspace.settings.team_name,
                "bot": {"id": workspace.settings.bot_user, "name": workspace.settings.bot_name},
                "command": workspace.settings.command,
                "users": workspace.users,
                "channels": [
                    {"id": each.id, "name": each.name, "kind": each.kind} for each in mine
                ],
                "messages": [
                    each
                    for channel in mine
                    for each in seen(workspace, channel.id)
                    if each["only_for"] in ("", user)
                ],
                "statuses": _by_place(workspace.statuses.items()),
                "prompts": _by_place(workspace.prompts.items()),
                "views": [each.view for each in workspace.views.values() if each.user == user],
                "home": home.view if home is not None else None,
            }
        )

    def _user(self, user: str) -> str:
        name = user or next(iter(self._workspace.users))
        if name not in self._workspace.users:
            self._workspace.add_user(name, name)
        return name

    def _channel(self, channel: str) -> set[str]:
        known = self._workspace.channels.get(channel)
        if known is None:
            raise HTTPException(422, f"channel: there is no {channel}")
        return known.members

    def _message(self, channel: str, ts: str) -> Message:
        message = self._workspace.find(channel, ts)
        if message is None:
            raise HTTPException(422, f"ts: there is no message {ts} in {channel}")
        return message

    def _view(self, view_id: str) -> View:
        view = self._workspace.views.get(view_id)
        if view is None:
            raise HTTPException(422, f"view_id: {view_id} is not open")
        return view


async def _told(sent: list[Sent], sending: _Sending, more: Json) -> Response:
    if sending.wait:
        for each in sent:
            await each.first.wait()
    return JSONResponse({**more, "events": [each.as_json() for each in sent]})


def _by_place(places: Iterable[tuple[tuple[str, str], object]]) -> list[Json]:
    return [
        {"channel": channel, "thread_ts": thread, "value": value}
        for (channel, thread), value in places
        if value
    ]
