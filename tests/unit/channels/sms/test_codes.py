"""The table of provider codes: each code that occurs is in it, with a sentence to read."""

import json
from pathlib import Path

from channels.sms.codes import CODES, Fault, reason_of

OCCURRING = json.loads((Path(__file__).parent / "spec_codes.json").read_text())["codes"]


def test_every_code_of_the_description_is_in_the_table() -> None:
    assert [code for code in OCCURRING if code not in CODES] == []


def test_there_are_more_than_sixty() -> None:
    """Of Twilio's own at least forty, and Meta's as Twilio passes them on."""
    metas = [code for code in CODES if 63_000 <= code < 64_000]
    assert len(CODES) - len(metas) >= 40
    assert len(metas) >= 25


def test_each_reason_reads_within_a_sentence() -> None:
    for code, known in CODES.items():
        assert 10 <= len(known.reason) <= 90, code
        assert not known.reason.endswith("."), code
        assert known.fault in Fault


def test_what_is_the_customers_is_never_tried_again() -> None:
    assert [
        code for code, each in CODES.items() if each.fault is Fault.CUSTOMER and each.retry
    ] == []


def test_a_code_that_nobody_knows_is_shown_as_it_is() -> None:
    assert reason_of("30005") == CODES[30005].reason
    assert reason_of("99999") == "error 99999, see twilio.com/docs/api/errors"
    assert reason_of("²²") == "error ²², see twilio.com/docs/api/errors"
    assert reason_of("", default="no reason given") == "no reason given"
