"""auth.test, auth.revoke, oauth.v2.access and the page on which an app is installed."""

import base64
import binascii
import secrets
import time
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from provider_doubles.slack.arguments import Arguments, Json, SlackError
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.workspace import Token, Workspace

ROTATES_AFTER_S = 43_200


def auth_test(workspace: Workspace, _arguments: Arguments, _: Echo) -> Json:
    settings = workspace.settings
    told: Json = {
        "url": "https://double-workspace.slack.com/",
        "team": settings.team_name,
        "user": settings.bot_name,
        "team_id": settings.team_id,
        "user_id": settings.bot_user,
        "bot_id": settings.bot_id,
        "is_enterprise_install": bool(settings.enterprise_id),
    }
    if settings.enterprise_id:
        told["enterprise_id"] = settings.enterprise_id
    return told


def authorize(workspace: Workspace, request: Request) -> Response:
    """The person consents at once: back to the app with a code that is good once."""
    asked = request.query_params
    if asked.get("client_id") != workspace.settings.client_id:
        return PlainTextResponse("invalid_client_id", 400)
    redirect = asked.get("redirect_uri", "")
    if not redirect.startswith(("http://", "https://")):
        return PlainTextResponse("bad_redirect_uri", 400)
    code = f"{workspace.settings.client_id}.{secrets.token_hex(12)}"
    workspace.codes[code] = redirect
    mark = "&" if "?" in redirect else "?"
    answer = urlencode({"code": code, "state": asked.get("state", "")})
    return RedirectResponse(f"{redirect}{mark}{answer}", 302)


def access(workspace: Workspace, arguments: Arguments, request: Request) -> Json:
    """A code or a refresh token becomes tokens; each is good once."""
    _require_client(workspace, arguments, request)
    if arguments.text("grant_type") == "refresh_token":
        given = arguments.text("refresh_token")
        if given not in workspace.refresh_tokens:
            raise SlackError("invalid_refresh_token")
        workspace.refresh_tokens.discard(given)
    else:
        code = arguments.text("code")
        if code not in workspace.codes:
            raise SlackError("invalid_code")
        redirect = workspace.codes.pop(code)
        if arguments.text("redirect_uri") not in ("", redirect):
            raise SlackError("bad_redirect_uri")
    return _installation(workspace)


def revoke(workspace: Workspace, token: str) -> Json:
    workspace.tokens[token].is_revoked = True
    return {"revoked": True}


def _require_client(workspace: Workspace, arguments: Arguments, request: Request) -> None:
    client, secret = arguments.text("client_id"), arguments.text("client_secret")
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            client, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            raise SlackError("invalid_client_id") from None
    if client != workspace.settings.client_id:
        raise SlackError("invalid_client_id")
    if secret != workspace.settings.client_secret:
        raise SlackError("bad_client_secret")


def _installation(workspace: Workspace) -> Json:
    settings = workspace.settings
    prefix = "xoxe.xoxb-" if settings.rotates_tokens else "xoxb-"
    token = f"{prefix}{secrets.token_hex(16)}"
    ends = time.time() + ROTATES_AFTER_S if settings.rotates_tokens else None
    workspace.tokens[token] = Token(settings.scopes, ends)
    is_org = bool(settings.enterprise_id)
    told: Json = {
        "app_id": settings.app_id,
        "authed_user": {"id": next(iter(workspace.users))},
        "scope": ",".join(settings.scopes),
        "token_type": "bot",
        "access_token": token,
        "bot_user_id": settings.bot_user,
        "team": None if is_org else {"id": settings.team_id, "name": settings.team_name},
        "enterprise": {"id": settings.enterprise_id, "name": "Org"} if is_org else None,
        "is_enterprise_install": is_org,
    }
    if settings.rotates_tokens:
        refresh = f"xoxe-1-{secrets.token_hex(16)}"
        workspace.refresh_tokens.add(refresh)
        told |= {"refresh_token": refresh, "expires_in": ROTATES_AFTER_S}
    return told
