"""Payloads of Slack, as far as they are read: each field within its bounds, the rest left out."""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.errors import InvalidInput
from domain.identifiers import MessageId

MOST_FIELDS = 60
"""Of a form in a body; Slack sends about fifteen."""
_CHANNEL, _MEMBER, _TEAM = r"[CDG][A-Z0-9]{2,30}", r"[UWB][A-Z0-9]{2,30}", r"[TE][A-Z0-9]{2,30}"
_TS = r"[0-9]{1,10}\.[0-9]{1,9}"
DIRECT = re.compile(r"D[A-Z0-9]{2,30}")
"""A direct message's channel."""

ChannelId = Annotated[str, Field(pattern=f"^{_CHANNEL}$")]
MemberId = Annotated[str, Field(pattern=f"^{_MEMBER}$")]
TeamId = Annotated[str, Field(pattern=f"^{_TEAM}$")]
Ts = Annotated[str, Field(pattern=f"^{_TS}$")]
"""Slack's clock in seconds: names a message within its channel."""
TriggerId = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")]
_Type = Annotated[str, Field(max_length=100)]


def _or_none(value: Any) -> Any:
    """Slack leaves out what it does not know, or says null, "" or {}."""
    return value or None


def _whole(value: Any) -> Any:
    """Half of a character, as JSON can write it, is none."""
    return value.encode(errors="ignore").decode() if isinstance(value, str) else value


_Model = TypeVar("_Model", bound=BaseModel)


Long = Annotated[str, BeforeValidator(_whole), Field(max_length=60_000)]
"""Slack allows 40,000 characters, and counts some of them otherwise."""


class Payload(BaseModel):
    # Built at the first call: building all of them takes a twentieth of the gateway's start.
    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Authorization(Payload):
    """For whom an event is: the bot as it is installed in one workspace or organisation."""

    team_id: TeamId | None = None
    enterprise_id: TeamId | None = None
    user_id: MemberId | None = None
    is_enterprise_install: bool = False


class Happened(Payload):
    """Anything that is told as an event."""

    type: _Type
    event: dict[str, Any] = Field(repr=False)
    event_id: MessageId
    event_time: Annotated[int, Field(ge=0, lt=10**11)] | None = None
    """In seconds, by Slack's clock; the same for each repeat."""
    team_id: TeamId | None = None
    enterprise_id: TeamId | None = None
    api_app_id: _Type = ""
    is_enterprise_install: bool = False
    authorizations: Annotated[
        Annotated[tuple[Authorization, ...], Field(max_length=100)] | None,
        BeforeValidator(_or_none),
    ] = None

    @property
    def account(self) -> str | None:
        """The workspace, or the organisation where all of it has the app."""
        for one in (self.authorizations or ())[:1]:
            return one.enterprise_id if one.is_enterprise_install else one.team_id
        return self.enterprise_id if self.is_enterprise_install else self.team_id

    @property
    def bot_user(self) -> str | None:
        return self.authorizations[0].user_id if self.authorizations else None


class Kind(Payload):
    """What every event says first."""

    type: _Type
    subtype: _Type | None = None


class SharedFile(Payload):
    id: Annotated[str, Field(pattern=r"^[\w.+-]{1,100}$")]
    name: Long | None = None
    title: Long | None = None
    mimetype: Long | None = None
    size: Annotated[int, Field(ge=0)] | None = None


class Edited(Payload):
    ts: Ts | None = None


class Message(Payload):
    """A message, or one within a change of it."""

    ts: Ts | None = None
    thread_ts: Ts | None = None
    channel: ChannelId | None = None
    channel_type: _Type | None = None
    subtype: _Type | None = None
    user: MemberId | None = None
    parent_user_id: MemberId | None = None
    bot_id: _Type | None = None
    bot_profile: Annotated[dict[str, Any] | None, BeforeValidator(_or_none)] = None
    text: Annotated[Long | None, Field(repr=False)] = None
    files: Annotated[tuple[dict[str, Any], ...], Field(max_length=100)] | None = None
    edited: Edited | None = None

    @property
    def is_a_bots(self) -> bool:
        """Whoever answers other bots talks for ever."""
        return bool(
            self.bot_id
            or self.bot_profile
            or self.subtype == "bot_message"
            or self.user in {None, "USLACKBOT"}
        )


