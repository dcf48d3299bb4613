"""The wall, and a day's numbers: for whom, of which hours, and as a table that runs nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from api.svg_charts import bar_chart
from domain.tenant_settings import BusinessHours
from tests.unit.api.conftest import staff
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, a_bot, running_gateway

DESK = "/v1/tenants/acme/desk"


@pytest.fixture
def desk() -> PlainDesk:
    return PlainDesk()


@pytest.fixture
def client(doubles: Doubles, desk: PlainDesk) -> Iterator[TestClient]:
    doubles.desk = desk.as_ports()
    doubles.bots.put(a_bot(business_hours=BusinessHours(tz="Europe/Berlin")))
    with running_gateway(doubles) as client:
        yield client


@pytest.mark.parametrize("path", ["wall", "reports/day", "reports/day.csv"])
def test_it_is_for_those_who_lead(client: TestClient, path: str) -> None:
    """
    Agents are not shown how their colleagues do.
    """
    assert client.get(f"{DESK}/{path}", headers=staff("supervisor")).status_code == 200
    assert client.get(f"{DESK}/{path}", headers=staff("agent")).status_code == 403
    assert client.get(f"{DESK}/{path}").status_code == 401


def test_whoever_has_no_capacity_of_their_own_has_the_tenants(client: TestClient) -> None:
    wall = client.get(f"{DESK}/wall", headers=staff("supervisor")).json()

    assert [(agent["agent"], agent["capacity"]) for agent in wall["agents"]] == [("Ann", 4)]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2025-10-26", 25), ("2026-01-25", 24)]
)
def test_a_day_is_as_long_as_the_tenants_clocks_say(
    client: TestClient, desk: PlainDesk, day: str, hours: int
) -> None:
    """
    On the days on which clocks change, an hour would be counted twice or not at all.
    """
    client.get(f"{DESK}/reports/day?date={day}", headers=staff("supervisor"))

    [(start, end)] = desk.reports.asked
    assert start.isoformat().startswith(f"{day}T00:00:00")
    assert timedelta(seconds=end.timestamp() - start.timestamp()) == timedelta(hours=hours)


@pytest.mark.parametrize("day", ["2999-01-01", "1999-12-31", "yesterday", "2026-02-30"])
def test_a_day_that_cannot_be_is_refused(client: TestClient, day: str) -> None:
    refused = client.get(f"{DESK}/reports/day?date={day}", headers=staff("supervisor"))

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "date"


def test_a_spreadsheet_runs_nothing_that_somebody_is_called(client: TestClient) -> None:
    """
    Names come from outside; one that is a formula would be run on a supervisor's machine.
    """
    table = client.get(f"{DESK}/reports/day.csv?date=2026-01-25", headers=staff("supervisor"))

    lines = table.text.splitlines()
    assert lines[1] == "total,,2,0,0,0,1.5,,"
    assert lines[2].startswith("agent,'=HYPERLINK(1),2,")
    assert lines[3].startswith('agent,"Eve, M.",')
    assert "2026-01-25" in table.headers["Content-Disposition"]
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_a_chart_says_its_values_and_escapes_its_names() -> None:
    """
    Whoever does not see it hears it; and a name is no markup.
    """
    drawn = bar_chart("Opened & closed", [("<b>", 2), ("10", 0)])

    assert "<b>" not in drawn
    assert "<desc>&lt;b&gt;: 2; 10: 0</desc>" in drawn
    assert drawn.count("<rect") == 2
    assert "style" not in drawn
    assert "<svg" in bar_chart("Nothing", [])
    assert bar_chart("Many", [(str(n), n) for n in range(999)]).count("<rect") == 60
