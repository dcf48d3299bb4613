"""The form in which agents say, in Slack, how a talk has ended."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from channels.slack.payloads import Interaction
from channels.slack.scene import Scene
from domain.channels import WebhookResponse
from domain.customer_text import visible
from domain.desk.messenger import DeskAction, DeskWrapUp, DispositionChoice, WrapUpQuestion
from domain.desk.messenger_words import messenger_words
from domain.errors import InvalidInput
from domain.values import Frozen, Printable

WRAP_UP: Final = "desk_wrap_up"
"""The `callback_id` of the form."""
_DISPOSITION, _NOTE, _VALUE = "disposition", "note", "value"
_LONGEST_OPTION, _LONGEST_OPTION_VALUE = 75, 150
_LONGEST_DISPOSITION, _LONGEST_NOTE, _LONGEST_HINT = 200, 1_000, 2_000
_LONGEST_PROBLEM = 300
_SUBMIT: Final = {DeskAction.RESOLVE: "submit_resolve", DeskAction.RETURN: "submit_return"}


class _Origin(Frozen):
    """Goes with the form, and comes back with its answers."""

    action: DeskAction
    handoff_id: Annotated[Printable, Field(max_length=200)]
    channel: Annotated[Printable, Field(max_length=40)]
    thread: Annotated[Printable, Field(max_length=40)]


def wrap_up_modal(question: WrapUpQuestion) -> dict[str, Any]:
    """The view, for `views.open`."""
    words = messenger_words(question.language)
    origin = _Origin.model_validate(question.model_dump(include=set(_Origin.model_fields)))
    return {
        "type": "modal",
        "callback_id": WRAP_UP,
        "private_metadata": origin.model_dump_json(),
        "title": _plain(words["how_ended"]),
        "submit": _plain(words.get(_SUBMIT.get(question.action, ""), "OK")),
        "blocks": [_disposition(question, words), _note(question, words)],
    }


def wrap_up_sent(interaction: Interaction, scene: Scene) -> tuple[DeskWrapUp, ...]:
    """Raise InvalidInput where it does not come back as it was opened."""
    view = interaction.view
    if view is None or view.callback_id != WRAP_UP:
        return ()
    try:
        origin = _Origin.model_validate_json(view.private_metadata)
    except ValidationError:
        raise InvalidInput(
            "view.private_metadata", "must be what the form was opened with"
        ) from None
    written = view.state.get("values")
    values = written if isinstance(written, dict) else {}
    return (
        DeskWrapUp(
            **origin.model_dump(),
            account=scene.account,
            user=interaction.user.id,
            person=scene.person(interaction.user.id),
            disposition=_written(values.get(_DISPOSITION), _LONGEST_DISPOSITION),
            note=_written(values.get(_NOTE), _LONGEST_NOTE),
        ),
    )


class SlackDeskForms:
    """Implements `DeskForms`."""

    def refused(self, problems: Mapping[str, str]) -> WebhookResponse:
        known = {
            name: said[:_LONGEST_PROBLEM]
            for name, said in problems.items()
            if name in {_DISPOSITION, _NOTE}
        }
        # Slack shows problems of fields that the form has, and takes anything else for a yes.
        told = known or {_DISPOSITION: next(iter(problems.values()), "")[:_LONGEST_PROBLEM]}
        return WebhookResponse(body=json.dumps({"response_action": "errors", "errors": told}))


def _disposition(question: WrapUpQuestion, words: Mapping[str, str]) -> dict[str, Any]:
    offered = [each for each in question.choices if len(each.name) <= _LONGEST_OPTION_VALUE]
    element: dict[str, Any] = {"type": "plain_text_input", "max_length": _LONGEST_DISPOSITION}
    if offered:
        element = {"type": "static_select", "options": [_option(one) for one in offered]}
    return {
        "type": "input",
        "block_id": _DISPOSITION,
        "label": _plain(words["outcome"]),
        "optional": not question.is_required,
        "element": {"action_id": _VALUE, **element},
    }


def _note(question: WrapUpQuestion, words: Mapping[str, str]) -> dict[str, Any]:
    asking = [each.label for each in question.choices if each.note_required]
    required = words["required_for"].format(labels=", ".join(asking))
    hint = {"hint": _plain(required[:_LONGEST_HINT])} if asking else {}
    return {
        "type": "input",
        "block_id": _NOTE,
        "label": _plain(words["note_label"]),
        "optional": True,
        "element": {
            "action_id": _VALUE,
            "type": "plain_text_input",
            "multiline": True,
            "max_length": _LONGEST_NOTE,
        },
        **hint,
    }


def _option(choice: DispositionChoice) -> dict[str, Any]:
    return {"text": _plain(choice.label[:_LONGEST_OPTION]), "value": choice.name}


def _written(block: Any, most: int) -> str:
    element = block.get(_VALUE) if isinstance(block, dict) else None
    if not isinstance(element, dict):
        return ""
    chosen = element.get("selected_option")
    found = chosen.get("value") if isinstance(chosen, dict) else element.get("value")
    return visible(found, most) if isinstance(found, str) else ""


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