class Changed(Payload):
    """`message_changed` and `message_deleted`."""

    channel: ChannelId
    channel_type: _Type | None = None
    subtype: _Type
    message: Message | None = None
    previous_message: Message | None = None
    deleted_ts: Ts | None = None
    event_ts: Ts | None = None


class AssistantThread(Payload):
    user_id: MemberId
    channel_id: ChannelId
    thread_ts: Ts


class ThreadStarted(Payload):
    assistant_thread: AssistantThread


class HomeOpened(Payload):
    user: MemberId
    tab: _Type = "home"


class RevokedTokens(Payload):
    bot: Annotated[tuple[Any, ...], Field(max_length=1_000)] | None = None


class TokensRevoked(Payload):
    tokens: RevokedTokens


class Named(Payload):
    id: TeamId


class Actor(Payload):
    id: MemberId
    team_id: TeamId | None = None


class Container(Payload):
    channel_id: ChannelId | None = None
    message_ts: Ts | None = None
    thread_ts: Ts | None = None


class Words(Payload):
    text: Long = ""


class Option(Payload):
    value: Long = ""
    text: Words = Words()


class Action(Payload):
    action_id: Annotated[str, Field(max_length=255)]
    action_ts: Ts
    value: Long | None = None
    text: Words | None = None
    selected_option: Option | None = None


class View(Payload):
    id: Annotated[str, Field(pattern=r"^[\w-]{1,60}$")]
    callback_id: Annotated[str, Field(max_length=255)] = ""
    private_metadata: Annotated[str, Field(max_length=3_000)] = ""
    app_installed_team_id: TeamId | None = None
    state: dict[str, Any] = Field(default_factory=dict, repr=False)


class Interaction(Payload):
    """A button, a choice of a list, or a form that was sent."""

    type: _Type
    api_app_id: _Type = ""
    team: Named | None = None
    enterprise: Named | None = None
    is_enterprise_install: bool = False
    user: Actor
    trigger_id: TriggerId | None = None
    container: Container = Container()
    message: Message | None = None
    actions: Annotated[tuple[Action, ...], Field(max_length=25)] = ()
    view: View | None = None

    @property
    def account(self) -> str | None:
        """A form that was opened in another workspace names the one with the app."""
        if self.is_enterprise_install and self.enterprise is not None:
            return self.enterprise.id
        if self.view is not None and self.view.app_installed_team_id is not None:
            return self.view.app_installed_team_id
        return self.team.id if self.team is not None else self.user.team_id


class Command(Payload):
    """A slash command."""

    api_app_id: _Type = ""
    team_id: TeamId | None = None
    enterprise_id: Annotated[TeamId | None, BeforeValidator(_or_none)] = None
    is_enterprise_install: bool = False
    user_id: MemberId
    command: _Type
    text: Annotated[Long, Field(repr=False)] = ""
    trigger_id: TriggerId

    @property
    def account(self) -> str | None:
        return self.enterprise_id if self.is_enterprise_install else self.team_id


def read(model: type[_Model], payload: Any, within: str = "") -> _Model:
    """Raise InvalidInput, naming the field."""
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        [wrong, *_] = error.errors(include_url=False, include_input=False, include_context=False)
    field = ".".join(str(part) for part in wrong["loc"])
    raise InvalidInput(
        ".".join(filter(None, (within, field)))[:200] or "body",
        f"must be as Slack sends it: {wrong['msg']}",
    )


def payload_of(body: bytes, content_type: str) -> dict[str, Any]:
    """The object in a verified body: JSON, a form, or JSON in the field `payload` of a form.

    Raise InvalidInput.
    """
    try:
        text = body.decode()
        if content_type.partition(";")[0].strip().lower() != "application/json":
            fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
            if "payload" not in fields:
                return dict(fields)
            text = fields["payload"]
        found = json.loads(text)
    except (RecursionError, ValueError):
        raise InvalidInput("body", "must be well-formed JSON or a form, in UTF-8") from None
    if not isinstance(found, dict):
        raise InvalidInput("body", "must be an object, as Slack sends it")
    return found


def moment(ts: str | None, otherwise: datetime) -> datetime:
    """Slack's clock as a time."""
    return datetime.fromtimestamp(float(ts), UTC) if ts is not None else otherwise
