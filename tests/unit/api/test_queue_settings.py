"""Queues and hours over the API."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.audit import LONGEST_DETAIL
from domain.bot.defaults import default_handoffs
from domain.handoffs import Handoff, HandoffStatus
from domain.tenant_settings import BusinessHours
from duralogue.wiring.configured_bots import ConfiguredBots
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot, running_gateway
from tests.unit.api.recording import NOW

QUEUES = "/v1/tenants/acme/desk/queues"
SUE = staff("supervisor")


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    for tenant in ("acme", "other"):
        bot = a_bot(tenant, business_hours=BusinessHours(tz="Europe/Berlin"))
        doubles.bots.put(bot.model_copy(update={"handoffs": default_handoffs()}))
    configured: Any = ConfiguredBots(doubles.bots, doubles.desk_tools.queue_overrides)
    doubles.bots = configured
    with running_gateway(doubles) as client:
        yield client


def put(client: TestClient, path: str, version: int, **settings: Any) -> Any:
    # As ASCII, since half a character can be sent so only.
    body = json.dumps({"version": version, "settings": settings})
    headers = {**SUE, "Content-Type": "application/json"}
    return client.put(f"{QUEUES}{path}", headers=headers, content=body)


def test_what_holds_and_what_the_files_say(client: TestClient) -> None:
    """
    Beside each other, with who changed it and the version that the next change must name.
    """
    done = put(client, "/support", 0, first_reply="10m business", hours={"mon": ["09:00-17:00"]})

    assert done.status_code == 200
    [support] = client.get(QUEUES, headers=SUE).json()["queues"]
    assert support == done.json()
    assert support["settings"]["first_reply"] == "10m business"
    assert support["settings"]["hours"]["tz"] == "Europe/Berlin"
    assert support["published"]["first_reply"] == "5m"
    assert support["edited"] == ["first_reply", "hours"]
    assert (support["version"], support["written_by"], support["in_files"]) == (1, "Sue", True)


def test_a_change_replaces_the_one_before(client: TestClient) -> None:
    """
    What it does not name follows the bot's files again.
    """
    put(client, "/support", 0, first_reply="10m")
    after = put(client, "/support", 1, resolution="8h business").json()

    assert (after["settings"]["first_reply"], after["edited"]) == ("5m", ["resolution"])


def test_who_was_there_first_is_named(client: TestClient) -> None:
    put(client, "/support", 0, first_reply="10m")

    stale = put(client, "/support", 0, first_reply="7m")

    assert stale.status_code == 409
    assert stale.json()["type"] == "urn:duralogue:problem:stale-settings"
    assert "Sue" in stale.json()["detail"]
    gone = client.delete(f"{QUEUES}/support?version=0", headers=SUE)
    assert gone.status_code == 409


def test_every_field_that_is_wrong_is_named(client: TestClient) -> None:
    hours = {"mon": ["9-17"], "tz": "Berlin"}
    wrong = put(client, "/support", 0, first_reply="5", hours=hours, nobody={"times": 0})

    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.json()["errors"]} == {
        "first_reply", "hours.mon", "hours.tz", "nobody.times",
    }  # fmt: skip
    calendar = put(client, "", 0, business_hours={"holidays": "xx"}).json()
    assert [each["field"] for each in calendar["errors"]] == ["business_hours.holidays"]


@pytest.mark.parametrize(
    "settings",
    [
        {"hours": {"mon": ["09:00-12:00"] * 1_000}},
        {"hours": {"tz": "\0"}},
        {"hours": {"tz": "../etc/passwd", "mon": ["09:00-12:00"]}},
        {"hours": [[[[]]]]},
        {"first_reply": {"lasts": "x" * 5_000}},
        {"first_reply": 1e308},
        {"nobody": {"offer": {}}},
        {"": 1},
        {"\ud800\0": 1},
        {"hours": {"mon": ["\ud800"]}},
        {"hours": {"closed": [{"date": "2026-12-24", "reason": "\ud800"}]}},
        {"hours": {"closed": [{"date": "2026-12-24", "reason": "x" * 500}]}},
        {"hours": {"closed": [{"date": "2026-12-24", "reason": "\0"}]}},
        {"hours": {"closed": [{"date": "2026-12-24", "reason": "\x1b[2J"}]}},
        *({"hours": json.loads("[" * deep + "]" * deep)} for deep in (9, 900, 940)),
        *({"hours": json.loads('{"a":' * deep + "1" + "}" * deep)} for deep in (9, 900, 940)),
    ],
)
def test_nothing_strange_is_taken(client: TestClient, settings: dict[str, Any]) -> None:
    """
    422 with a field's name, whatever comes; 400 where it is too deep to be read at all.
    """
    answer = put(client, "/support", 0, **settings)

    assert answer.status_code in {400, 422}
    assert answer.status_code == 400 or answer.json()["errors"]


def test_all_queues_are_changed_and_given_back(client: TestClient, doubles: Doubles) -> None:
    changed = put(client, "", 0, capacity=2, assignment="push")
    back = client.delete(f"{QUEUES}?version=1", headers=SUE)
    again = client.delete(f"{QUEUES}?version=2", headers=SUE)

    assert (changed.json()["settings"]["capacity"], back.json()["settings"]["capacity"]) == (2, 4)
    assert (back.json()["version"], again.status_code) == (2, 404)
    actions = [entry.action for entry in asyncio.run(doubles.audit.listed("acme"))]
    assert actions == ["queue_settings_reset", "queue_settings_written"]


def test_a_queue_that_no_file_names(client: TestClient) -> None:
    """
    Agents may then serve it; it is retired by the same request that gives others back.
    """
    assert put(client, "/Sales", 0).status_code == 422
    made = put(client, "/sales", 0)
    assert (made.status_code, made.json()["in_files"]) == (200, False)
    assert put(client, "/sales", 1, first_reply="1m").status_code == 200
    assert client.delete(f"{QUEUES}/sales?version=2", headers=SUE).status_code == 204
    assert [q["queue"] for q in client.get(QUEUES, headers=SUE).json()["queues"]] == ["support"]
    assert client.delete(f"{QUEUES}/sales?version=3", headers=SUE).status_code == 404
    assert put(client, "/sales", 3).status_code == 200


def test_the_entry_says_before_and_after_however_much_it_was(
    client: TestClient, doubles: Doubles
) -> None:
    """
    An entry has a bound; what is too long for it is cut, not left out.
    """
    closed = [
        {"date": f"2027-{m:02}-{d:02}", "reason": "ä" * 90} for m in (1, 2) for d in range(1, 28)
    ]
    put(client, "", 0, business_hours={"mon": ["09:00-17:00"], "closed": closed}, capacity=2)

    [entry] = asyncio.run(doubles.audit.listed("acme"))
    detail = json.loads(entry.detail)

    assert len(entry.detail) <= LONGEST_DETAIL
    assert (detail["capacity"], detail["version"]) == ("4 -> 2", 1)
    assert detail["business_hours.closed"].startswith("none -> 2027-01-01")


def test_tenants_are_strangers(client: TestClient) -> None:
    """
    A token of one tenant opens nothing of another's.
    """
    put(client, "/support", 0, first_reply="10m")

    other = QUEUES.replace("acme", "other")
    assert client.get(other, headers=SUE).status_code == 401
    body = {"version": 0, "settings": {}}
    assert client.put(f"{other}/support", headers=SUE, json=body).status_code == 401


def test_the_desk_is_woken(client: TestClient, doubles: Doubles) -> None:
    """
    What is due is worked out anew, and offers are made by the new policy.
    """
    put(client, "/support", 0, first_reply="10m")

    assert doubles.wakes.woken == ["acme"]


def test_customers_are_passed_on_to_a_queue_that_was_made_here(
    client: TestClient, doubles: Doubles
) -> None:
    """
    Not before there is one; its agents may be named in profiles.
    """
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="h-1",
            tenant_id="acme",
            conversation_id="web-1",
            queue="support",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Ann",
            opened_at=NOW,
        )
    ]
    transfer = "/v1/tenants/acme/handoffs/h-1/transfer"
    profile = "/v1/tenants/acme/desk/agents/Ann"

    before = client.post(transfer, headers=staff("agent"), json={"to_queue": "sales"})
    put(client, "/sales", 0)
    after = client.post(transfer, headers=staff("agent"), json={"to_queue": "sales"})
    named = client.put(profile, headers=SUE, json={"queues": ["sales"]})

    assert (before.status_code, after.status_code, named.status_code) == (422, 204, 204)


def test_a_revision_is_shown_as_it_was_published(client: TestClient) -> None:
    """
    Under its name stands what the files say, whatever was edited since.
    """
    address = "/v1/tenants/acme/bots/current"
    before = client.get(address, headers=SUE).json()
    put(client, "/support", 0, first_reply="10m")

    assert client.get(address, headers=SUE).json() == before
