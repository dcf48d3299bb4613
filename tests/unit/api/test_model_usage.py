"""Operators see how hosted models serve a tenant, and what they took."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient

from domain.language_models.account_views import DailyUsage, ModelUsage, SpentBudget
from domain.language_models.service_levels import Level, SeenLevel
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles

USAGE = "/v1/tenants/acme/models/usage"
AT = datetime(2026, 11, 30, 8, tzinfo=UTC)
FOUND = ModelUsage(
    levels=(
        SeenLevel(
            purpose="answer", level=Level.EXTRACTIVE, reason="<b>503</b>", since=AT, seen_at=AT
        ),
    ),
    spent=(SpentBudget(scope="day", key="2026-11-30", tokens=1_200, cost=Decimal("0.0125")),),
    days=(
        DailyUsage(
            day=date(2026, 11, 30), connection="small", model="cohere/command-r7b",
            purpose="answer", calls=5, answered=3, failed=2, lost=0, input_tokens=1_000,
            output_tokens=200, cost=Decimal("0.0125"), first_word_ms=412.5,
        ),
    ),
)  # fmt: skip


def test_an_operator_reads_level_spending_and_days(client: TestClient, doubles: Doubles) -> None:
    """Money as text, so that no reader rounds it."""
    doubles.model_usage.found = FOUND
    answer = client.get(f"{USAGE}?days=31", headers=staff("operator"))
    assert answer.status_code == 200
    assert answer.json()["levels"][0]["level"] == "extractive"
    assert answer.json()["days"][0]["cost"] == "0.0125"
    assert doubles.model_usage.asked == [("acme", 31)]


@pytest.mark.parametrize("days", ["0", "93", "many", "-1"])
def test_days_that_are_none_are_named(client: TestClient, days: str) -> None:
    """Bounded: each day has a row for each model."""
    answer = client.get(f"{USAGE}?days={days}", headers=staff("operator"))
    assert answer.status_code == 422
    assert "days" in answer.text


def test_the_page_shows_the_same_and_escapes_it(client: TestClient, doubles: Doubles) -> None:
    """A reason may hold what a server has said."""
    doubles.model_usage.found = FOUND
    client.post("/desk/acme/sign-in", data={"token": "operator-token"})
    page = client.get("/desk/acme/models").text
    assert "without hosted models" in page
    assert "cohere/command-r7b" in page
    assert "<b>503</b>" not in page
    assert "0.0125 $" in page
