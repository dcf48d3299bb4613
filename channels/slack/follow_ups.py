"""Views of Slack beside messages: forms, the app's home, prompts, and that we are at work."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from channels.slack.desk_forms import wrap_up_modal
from channels.slack.events import PUBLISH_HOME, SET_STATUS, SUGGEST_PROMPTS
from channels.slack.forms import FormOrigin, modal
from channels.slack.home import Phrases, home
from channels.slack.interactions import OPEN_FORM
from channels.slack.mrkdwn import escaped
from domain.channels import ChannelConnection, FollowUp
from domain.desk.messenger import WrapUpQuestion
from domain.errors import ConfigurationError, DependencyError
from domain.forms import Form
from domain.ports import ConversationPeople

WHISPER = "desk_whisper"
"""For one person in the channel of the desk: why nothing was done."""
ASK_WRAP_UP = "desk_ask_wrap_up"
"""For one person in the channel of the desk: the form that asks how a talk ended."""
_METHODS: Mapping[str, str] = {
    OPEN_FORM: "views.open",
    PUBLISH_HOME: "views.publish",
    SUGGEST_PROMPTS: "assistant.threads.setSuggestedPrompts",
    SET_STATUS: "assistant.threads.setStatus",
    WHISPER: "chat.postEphemeral",
    ASK_WRAP_UP: "views.open",
}
_NOT_OPENED = "Slack did not open the form in time, so nothing was done: press the button again."
_MOST_PROMPTS = 4
_LONGEST_PROMPT_TITLE = 75
_STATUS = "\N{HORIZONTAL ELLIPSIS}"
"""Shown after the bot's name until it has answered; read in every language."""


class WorkspaceCalls(Protocol):
    """Calls of Slack's Web API for a workspace, with a token that holds."""

    async def post(
        self, tenant_id: str, connection: ChannelConnection, method: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """One call, never repeated. Raise a DuralogueError where it fails."""
        ...


class SlackFollowUps:
    """Implements `ChannelFollowUps`. `connection` is the workspace's; `phrases` are a tenant's."""

    def __init__(
        self,
        calls: WorkspaceCalls,
        people: ConversationPeople,
        phrases: Callable[[str], Awaitable[Phrases]],
    ) -> None:
        self._calls = calls
        self._people = people
        self._phrases = phrases

    async def follow(self, tenant_id: str, connection: ChannelConnection, step: FollowUp) -> None:
        if step.kind not in _METHODS:
            raise ConfigurationError(f"no such step on Slack: {step.kind}")
        body = await self._body(tenant_id, step)
        if not body:
            return
        try:
            await self._calls.post(tenant_id, connection, _METHODS[step.kind], body)
        except DependencyError:
            if step.kind == ASK_WRAP_UP:  # a trigger ends after three seconds, and is good once
                told = _whisper({**step.data, "text": step.data.get("no_form") or _NOT_OPENED})
                await self._calls.post(tenant_id, connection, _METHODS[WHISPER], told)
            raise

    async def _body(self, tenant_id: str, step: FollowUp) -> dict[str, Any]:
        if step.kind == OPEN_FORM:
            return _form(step.data)
        if step.kind == PUBLISH_HOME:
            return await self._home(tenant_id, step.data)
        if step.kind == SUGGEST_PROMPTS:
            return await self._prompts(tenant_id, step.data)
        if step.kind == WHISPER:
            return _whisper(step.data)
        if step.kind == ASK_WRAP_UP:
            question = WrapUpQuestion.model_validate_json(step.data["question"])
            return {"trigger_id": step.data["trigger_id"], "view": wrap_up_modal(question)}
        return _place(step.data, status=_STATUS)

    async def _home(self, tenant_id: str, data: Mapping[str, str]) -> dict[str, Any]:
        phrases = await self._phrases(tenant_id)
        glimpses = await self._people.conversations_of(tenant_id, data["person"])
        view = home(glimpses, phrases, data["app_id"])
        return {"user_id": data["user"], "view": view}

    async def _prompts(self, tenant_id: str, data: Mapping[str, str]) -> dict[str, Any]:
        """Empty where the bot has none to offer: nothing is called then."""
        found = (await self._phrases(tenant_id)).prompts[:_MOST_PROMPTS]
        prompts = [{"title": each[:_LONGEST_PROMPT_TITLE], "message": each} for each in found]
        return _place(data, prompts=prompts) if prompts else {}


def _place(data: Mapping[str, str], **more: Any) -> dict[str, Any]:
    return {"channel_id": data["channel"], "thread_ts": data["thread"], **more}


def _form(data: Mapping[str, str]) -> dict[str, Any]:
    form = Form.model_validate_json(data["form"])
    origin = FormOrigin(
        flow=form.flow,
        names=tuple(field.name for field in form.fields),
        recipient=data["recipient"],
        thread=data["thread"],
    )
    return {"trigger_id": data["trigger_id"], "view": modal(form, origin)}


def _whisper(data: Mapping[str, str]) -> dict[str, Any]:
    return {
        "channel": data["channel"],
        "user": data["user"],
        "thread_ts": data["thread"],
        "text": escaped(data["text"]),
    }
