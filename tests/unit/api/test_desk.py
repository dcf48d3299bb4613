"""The desk's lists and its stream: what each person is shown, and what they are not."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.desk_following import DeskStream, Sight, Start, start_of
from domain.desk.agents import AgentProfile
from domain.desk.events import DeskEventKind
from domain.desk.lists import DeskAgent, DeskView, DeskViewer, HandoffFilter
from domain.desk.signals import AgentLooks, CustomerTypes
from domain.errors import NotAuthenticated, SecondFactorDemanded
from domain.staff import StaffMember, StaffRole
from tests.unit.api.conftest import Visitor, staff
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, running_gateway

ACME = "/v1/tenants/acme"
LOOK = AgentLooks(agent="Ben", watching=("web-1",), typing="web-1")


@pytest.fixture
def desk() -> PlainDesk:
    return PlainDesk()


@pytest.fixture
def client(doubles: Doubles, desk: PlainDesk) -> Iterator[TestClient]:
    doubles.desk = desk.as_ports()
    with running_gateway(doubles) as client:
        yield client


def test_a_desk_knows_who_sits_before_it(client: TestClient, desk: PlainDesk) -> None:
    """
    The page shows no button that is refused, and no queue that is not theirs.
    """
    desk.reads.profile = DeskAgent(queues=("returns",), capacity=2, presence="busy")
    agent = client.get(f"{ACME}/desk/me", headers=staff("agent")).json()
    supervisor = client.get(f"{ACME}/desk/me", headers=staff("supervisor")).json()

    assert (agent["name"], agent["role"], agent["queues"]) == ("Ann", "agent", ["returns"])
    assert (agent["capacity"], agent["presence"], agent["ui_url"]) == (2, "busy", None)
    tenant = {"name": "Ava", "color": "#00bb66", "locales": ["en", "de"], "zone": "UTC"}
    assert agent["tenant"] == tenant
    assert "supervise" not in agent["may"]
    assert "supervise" in supervisor["may"]
    assert (supervisor["queues"], supervisor["ui_url"]) == (
        [],
        "http://127.0.0.1:8233/namespaces/default",
    )


def test_a_browser_that_has_signed_in_is_told_its_csrf_token(client: TestClient) -> None:
    """
    Without it the page could read everything and do nothing.
    """
    client.post("/desk/acme/sign-in", data={"token": "agent-token"})
    told = client.get(f"{ACME}/desk/me").json()["csrf"]
    choice = {"presence": "available"}
    chosen = [
        client.put(f"{ACME}/desk/presence", json=choice, headers={"X-CSRF-Token": token})
        for token in (told or "", "another")
    ]

    assert [each.status_code for each in chosen] == [204, 403]
    assert client.get(f"{ACME}/desk/me", headers=staff("agent")).json()["csrf"] is None


def test_lists_are_asked_for_as_the_one_who_looks(
    client: TestClient, doubles: Doubles, desk: PlainDesk
) -> None:
    """
    Queues bind agents; whoever answers for all of them sees all.
    """
    profile = AgentProfile(agent="Ann", queues=("returns",))
    asyncio.run(doubles.roster.write_profile("acme", profile))
    query = "view=team&queue=returns&agent=Ben&channel=sms"
    for role in ("agent", "supervisor"):
        assert client.get(f"{ACME}/desk/handoffs?{query}", headers=staff(role)).status_code == 200

    wanted = HandoffFilter(view=DeskView.TEAM, queue="returns", agent="Ben", channel="sms")
    assert desk.reads.asked == [
        (DeskViewer(name="Ann", queues=("returns",)), wanted),
        (DeskViewer(name="Sue"), wanted),
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("desk/handoffs?view=none", 422),
        ("desk/handoffs?limit=0", 422),
        ("desk/handoffs?queue=%00", 422),
        ("desk/conversations/web-1", 200),
        ("desk/conversations/web-1?messages=999", 422),
        ("desk/conversations/web-2", 404),
        ("desk/conversations/%00", 404),
    ],
)
def test_what_is_asked_for_wrongly_is_refused(client: TestClient, path: str, code: int) -> None:
    assert client.get(f"{ACME}/{path}", headers=staff("agent")).status_code == code
    assert client.get(f"{ACME}/{path}").status_code == 401


def test_the_course_of_a_conversation_leads_supervisors_to_temporal(client: TestClient) -> None:
    """
    Agents see what was done; whoever looks after the machine sees the workflow too.
    """
    path = f"{ACME}/desk/conversations/web-1"
    agent, supervisor = (
        client.get(f"{path}/timeline", headers=staff(role)).json()
        for role in ("agent", "supervisor")
    )
    customer = client.get(f"{path}/customer", headers=staff("agent")).json()

    assert [(entry["kind"], entry["ms"]) for entry in agent["entries"]] == [("turn", 12.0)]
    assert agent["ui_url"] is None
    assert supervisor["ui_url"].endswith("/workflows/conversation%2Facme%2Fweb-1")
    assert customer["customer_ref"] is None
    for part in ("timeline", "customer"):
        hidden = f"{ACME}/desk/conversations/web-2/{part}"
        assert client.get(hidden, headers=staff("agent")).status_code == 404


def test_a_customer_tells_that_they_are_writing(
    client: TestClient, desk: PlainDesk, visitor: Visitor
) -> None:
    """
    Nothing is stored, and nobody says so of another's conversation.
    """
    told = client.post(
        f"{visitor.conversation}/typing", json={"typing": True}, headers=visitor.headers
    )
    other = client.post(
        f"{ACME}/conversations/web-1/typing", json={"typing": True}, headers=visitor.headers
    )

    assert (told.status_code, other.status_code) == (204, 404)
    assert desk.signals.told == [
        CustomerTypes(conversation_id=visitor.conversation_id, typing=True)
    ]


async def _all(desk: PlainDesk, start: Start, count: int, **asked: Any) -> list[tuple[Any, ...]]:
    """The first of what one open desk is sent: number, name and data."""
    member = StaffMember(tenant_id="acme", staff_id="1", name="Ann", role=StaffRole.AGENT)
    calls = iter(asked.get("answers", ()))

    async def again() -> StaffMember:
        answer = next(calls, member)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def viewer_of(who: StaffMember) -> DeskViewer:
        return DeskViewer(name=who.name, queues=desk.reads.profile.queues)

    every = timedelta(seconds=asked.get("every", 60))
    stream = DeskStream(desk.as_ports(), member, again, Sight(viewer_of), ask_every=every)
    sent: list[tuple[Any, ...]] = []
    async with asyncio.timeout(30), aclosing(stream.sent(start)) as followed:
        async for event in followed:
            sent.append(_read(event))
            if len(sent) == 1 and "meanwhile" in asked:
                asyncio.get_running_loop().create_task(asked["meanwhile"]())
            if len(sent) == count:
                break
    return sent


def _read(event: bytes) -> tuple[Any, ...]:
    fields = dict(line.split(": ", 1) for line in event.decode().strip().split("\n"))
    return (fields.get("id"), fields["event"], json.loads(fields["data"]))


def _tell(desk: PlainDesk, queue: str | None, **data: Any) -> None:
    desk.events.tell(
        "acme", DeskEventKind.HANDOFF, data, queue=queue, conversation_id=data.get("c", "web-1")
    )


async def test_a_stream_begins_where_the_desk_is(desk: PlainDesk) -> None:
    """
    Without a number it says where now is; with one that is not kept, that lists are old.
    """
    for _ in range(3):
        _tell(desk, None)

    starts = {
        last: await start_of(desk.as_ports(), "acme", last)
        for last in (None, "0", "2", "3", "4", "-1", "x", "٣", "9" * 30, "")
    }

    assert starts.pop(None) == Start(3, "hello")
    assert [starts.pop(n) for n in "023"] == [Start(0), Start(2), Start(3)]
    assert set(starts.values()) == {Start(3, "reset")}


async def test_events_of_other_queues_and_persons_are_not_sent(desk: PlainDesk) -> None:
    """
    Except of a customer whom they have, or are offered, by whatever way. A talk that was never
    handed off is in no queue: only those hear it who serve every one.
    """
    desk.reads.profile = DeskAgent(queues=("returns",))
    _tell(desk, "billing", n=1)
    _tell(desk, "returns", n=2)
    desk.events.tell("acme", DeskEventKind.DRAFT, {"n": 3}, agent="Ben")
    desk.events.tell("acme", DeskEventKind.DRAFT, {"n": 4}, agent="Ann")
    _tell(desk, "billing", n=5, offered_to="Ann", c="web-5")
    desk.events.tell(
        "acme", DeskEventKind.CONVERSATION, {"n": 6}, queue="billing", conversation_id="web-5"
    )
    _tell(desk, "billing", n=7, c="web-5")
    _tell(desk, "billing", n=8, c="web-5")
    desk.events.tell("acme", DeskEventKind.CONVERSATION, {"n": 8}, conversation_id="web-6")
    desk.events.tell("acme", DeskEventKind.NOTE, {"n": 8}, queue="", conversation_id="web-6")
    _tell(desk, None, n=9)

    sent = await _all(desk, Start(0), 6)

    assert [(number, data["data"]["n"]) for number, _, data in sent] == [
        ("2", 2),
        ("4", 4),
        ("5", 5),
        ("6", 6),
        ("7", 7),
        ("11", 9),
    ]


async def test_signals_come_between_without_numbers(desk: PlainDesk) -> None:
    """
    Who looks and who writes; said once, and only when it changes.
    """
    desk.reads.looks = [AgentLooks(agent="Eve", watching=("web-1",))]

    async def meanwhile() -> None:
        for signal in (LOOK, LOOK, CustomerTypes(conversation_id="web-1", typing=True)):
            await desk.signals.tell("acme", signal)
        await desk.signals.tell("acme", AgentLooks(agent="Ben"))

    sent = await _all(desk, Start(0, "hello"), 4, meanwhile=meanwhile)

    eve = {"agent": "Eve", "typing": False}
    assert sent == [
        (None, "hello", {"seq": 0}),
        (
            None,
            "looking",
            {"conversation_id": "web-1", "agents": [eve, {"agent": "Ben", "typing": True}]},
        ),
        (None, "customer_typing", {"conversation_id": "web-1", "typing": True}),
        (None, "looking", {"conversation_id": "web-1", "agents": [eve]}),
    ]


@pytest.mark.parametrize("end", [NotAuthenticated("revoked"), SecondFactorDemanded()])
async def test_a_stream_ends_once_its_person_is_locked_out(desk: PlainDesk, end: Any) -> None:
    """
    Whoever left the firm at noon must not read on till evening.
    """
    sent = await _all(desk, Start(0, "hello"), 9, every=0.01, answers=[end])

    assert [name for _, name, _ in sent] == ["hello"]


async def test_other_queues_mean_other_lists(desk: PlainDesk) -> None:
    """
    A supervisor has moved them to another team: what they see must change without a reload.
    """

    async def meanwhile() -> None:
        desk.reads.profile = DeskAgent(queues=("billing",))

    sent = await _all(desk, Start(0, "hello"), 2, every=0.01, meanwhile=meanwhile)

    assert sent[1] == (None, "reset", {"seq": 0})


def test_one_person_holds_so_many_streams_and_no_more(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A page that reconnects in a loop must not use up the gateway.
    """
    monkeypatch.setattr("api.limits._STREAMS_OF_ONE", 0)

    refused = client.get(f"{ACME}/desk/events", headers=staff("agent"))

    assert refused.status_code == 429
    assert client.get(f"{ACME}/desk/events").status_code == 401
