"""The table of Slack's error codes."""

import json

import pytest

from channels.slack.codes import CODES, Fault, Then, code_of
from tests.unit.channels.slack.spec_codes import CODES as NAMED
from tests.unit.channels.slack.spec_codes import codes_in


@pytest.mark.parametrize("code", json.loads(NAMED.read_text(encoding="utf-8")))
def test_every_code_that_slack_describes_is_known(code: str) -> None:
    """Of the methods that are called."""
    assert code in CODES


def test_there_are_forty_and_each_has_a_reason() -> None:
    """In words that do not repeat the code."""
    assert len(CODES) >= 40
    for code, meaning in CODES.items():
        assert " " in meaning.reason
        assert code not in meaning.reason


def test_an_unknown_code_is_a_refusal_that_names_it() -> None:
    """It is neither repeated nor taken for the end of the connection."""
    unknown = code_of("brand_new" * 20)

    assert (unknown.then, unknown.fault) == (Then.NEVER, Fault.US)
    assert "brand_new" in unknown.reason
    assert len(unknown.reason) < 100


@pytest.mark.parametrize(
    ("code", "then"),
    [
        ("ratelimited", Then.LATER),
        ("internal_error", Then.ASK),
        ("account_inactive", Then.END),
        ("token_revoked", Then.END),
        ("invalid_auth", Then.END),
        ("token_expired", Then.REFRESH),
        ("invalid_blocks", Then.IN_WORDS),
        ("message_not_in_streaming_state", Then.POST),
        ("channel_type_not_supported", Then.POST),
        ("is_archived", Then.NEVER),
    ],
)
def test_what_is_done_after_it(code: str, then: Then) -> None:
    """The codes on which most depends."""
    assert code_of(code).then is then


def test_the_list_is_made_of_the_methods_in_use() -> None:
    """From enumerations and from examples."""
    error = {"properties": {"error": {"enum": ["a", "b"]}}, "example": {"error": "c"}}
    paths = {"/api/chat.postMessage": {"post": error}, "/api/dnd.info": {"get": {"error": "d"}}}

    assert codes_in({"paths": paths}) == ["a", "b", "c"]
