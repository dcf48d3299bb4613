"""The worked examples of docs/explanation/service-levels.md."""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from domain.desk.service_clock import ServiceFacts, ServiceLevel, next_due
from domain.desk.service_explanation import explain, words
from domain.patience import Patience, parse_patience
from tests.unit.domain.desk.test_service_clock import OFFICE

PAGE = Path(__file__).parents[4] / "docs" / "explanation" / "service-levels.md"
ROWS = re.findall(
    r"^\| (\w{3} \d+ \w{3} \d{4} \d\d:\d\d) \| (.+?) \| (.+?) \|$", PAGE.read_text(), re.MULTILINE
)


@pytest.mark.parametrize(("began", "target", "explanation"), ROWS)
def test_the_page_says_what_the_clock_says(began: str, target: str, explanation: str) -> None:
    """Whoever checks an example by hand must find what the desk shows."""
    since = datetime.strptime(began, "%a %d %b %Y %H:%M").replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert f"{since:%a}" == began[:3]
    facts = ServiceFacts(opened_at=since, first_replied_at=since, awaiting_since=since)
    level = ServiceLevel(next_reply=Patience.model_validate(parse_patience(target)))

    due = next_due(facts, level, OFFICE)

    assert due is not None
    assert words(explain(due, facts, OFFICE), "en") == explanation


def test_the_page_has_examples() -> None:
    """So that the test above cannot be empty."""
    assert len(ROWS) == 5
