"""Posting a form instead of a text."""

from typing import Any

import pytest

from tests.unit.api.conftest import Visitor
from tests.unit.api.doubles import Doubles
from tests.unit.api.test_messages import post


def test_a_form_is_posted_instead_of_a_text(visitor: Visitor, doubles: Doubles) -> None:
    """
    What is written into its fields goes on as it was written, by the fields' names.
    """
    form = {"flow": "intake", "values": {"name": "Ada", "reason": "It\fbroke."}}

    assert post(visitor, {"message_id": "m-1", "form": form}).status_code == 202

    [message] = doubles.conversations.delivered
    assert message.form is not None
    assert message.form.flow == "intake"
    assert message.form.values == {"name": "Ada", "reason": "It\nbroke."}
    assert (message.text, message.words) == ("", "Ada\nIt\nbroke.")


@pytest.mark.parametrize(
    ("posted", "named"),
    [
        ({}, "text"),
        ({"form": {"flow": "intake", "values": {}}}, "values"),
        ({"form": {"flow": "intake", "values": {"name": "\u200b"}}}, "name"),
        ({"form": {"flow": "intake", "values": {"name": "a\u0007"}}}, "name"),
        ({"form": {"flow": "", "values": {"name": "Ada"}}}, "flow"),
        ({"form": {"flow": "intake", "values": {"name": "x" * 1_001}}}, "name"),
        ({"form": {"flow": "intake", "values": {f"f{n}": "x" for n in range(11)}}}, "values"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_by_name(
    visitor: Visitor, doubles: Doubles, posted: dict[str, Any], named: str
) -> None:
    """
    Bad input is answered with the field and what it may hold.
    """
    answer = post(visitor, {"message_id": "m-1", **posted})

    assert answer.status_code == 422
    assert named in answer.text
    assert doubles.conversations.delivered == []
