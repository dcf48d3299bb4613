"""Buttons, choices of lists, forms and slash commands."""

from typing import Any

from pydantic import ValidationError

from channels.slack.desk_calls import pressed_at_desk
from channels.slack.desk_forms import WRAP_UP, wrap_up_sent
from channels.slack.events import WORDLESS
from channels.slack.forms import CALLBACK, origin_of, values_in
from channels.slack.payloads import Action, Command, Interaction
from channels.slack.plain_text import escaped, plain
from channels.slack.scene import Scene, thread_of
from domain.channel_addresses import ChannelAddress
from domain.channels import FollowUp, ParsedWebhook
from domain.customer_text import visible
from domain.errors import InvalidInput
from domain.feedback import THUMB_DOWN, THUMB_UP
from domain.forms import Form, FormAnswers
from domain.messages import MAX_TEXT, ButtonPress, InboundMessage, is_visible

SAY, FORM, RATE = "say:", "form", "rate"
"""How an `action_id` begins whose value is what pressing it says; that of the button that opens a
form, which is its value, as JSON; and that of the thumbs, whose value is `up` or `down`."""
OPEN_FORM = "open_form"
_RATINGS = {"up": THUMB_UP, "down": THUMB_DOWN}
_LONGEST_PRESS = 300
_ONE_PRESS_S = 10
_LONGEST_ECHO = 300
_NOTHING = ParsedWebhook()


def pressed(interaction: Interaction, scene: Scene) -> ParsedWebhook:
    """What is not one of our own buttons is none of ours: a link, another app's. Raise
    InvalidInput."""
    container, message = interaction.container, interaction.message
    ts = container.message_ts or (message.ts if message else None)
    if container.channel_id is None or ts is None:
        return _NOTHING
    inner = container.thread_ts or (message.thread_ts if message else None)
    address = scene.address(container.channel_id, thread_of(container.channel_id, None, ts, inner))
    said: list[InboundMessage] = []
    steps: list[FollowUp] = []
    for n, action in enumerate(interaction.actions):
        if action.action_id == FORM and interaction.trigger_id is not None:
            form = _form(action.value or "", f"actions.{n}.value")
            steps.append(_opening(form, interaction.trigger_id, address, scene))
        elif (press := _press(action, f"actions.{n}.value")) is not None:
            message_id = scene.message_id(
                _seconds_of(action.action_ts),
                *("press", address.recipient, ts, interaction.user.id),
                *(action.action_id, press.payload),
            )
            said.append(scene.message(message_id, address, interaction.user.id, button=press))
    return ParsedWebhook(
        messages=tuple(said),
        follow_ups=tuple(steps[:1]),
        desk_presses=pressed_at_desk(interaction, scene),
    )


def _seconds_of(action_ts: str) -> str:
    """The same for most presses that follow each other at once: one that was doubled says nothing
    twice, and one that comes later is answered again."""
    return str(int(action_ts.partition(".")[0]) // _ONE_PRESS_S * _ONE_PRESS_S)


def _press(action: Action, field: str) -> ButtonPress | None:
    chosen = action.selected_option
    value = (chosen.value if chosen else action.value) or ""
    label = chosen.text.text if chosen else action.text.text if action.text else ""
    if action.action_id == RATE:
        if value not in _RATINGS:
            raise InvalidInput(field, "must be up or down")
        return ButtonPress(payload=_RATINGS[value])
    if not action.action_id.startswith(SAY):
        return None
    payload = visible(value, len(value))
    if not 0 < len(payload) <= _LONGEST_PRESS:
        raise InvalidInput(field, f"must be 1 to {_LONGEST_PRESS} characters")
    return ButtonPress(payload=payload, text=visible(label, _LONGEST_PRESS))


def _form(value: str, field: str) -> Form:
    try:
        return Form.model_validate_json(value)
    except ValidationError:
        raise InvalidInput(field, "must be a form as we have offered it") from None


def _opening(form: Form, trigger_id: str, address: ChannelAddress, scene: Scene) -> FollowUp:
    return FollowUp(
        kind=OPEN_FORM,
        conversation_id=scene.conversation_id(address),
        data={
            "trigger_id": trigger_id,
            "form": form.model_dump_json(exclude_defaults=True),
            "recipient": address.recipient,
            "thread": address.thread,
        },
    )


def form_sent(interaction: Interaction, scene: Scene) -> ParsedWebhook:
    """The form's answers, for the conversation in which it was opened, or for the desk. Raise
    InvalidInput."""
    view = interaction.view
    if view is not None and view.callback_id == WRAP_UP:
        return ParsedWebhook(desk_wrap_ups=wrap_up_sent(interaction, scene))
    if view is None or view.callback_id != CALLBACK:
        return _NOTHING
    origin = origin_of(view.private_metadata)
    values = values_in(view.state, origin.names)
    if not values:
        return _NOTHING
    address = scene.address(origin.recipient, origin.thread)
    answers = FormAnswers(flow=origin.flow, values=values)
    message_id = scene.message_id("form", "form", view.id)
    return ParsedWebhook(
        messages=(scene.message(message_id, address, interaction.user.id, form=answers),)
    )


def commanded(command: Command, scene: Scene) -> ParsedWebhook:
    """Answered in the person's direct messages: nobody else has seen what they have asked, and
    a direct channel in which a command is given may be with somebody else."""
    text = plain(command.text, scene.bot_user, most=MAX_TEXT)
    message_id = scene.message_id("command", "command", command.trigger_id)
    said = scene.message(
        message_id,
        scene.address(command.user_id, ""),
        command.user_id,
        text=text if is_visible(text) else WORDLESS,
    )
    return ParsedWebhook(messages=(said,))


def echo(text: Any) -> str:
    """What a command is answered at once, for their eyes only: what they have said, quoted."""
    line = plain(text, most=_LONGEST_ECHO) if isinstance(text, str) else ""
    return "> " + escaped(line.replace("\n", " ")) if is_visible(line) else ""
