"""views.open, views.publish and views.update: modals and the app home."""

import secrets
import time
from typing import Any

from provider_doubles.slack.arguments import Arguments, Json, SlackError
from provider_doubles.slack.blocks import check_blocks
from provider_doubles.slack.echo import Echo
from provider_doubles.slack.workspace import View, Workspace

_LONGEST_TITLE = 24
_LONGEST_PRIVATE = 3_000


def open_view(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    user = _spend_trigger(workspace, arguments.required("trigger_id"))
    view = _checked(arguments, "modal")
    opened = _kept(workspace, view, user)
    workspace.views[opened.id] = opened
    return {"view": opened.view}


def publish(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    user = arguments.required("user_id")
    if user not in workspace.users:
        raise SlackError("user_not_found")
    view = _checked(arguments, "home")
    known = workspace.homes.get(user)
    given = arguments.text("hash")
    if given and known is not None and known.view["hash"] != given:
        raise SlackError("hash_conflict")
    workspace.homes[user] = _kept(workspace, view, user)
    return {"view": workspace.homes[user].view}


def update_view(workspace: Workspace, arguments: Arguments, _: Echo) -> Json:
    view_id = arguments.required("view_id")
    known = workspace.views.get(view_id)
    if known is None:
        raise SlackError("not_found")
    if (given := arguments.text("hash")) and known.view["hash"] != given:
        raise SlackError("hash_conflict")
    view = _checked(arguments, "modal")
    known.view = {**_kept(workspace, view, known.user).view, "id": view_id}
    return {"view": known.view}


def _spend_trigger(workspace: Workspace, trigger: str) -> str:
    """A trigger is good once and for seconds. The user who pressed is not asked."""
    until = workspace.triggers.get(trigger)
    if until is None:
        raise SlackError("invalid_trigger_id")
    if until == 0:
        raise SlackError("exchanged_trigger_id")
    if until < time.monotonic():
        raise SlackError("expired_trigger_id")
    workspace.triggers[trigger] = 0
    return workspace.trigger_users.get(trigger, "")


def _checked(arguments: Arguments, kind: str) -> Json:
    view: Any = arguments.data("view", "invalid_arguments")
    if not isinstance(view, dict) or view.get("type") != kind:
        raise SlackError("invalid_arguments", f"[ERROR] view: must be of type {kind}")
    blocks = check_blocks(view.get("blocks"), kind)
    if kind == "modal":
        title = view.get("title")
        words = title.get("text", "") if isinstance(title, dict) else ""
        if not 1 <= len(words) <= _LONGEST_TITLE:
            raise SlackError(
                "invalid_arguments", "[ERROR] must be 1 to 24 characters [/view/title]"
            )
        has_input = any(block.get("type") == "input" for block in view.get("blocks", []))
        if has_input and "submit" not in view:
            raise SlackError("invalid_arguments", "[ERROR] a view with inputs needs submit")
    if len(str(view.get("private_metadata", ""))) > _LONGEST_PRIVATE:
        raise SlackError("invalid_arguments", "[ERROR] private_metadata: 3000 at most")
    return {**view, "blocks": blocks}


def _kept(workspace: Workspace, view: Json, user: str) -> View:
    settings = workspace.settings
    view_id = f"V{secrets.token_hex(5).upper()}"
    whole = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        **view,
        "id": view_id,
        "team_id": settings.team_id,
        "app_id": settings.app_id,
        "bot_id": settings.bot_id,
        "hash": f"{int(time.time())}.{secrets.token_hex(4)}",
        "state": {"values": {}},
        "root_view_id": view_id,
        "previous_view_id": None,
    }
    return View(view_id, user, whole)
