"""Installing the app into a workspace, or a whole organisation, on Slack's own page (OAuth v2)."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from channels.slack.calls import SlackCalls, new_calls
from channels.slack.connection import (
    API_URL,
    APP_ID,
    BOT_ID,
    BOT_SCOPES,
    CLIENT,
    CLIENT_ID,
    DEFAULT_API_URL,
    is_app,
    new_workspace,
)
from domain.channels import ChannelConnection
from domain.errors import ConfigurationError, DependencyRejected, DuralogueError

_log = logging.getLogger(__name__)
_API = "/api/"
_AUTHORIZE = "/oauth/v2/authorize"


def _now() -> datetime:
    return datetime.now(UTC)


class SlackInstaller:
    """Implements `ChannelInstaller`."""

    def __init__(
        self, *, calls: SlackCalls | None = None, clock: Callable[[], datetime] = _now
    ) -> None:
        self._made = calls
        self._clock = clock

    @property
    def _calls(self) -> SlackCalls:
        if self._made is None:
            self._made = new_calls()
        return self._made

    def address(self, app: ChannelConnection, *, state: str, back_to: str) -> str:
        _require_installable(app)
        api_url = app.settings.get(API_URL, DEFAULT_API_URL)
        asked = {
            "client_id": app.settings[CLIENT_ID],
            "scope": ",".join(BOT_SCOPES),
            "state": state,
            "redirect_uri": back_to,
        }
        return f"{api_url.removesuffix(_API)}{_AUTHORIZE}?{urlencode(asked)}"

    async def complete(
        self, app: ChannelConnection, *, code: str, back_to: str
    ) -> ChannelConnection:
        _require_installable(app)
        said = await self._calls.exchange(app, {"code": code, "redirect_uri": back_to})
        if said.get("app_id") != app.settings[APP_ID]:
            raise DependencyRejected("Slack names another app than the one that is connected")
        try:
            made = self._workspace(app, said)
        except ConfigurationError as odd:
            raise DependencyRejected(f"Slack's answer cannot be used: {odd}") from odd
        return await self._with_bot_id(made)

    def _workspace(self, app: ChannelConnection, said: Mapping[str, Any]) -> ChannelConnection:
        team, enterprise = _part(said, "team"), _part(said, "enterprise")
        place = enterprise if said.get("is_enterprise_install") is True else team
        lasts = said.get("expires_in")
        ends = self._clock() + timedelta(seconds=lasts) if isinstance(lasts, int) else None
        return new_workspace(
            _text(place, "id"),
            app=app.account,
            bot=_text(said, "access_token"),
            bot_user=_text(said, "bot_user_id"),
            team_name=_text(place, "name"),
            enterprise=_text(enterprise, "id"),
            scopes=filter(None, _text(said, "scope").split(",")),
            refresh=_text(said, "refresh_token"),
            expires_at=ends,
            api_url=app.settings.get(API_URL, DEFAULT_API_URL),
        )

    async def _with_bot_id(self, made: ChannelConnection) -> ChannelConnection:
        """By it a look-up knows our own messages. Without it the app works too: a stream that has
        died is then posted anew."""
        try:
            said = await self._calls.post(made, "auth.test", {})
        except DuralogueError as failed:
            _log.warning("slack_bot_id_unknown", extra={"failure": type(failed).__name__})
            return made
        bot_id = _text(said, "bot_id")
        settings = {**made.settings, BOT_ID: bot_id} if bot_id else made.settings
        return made.model_copy(update={"settings": settings})


def _require_installable(app: ChannelConnection) -> None:
    secret = app.secrets.get(CLIENT, SecretStr(""))
    if not is_app(app) or not app.settings.get(CLIENT_ID) or not secret.get_secret_value():
        raise ConfigurationError(
            f"{app.account} cannot be installed by a link: connect the app with its client id and "
            "client secret"
        )


def _part(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}


def _text(said: Mapping[str, Any], name: str) -> str:
    text = said.get(name)
    return text if isinstance(text, str) else ""
