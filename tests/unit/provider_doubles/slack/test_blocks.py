"""The limits of Block Kit."""

from typing import Any

import pytest

from provider_doubles.slack.arguments import SlackError
from provider_doubles.slack.blocks import check_blocks

BUTTON = {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Yes"}}
OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


@pytest.mark.parametrize(
    "blocks",
    [
        None,
        [],
        [section("x" * 3_000)] * 50,
        [actions(BUTTON, {"type": "static_select", "action_id": "b", "options": [OPTION]})],
        [{"type": "divider"}, {"type": "markdown", "text": "x" * 12_000}],
    ],
)
def test_what_slack_takes(blocks: Any) -> None:
    taken = check_blocks(blocks)
    assert [{**each, "block_id": ""} for each in taken] == [
        {**each, "block_id": ""} for each in blocks or []
    ]
    assert len({each["block_id"] for each in taken}) == len(taken)


@pytest.mark.parametrize(
    ("blocks", "where"),
    [
        ([section("x" * 3_001)], "/blocks/0/text/text"),
        ([section("")], "/blocks/0/text/text"),
        ([section("x")] * 51, "/blocks"),
        ([{"type": "heading"}], "/blocks/0/type"),
        ([actions()], "/blocks/0/elements"),
        ([actions(BUTTON, BUTTON)], "/blocks/0/elements"),
        ([actions({**BUTTON, "value": "x" * 2_001})], "/blocks/0/elements/0/value"),
        ([actions({"type": "static_select", "options": [OPTION] * 101})], "/options"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "/blocks/0/text/type"),
        ([{"type": "markdown", "text": "x" * 12_001}], "/blocks"),
        ([{"type": "image", "image_url": "https://a.example/1.png"}], "/blocks/0"),
        ([{**section("x"), "block_id": "b"}] * 2, "/blocks/1/block_id"),
    ],
)
def test_what_slack_refuses_and_where(blocks: Any, where: str) -> None:
    with pytest.raises(SlackError, match="invalid_blocks") as refused:
        check_blocks(blocks)
    assert where in refused.value.messages[0]


def test_what_is_no_list_of_blocks() -> None:
    with pytest.raises(SlackError, match="invalid_blocks_format"):
        check_blocks({"type": "section"})
