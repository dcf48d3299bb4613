"""The team over the API: presence, profiles, offers, and who may claim what."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.bot.model import HandoffRule
from domain.desk.agents import AgentProfile, Presence
from domain.desk.settings import AssignmentPolicy, DeskSettings
from domain.desk.signals import AgentLooks
from domain.handoffs import Handoff, HandoffStatus
from domain.patience import Patience
from domain.staff import StaffRole
from tests.unit.api.conftest import staff
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.recording import NOW

ACME = "/v1/tenants/acme"
RULE = HandoffRule(
    name="general",
    queue="returns",
    skills=("billing",),
    first_reply=Patience(lasts=timedelta(minutes=5)),
)


def a_handoff(name: str = "h-1", **more: Any) -> Handoff:
    return Handoff(
        handoff_id=name,
        tenant_id="acme",
        conversation_id=f"web-{name}",
        queue="returns",
        opened_at=NOW,
        channel="web",
        **more,
    )


@pytest.fixture
def desk() -> PlainDesk:
    return PlainDesk()


@pytest.fixture
def doubles(desk: PlainDesk) -> Doubles:
    doubles = Doubles()
    doubles.desk = desk.as_ports()
    doubles.handoffs.handoffs = [a_handoff()]
    _with(doubles, capacity=2)
    return doubles


def _with(doubles: Doubles, **desk: Any) -> None:
    """Publish these settings; whoever is asked next acts on them."""
    bot = a_bot(desk=DeskSettings(**desk))
    doubles.bots.put(bot.model_copy(update={"handoffs": {"general": RULE}}))


async def _profile(doubles: Doubles, **profile: Any) -> None:
    await doubles.roster.write_profile("acme", AgentProfile(agent="Ann", **profile))


def _claim(client: TestClient, role: str = "agent", handoff: str = "h-1") -> tuple[int, str]:
    answer = client.post(f"{ACME}/handoffs/{handoff}/claim", headers=staff(role))
    return answer.status_code, answer.json().get("detail", "")


def test_an_agent_says_what_they_are_and_stays_it_while_they_are_heard(
    client: TestClient, doubles: Doubles
) -> None:
    """
    The team sees it; the desk is woken, since who is available may be offered something.
    """
    before = client.get(f"{ACME}/desk/agents", headers=staff("agent")).json()["agents"]
    chosen = client.put(
        f"{ACME}/desk/presence", json={"presence": "available"}, headers=staff("agent")
    )
    after = client.get(f"{ACME}/desk/agents", headers=staff("agent")).json()["agents"]

    assert [(each["agent"], each["presence"]) for each in before if each["agent"] == "Ann"] == [
        ("Ann", "offline")
    ]
    assert chosen.status_code == 204
    [ann] = [each for each in after if each["agent"] == "Ann"]
    assert (ann["presence"], ann["capacity"], ann["load"]) == ("available", 2, 0)
    assert doubles.wakes.woken == ["acme"]


async def test_a_heartbeat_keeps_the_choice_and_says_what_is_open(
    client: TestClient, doubles: Doubles, desk: PlainDesk
) -> None:
    """
    Every desk sends them, so that they wake the tenant's desk only now and then.
    """
    beat = {"touched": True, "watching": ["web-1", "web-1"], "typing": "web-1"}
    client.put(f"{ACME}/desk/presence", json={"presence": "busy"}, headers=staff("agent"))
    for _ in range(3):
        heard = client.post(f"{ACME}/desk/heartbeat", json=beat, headers=staff("agent"))
        assert heard.status_code == 204

    [status] = await doubles.roster.statuses("acme")
    assert status.chosen is Presence.BUSY
    assert status.heard_until > datetime.now(UTC) + timedelta(seconds=60)
    assert doubles.roster.watched["acme", "Ann"][0] == ("web-1",)
    looks = AgentLooks(agent="Ann", watching=("web-1",), typing="web-1")
    assert desk.signals.told == [looks] * 3
    assert doubles.wakes.woken == ["acme"]


def test_a_desk_that_cannot_be_woken_fails_no_request(client: TestClient, doubles: Doubles) -> None:
    """
    It looks by itself in a moment.
    """
    doubles.wakes.is_down = True

    chosen = client.put(f"{ACME}/desk/presence", json={"presence": "away"}, headers=staff("agent"))

    assert chosen.status_code == 204


@pytest.mark.parametrize(
    ("field", "change", "named"),
    [
        ("queues", {"queues": ["returns", "sales"]}, "no queue 'sales'; allowed: returns"),
        ("skills", {"skills": ["bilingual"]}, "no skill 'bilingual'; allowed: billing"),
        ("languages", {"languages": ["de-AT", "fr"]}, "no language 'fr'; allowed: de, en"),
        ("capacity", {"capacity": -1}, "greater than or equal to 0"),
    ],
)
def test_what_nobody_knows_is_refused_by_name(
    client: TestClient, field: str, change: dict[str, Any], named: str
) -> None:
    """
    An agent with a misspelt queue would see no customer, and wonder.
    """
    refused = client.put(f"{ACME}/desk/agents/Ann", json=change, headers=staff("supervisor"))

    assert refused.status_code == 422
    [error] = refused.json()["errors"]
    assert error["field"].endswith(field)
    assert named in refused.text


async def test_a_supervisor_says_what_an_agent_can_do(client: TestClient, doubles: Doubles) -> None:
    """
    It replaces what was there; there is no profile of nobody.
    """
    change = {"queues": ["returns"], "skills": ["billing"], "languages": ["de"], "capacity": 3}
    stored = client.put(f"{ACME}/desk/agents/Ann", json=change, headers=staff("supervisor"))
    nobody = client.put(f"{ACME}/desk/agents/Zoe", json=change, headers=staff("supervisor"))

    assert (stored.status_code, nobody.status_code) == (204, 404)
    profile = await doubles.roster.profile("acme", "Ann")
    assert profile == AgentProfile(agent="Ann", **change)
    assert doubles.wakes.woken == ["acme"]


async def test_an_agent_sees_the_queues_of_their_profile_only(
    client: TestClient, doubles: Doubles
) -> None:
    """
    Others are not there for them, by whichever way they ask; a supervisor sees all.
    """
    other = a_handoff("h-2").model_copy(update={"queue": "sales"})
    doubles.handoffs.handoffs = [a_handoff(), other]
    await _profile(doubles, queues=("returns",))

    def seen(role: str) -> list[str]:
        listed = client.get(f"{ACME}/handoffs", headers=staff(role)).json()["handoffs"]
        return [each["handoff_id"] for each in listed]

    assert seen("agent") == ["h-1"]
    assert seen("supervisor") == ["h-1", "h-2"]
    assert client.get(f"{ACME}/handoffs/h-2", headers=staff("agent")).status_code == 404
    for path in ("claim", "decline", "return"):
        refused = client.post(f"{ACME}/handoffs/h-2/{path}", headers=staff("agent"))
        assert refused.status_code == 404, path
    assert _claim(client, "supervisor", "h-2")[0] == 200
    given = other.model_copy(update={"preferred_agent": "Ann"})
    doubles.handoffs.handoffs = [a_handoff(), given]
    assert seen("agent") == ["h-1", "h-2"]
    assert _claim(client, "agent", "h-2")[0] == 200  # passed on to them


async def test_a_claim_over_the_capacity_is_refused_with_the_figures(
    client: TestClient, doubles: Doubles
) -> None:
    """
    Two points are all that an agent has here; a supervisor may take more.
    """
    mine = {"status": HandoffStatus.CLAIMED, "assigned_agent": "Ann"}
    doubles.handoffs.handoffs = [a_handoff(), a_handoff("a", **mine), a_handoff("b", **mine)]

    refused = _claim(client)
    assert refused == (409, "You have 2 of 2 points, and this conversation takes 1 more.")
    assert _claim(client, "supervisor")[0] == 200
    assert _claim(client, handoff="a")[0] == 200  # pressed twice: the conversation decides
    await _profile(doubles, capacity=3)
    assert _claim(client)[0] == 200


async def test_where_work_is_pushed_only_the_one_who_is_offered_it_may_claim(
    client: TestClient, doubles: Doubles
) -> None:
    """
    Picking would overtake those who wait longer; whoever declines lets it go on.
    """
    _with(doubles, assignment=AssignmentPolicy.PUSH)
    bot = await doubles.bots.current("acme")
    nobody = _claim(client)
    doubles.handoffs.handoffs = [
        a_handoff(offered_to="Ben", offer_expires_at=datetime.now(UTC) + timedelta(minutes=1))
    ]
    another = _claim(client)
    assert _claim(client, "supervisor")[0] == 200
    doubles.handoffs.handoffs = [a_handoff()]
    now = datetime.now(UTC)
    await doubles.roster.choose(
        "acme", "Ann", Presence.AVAILABLE, at=now, lasts=timedelta(minutes=1)
    )
    await doubles.offers.assign("acme", bot.tenant.desk, now=now)

    assert nobody[0] == 409
    assert "offered to nobody yet" in nobody[1]
    assert another == (409, "This handoff is offered to Ben.")
    assert _claim(client)[0] == 200
    declined = client.post(f"{ACME}/handoffs/h-1/decline", headers=staff("agent"))
    again = client.post(f"{ACME}/handoffs/h-1/decline", headers=staff("supervisor"))
    assert (declined.status_code, again.status_code) == (204, 409)
    assert doubles.wakes.woken == ["acme"]
    assert doubles.handoffs.handoffs[0].offered_to is None


def test_a_token_that_has_run_out_makes_nobody_leave(client: TestClient, doubles: Doubles) -> None:
    """
    They may sign in by password: colleagues find them, and pass customers on to them. Whoever was
    revoked is gone.
    """
    doubles.handoffs.handoffs = [a_handoff()]
    doubles.staff.keep("old", "acme", "Pia", StaffRole.AGENT, valid_for=-timedelta(days=1))
    to_pia = {"to_agent": "Pia"}

    def answers() -> tuple[bool, int, int]:
        listed = client.get(f"{ACME}/desk/agents", headers=staff("agent")).json()["agents"]
        passed = client.post(f"{ACME}/handoffs/h-1/transfer", headers=staff("agent"), json=to_pia)
        written = client.put(f"{ACME}/desk/agents/Pia", headers=staff("supervisor"), json={})
        is_listed = "Pia" in [each["agent"] for each in listed]
        return is_listed, passed.status_code, written.status_code

    assert answers() == (True, 204, 204)
    [pia] = [each for each in asyncio.run(doubles.staff.listed("acme")) if each.name == "Pia"]
    asyncio.run(doubles.staff.revoke("acme", pia.staff_id))
    assert answers() == (False, 422, 404)
