"""A form as a modal of Slack's, and the answers in it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError

from domain.channel_addresses import AccountName
from domain.customer_text import visible
from domain.errors import InvalidInput
from domain.forms import MAX_FIELDS, FieldKind, Form, FormField
from domain.values import Frozen, Printable

CALLBACK = "form"
_BLOCK, _ACTION = "field_", "value"
_LONGEST_TITLE, _LONGEST_OPTION = 24, 75
_MOST_OPTIONS = 100
_LONGEST_VALUE = 1_000
_SEND: Final = "OK"  # read in every language; Slack itself says "Cancel" in the person's
_TEXTS: Final[Mapping[FieldKind, str]] = {
    FieldKind.NUMBER: "number_input",
    FieldKind.EMAIL: "email_text_input",
    FieldKind.DATE: "datepicker",
}


class FormOrigin(Frozen):
    """Goes with the modal, and comes back with its answers: where it was opened."""

    flow: Annotated[Printable, Field(min_length=1, max_length=64)]
    names: Annotated[
        tuple[Annotated[Printable, Field(min_length=1, max_length=64)], ...],
        Field(min_length=1, max_length=MAX_FIELDS),
    ]
    recipient: AccountName
    thread: Annotated[Printable, Field(max_length=200)] = ""


def modal(form: Form, origin: FormOrigin) -> dict[str, Any]:
    """The view, for `views.open`."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": origin.model_dump_json(),
        "title": _plain((form.title or form.flow)[:_LONGEST_TITLE]),
        "submit": _plain(_SEND),
        "blocks": [_block(n, field) for n, field in enumerate(form.fields)],
    }


def origin_of(private_metadata: str) -> FormOrigin:
    """Raise InvalidInput."""
    try:
        return FormOrigin.model_validate_json(private_metadata)
    except ValidationError:
        raise InvalidInput(
            "view.private_metadata", "must be what the form was opened with"
        ) from None


def values_in(state: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """By the names of the fields; what was left empty is left out."""
    written = state.get("values")
    if not isinstance(written, dict):
        raise InvalidInput("view.state.values", "must be an object, as Slack sends it")
    found = {name: _value(written.get(f"{_BLOCK}{n}")) for n, name in enumerate(names)}
    readable = {name: visible(value, _LONGEST_VALUE) for name, value in found.items()}
    return {name: value for name, value in readable.items() if value}


def _value(block: Any) -> str:
    element = block.get(_ACTION) if isinstance(block, dict) else None
    if not isinstance(element, dict):
        return ""
    chosen = element.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else None
    found = value or element.get("value") or element.get("selected_date")
    return found if isinstance(found, str) else ""


def _block(n: int, field: FormField) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": f"{_BLOCK}{n}",
        "label": _plain(field.label),
        "optional": field.optional,
        "element": {"action_id": _ACTION, **_element(field)},
    }


def _element(field: FormField) -> dict[str, Any]:
    known = field.value
    if field.kind is FieldKind.CHOICE and field.options:
        options = [_option(option) for option in field.options[:_MOST_OPTIONS]]
        chosen = [option for option in options if option["value"] == known]
        return {"type": "static_select", "options": options} | (
            {"initial_option": chosen[0]} if chosen else {}
        )
    kind = _TEXTS.get(field.kind, "plain_text_input")
    if kind == "datepicker":
        return {"type": kind} | ({"initial_date": known} if _is_date(known) else {})
    element: dict[str, Any] = {"type": kind} | ({"initial_value": known} if known else {})
    if kind == "number_input":
        element["is_decimal_allowed"] = True
    if kind == "plain_text_input":
        element["multiline"] = field.kind is FieldKind.LONG_TEXT
        element["max_length"] = _LONGEST_VALUE
    return element


def _option(text: str) -> dict[str, Any]:
    return {"text": _plain(text[:_LONGEST_OPTION]), "value": text}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
