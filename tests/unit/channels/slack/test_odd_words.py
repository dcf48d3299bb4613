"""Half characters, controls and made-up types in what people and clients send."""

import json
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from channels.slack.forms import origin_of
from domain.errors import InvalidInput
from tests.unit.channels.slack.recorded_calls import brought, recorded, replayed


@pytest.mark.parametrize(
    "mimetype", ["image/ünï²", "image/" + "a" * 5_000, "²/½", "image", "/", "image/png\n", "a/b/c"]
)
async def test_a_type_that_is_none_is_a_file_of_unknown_type(mimetype: str) -> None:
    """A file is never a reason to lose the words beside it."""
    found = await replayed("direct_message", files=[{"id": "F1", "mimetype": mimetype}])

    [file] = found.messages[0].attachments
    assert file.media_type == "application/octet-stream"


async def test_a_type_is_kept() -> None:
    found = await replayed("direct_message", files=[{"id": "F1", "mimetype": "Image/SVG+xml"}])

    assert found.messages[0].attachments[0].media_type == "image/svg+xml"


@pytest.mark.parametrize(
    ("written", "heard"), [("A1\ud800\x00 \x1b", {"A1"}), ("\ud800", set()), ("\u202e", set())]
)
async def test_the_answers_to_a_form_are_as_readable_as_a_message(
    written: str, heard: set[str]
) -> None:
    payload = _payload("form_sent")
    blocks = payload["view"]["state"]["values"]
    for block in blocks.values():
        for element in block.values():
            element |= {"selected_option": None, "selected_date": None, "value": written}

    found = await _posted(payload)

    answers = [message.form for message in found.messages]
    assert {value for form in answers if form for value in form.values.values()} == heard


async def test_a_press_holds_no_controls() -> None:
    payload = _payload("button")
    payload["actions"] = [
        {
            **payload["actions"][0],
            "action_id": "say:x",
            "value": "Track\x00 it\ud800",
            "text": {"text": "\x1bTrack it"},
        }
    ]

    [message] = (await _posted(payload)).messages

    assert message.button is not None
    assert (message.button.payload, message.button.text) == ("Track it", "Track it")


@pytest.mark.parametrize(
    "changed", [{"thread": "\u202e"}, {"recipient": "D\x00"}, {"flow": "\x00"}, {"names": ["\x00"]}]
)
def test_a_form_comes_from_a_place_that_can_be_written(changed: dict[str, Any]) -> None:
    place = {"flow": "refund", "names": ["order"], "recipient": "D0ADA", "thread": ""}

    with pytest.raises(InvalidInput, match=r"view\.private_metadata"):
        origin_of(json.dumps(place | changed))


def _payload(name: str) -> Any:
    return json.loads(parse_qs(recorded(name)["body"])["payload"][0])


async def _posted(payload: Any) -> Any:
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return await brought(
        body, path="interactions", content_type="application/x-www-form-urlencoded"
    )
