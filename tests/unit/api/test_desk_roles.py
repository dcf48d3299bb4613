"""Routes of the desk: which roles they are for."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.unit.api.conftest import staff
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, running_gateway
from tests.unit.api.test_staff import ACME, AGENTS, EVERYBODY

LEADERS = {"supervisor", "admin"}
ROLES: dict[str, set[str]] = {
    "GET desk/me": EVERYBODY,
    "GET desk/handoffs": EVERYBODY,
    "GET desk/conversations/{conversation}": EVERYBODY,
    "GET desk/conversations/{conversation}/customer": EVERYBODY,
    "GET desk/conversations/{conversation}/timeline": EVERYBODY,
    "POST desk/conversations/{conversation}/suggestion": AGENTS,
    "GET desk/wall": LEADERS,
    "GET desk/reports/day": LEADERS | {"auditor"},
    "GET desk/reports/day.csv": LEADERS | {"auditor"},
    "GET desk/conversations/{conversation}/notes": AGENTS,
    "POST desk/conversations/{conversation}/notes": AGENTS,
    "PUT desk/conversations/{conversation}/draft": AGENTS,
    "GET desk/canned-replies": AGENTS,
    "PUT desk/canned-replies/{name}": LEADERS,
    "DELETE desk/canned-replies/{name}": LEADERS,
    "PUT desk/presence": AGENTS,
    "POST desk/heartbeat": AGENTS,
    "GET desk/agents": AGENTS,
    "PUT desk/agents/{name}": LEADERS,
    "GET desk/queues": LEADERS,
    "PUT desk/queues": LEADERS,
    "DELETE desk/queues": LEADERS,
    "PUT desk/queues/{queue}": LEADERS,
    "DELETE desk/queues/{queue}": LEADERS,
    "POST handoffs/{handoff}/decline": AGENTS,
    "DELETE handoffs/{handoff}/transfer": AGENTS,
    "POST handoffs/{handoff}/merge": AGENTS,
    "POST handoffs/{handoff}/separate": AGENTS,
    "POST desk/bulk": AGENTS,
    "POST desk/conversations/{conversation}/take-over": AGENTS,
    "GET desk/views": AGENTS,
    "PUT desk/views/{name}": AGENTS,
    "DELETE desk/views/{name}": AGENTS,
    "GET desk/search": AGENTS,
    "GET desk/blocked-senders": AGENTS,
    "POST desk/conversations/{conversation}/block": AGENTS,
    "DELETE desk/conversations/{conversation}/block": AGENTS,
}
ELSEWHERE = {"GET desk/events": "a stream without an end: tests/unit/api/test_desk.py"}


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    doubles.desk = PlainDesk().as_ports()
    with running_gateway(doubles) as client:
        yield client


@pytest.mark.parametrize("route", ROLES)
def test_a_route_is_for_its_roles(client: TestClient, route: str) -> None:
    """
    Whoever may not is told so before anything else is looked at.
    """
    method, _, path = route.partition(" ")
    address = f"{ACME}/{re.sub('{[a-z]+}', 'web-1', path)}"
    answers = {role: client.request(method, address, headers=staff(role)) for role in EVERYBODY}

    assert {role for role, each in answers.items() if each.status_code != 403} == ROLES[route]
    assert client.request(method, address).status_code == 401
