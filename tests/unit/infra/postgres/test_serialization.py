"""Values on their way into PostgreSQL's JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.postgres.serialization import as_json, storable


@given(st.text(alphabet=st.sampled_from(["\x00", "\\", "u", "0", '"', "a", "漢"])))
def test_only_nul_is_replaced(text: str) -> None:
    r"""
    Words that look like the escape (`\u0000` typed by a person) must come back as they were.
    """
    expected = {"text": text.replace("\x00", "\ufffd")}

    assert json.loads(as_json({"text": text})) == expected
    assert json.loads(storable(json.dumps({"text": text}))) == expected


@pytest.mark.parametrize("text", ["a\x00b", "\\\x00", "\x00\x00"])
def test_what_is_stored_has_no_nul(text: str) -> None:
    """
    PostgreSQL refuses the whole row for one.
    """
    assert "\\u0000" not in as_json({"text": text}).replace("\\\\", "")
