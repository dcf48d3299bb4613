"""Pages on which queues and hours are edited, over real overrides and real checks."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import queue_words
from domain.bot.defaults import default_handoffs
from domain.bot.queue_hours import queues_of
from domain.desk.agents import AgentProfile
from domain.handoffs import Handoff
from domain.tenant_settings import BusinessHours, Queue
from duralogue.wiring.configured_bots import ConfiguredBots
from infra.memory.database import MemoryDatabase
from tests.unit.api.desk_doubles import PlainDesk
from tests.unit.api.doubles import Doubles, a_bot, running_gateway
from tests.unit.api.page_forms import fields_of
from tests.unit.api.recording import NOW
from tests.unit.api.test_sign_in_pages import hidden

DESK = "/desk/acme"
BERLIN = BusinessHours(tz="Europe/Berlin", days={"mon": ("09:00-17:00",)}, holidays="de-BE")


@pytest.fixture
def database() -> MemoryDatabase:
    return MemoryDatabase()


@pytest.fixture
def doubles(database: MemoryDatabase) -> Doubles:
    return Doubles(database=database)


@pytest.fixture
def client(doubles: Doubles) -> Iterator[TestClient]:
    doubles.desk = PlainDesk().as_ports()
    bot = a_bot(business_hours=BERLIN, queues={"night": Queue(hours=BusinessHours())})
    doubles.bots.put(bot.model_copy(update={"handoffs": default_handoffs()}))
    configured: Any = ConfiguredBots(doubles.bots, doubles.desk_tools.queue_overrides)
    doubles.bots = configured
    with running_gateway(doubles) as client:
        client.follow_redirects = False
        yield client


def sign_in(client: TestClient, role: str = "admin") -> None:
    client.post(f"{DESK}/sign-in", data={"token": f"{role}-token"})


def edited(client: TestClient, path: str, **changed: str) -> Any:
    """Open the page, change some fields, save."""
    form = fields_of(client.get(f"{DESK}/settings/{path}").text)
    return client.post(f"{DESK}/settings/{path.partition('?')[0]}", data={**form, **changed})


def last_entry(doubles: Doubles) -> tuple[str, str, str, dict[str, Any]]:
    entry = asyncio.run(doubles.audit.listed("acme"))[0]
    return entry.actor, entry.action, entry.subject, json.loads(entry.detail)


def bot_now(doubles: Doubles) -> Any:
    return asyncio.run(doubles.bots.current("acme"))


def test_a_queue_gets_hours_and_targets_of_its_own(client: TestClient, doubles: Doubles) -> None:
    """
    Split shifts, a closing day, a target in business time: they hold at once for everybody who
    reads the bot, and the audit log says what they were before.
    """
    sign_in(client, "supervisor")

    saved = edited(
        client,
        "queue?name=support",
        hours_mode="own",
        mon="08:00-12:00, 13:00-17:00",
        closed="2026-12-24/2026-12-26 Holidays & rest",
        first_reply="10m business",
        nobody_after="3m",
        offer_callback="on",
    )

    assert saved.status_code == 200
    assert "Holidays &amp; rest" in saved.text
    bot = bot_now(doubles)
    hours = bot.tenant.queues["support"].hours
    assert (hours.tz, hours.days) == ("Europe/Berlin", {"mon": ("08:00-12:00", "13:00-17:00")})
    rule = bot.handoffs["general"]
    assert rule.first_reply.written == "10m business"
    assert rule.nobody.offer == ("wait", "callback", "ticket")
    actor, action, subject, detail = last_entry(doubles)
    assert (actor, action, subject) == ("Sue", "queue_settings_written", "support")
    assert detail["first_reply"] == "5m -> 10m business"
    assert detail["hours.mon"] == "none -> 08:00-12:00, 13:00-17:00"


def test_what_was_not_changed_follows_the_files(client: TestClient, doubles: Doubles) -> None:
    """
    A form sends every field; only those that differ are kept.
    """
    sign_in(client)

    edited(client, "queue?name=support", first_reply="10m")
    override = asyncio.run(doubles.desk_tools.queue_overrides.current("acme")).queues["support"]

    assert override.model_fields_set == {"first_reply"}


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"hours_mode": "own", "mon": "9-17"}, "mon", "did you mean &#39;09:00-17:00&#39;"),
        ({"hours_mode": "own", "mon": "09:00-12:00, 11:00-13:00"}, "mon", "overlap"),
        ({"hours_mode": "own", "mon": "09:00-12:00", "tz": "Europe/Berln"}, "tz", "Europe/Berlin"),
        ({"hours_mode": "own", "mon": "09:00-12:00", "closed": "Xmas"}, "closed", "2026-12-24"),
        ({"hours_mode": "own"}, "hours_mode", "at least one day"),
        ({"mon": "09:00-12:00"}, "hours_mode", "On these days"),
        ({"closed": "2026-12-24"}, "hours_mode", "On these days"),
        ({"first_reply": "5"}, "first_reply", "It should be a time such as 30s"),
        ({"first_reply": ""}, "first_reply", "such as 5m"),
        ({"nobody_times": "99"}, "nobody_times", "from 1 to 10"),
        ({"nobody_times": "often"}, "nobody_times", "whole number"),
        ({"nobody_at_last": "leave"}, "nobody_at_last", "keep, release"),
        ({"resolution": "900d"}, "resolution", "between"),
    ],
)
def test_what_cannot_be_stands_beside_its_field(
    client: TestClient, doubles: Doubles, changed: dict[str, str], field: str, said: str
) -> None:
    """
    By the same rules as `duralogue check`; what was typed stays, and nothing is saved.
    """
    sign_in(client)

    wrong = edited(client, "queue?name=support", **changed)

    assert wrong.status_code == 422
    begin = wrong.text.index(f'id="{field}-wrong"')
    assert said in wrong.text[begin : wrong.text.index("</p>", begin)]
    assert bot_now(doubles).overlay is None
    typed = fields_of(wrong.text)
    assert {name: typed.get(name, "") for name in changed if name != "nobody_at_last"} == {
        name: value for name, value in changed.items() if name != "nobody_at_last"
    }


def test_two_who_edit_at_once(client: TestClient, doubles: Doubles) -> None:
    """
    The second is told who was first, keeps what they typed, and may then replace it knowingly.
    """
    sign_in(client)
    page = fields_of(client.get(f"{DESK}/settings/queue?name=support").text)
    sign_in(client, "supervisor")
    edited(client, "queue?name=support", first_reply="7m")
    sign_in(client)
    page["csrf"] = hidden(client.get(f"{DESK}/settings").text, "csrf")

    stale = client.post(f"{DESK}/settings/queue", data={**page, "first_reply": "9m"})

    assert stale.status_code == 409
    assert "Sue" in stale.text
    assert bot_now(doubles).handoffs["general"].first_reply.written == "7m"
    again = client.post(f"{DESK}/settings/queue", data=fields_of(stale.text))
    assert again.status_code == 200
    assert bot_now(doubles).handoffs["general"].first_reply.written == "9m"


def test_all_queues(client: TestClient, doubles: Doubles) -> None:
    """
    The tenant's hours with another calendar, push instead of pull, capacity and targets.
    """
    sign_in(client)

    saved = edited(
        client,
        "queues",
        tue="10:00-14:00",
        holidays="de-BY",
        assignment="push",
        capacity="7",
        next_reply="10m business",
    )
    wrong = edited(client, "queues", holidays="de-XX", capacity="0")

    assert saved.status_code == 200
    bot = bot_now(doubles)
    assert bot.tenant.business_hours.days["tue"] == ("10:00-14:00",)
    assert any((day.month, day.day) == (1, 6) for day in bot.holidays), "Epiphany, in Bavaria only"
    assert (bot.tenant.desk.assignment, bot.tenant.desk.capacity) == ("push", 7)
    assert bot.tenant.desk.service.next_reply.lasts == timedelta(minutes=10)
    assert wrong.status_code == 422
    assert 'id="capacity-wrong"' in wrong.text
    assert last_entry(doubles)[3]["capacity"] == "4 -> 7"


def test_back_to_the_files(client: TestClient, doubles: Doubles) -> None:
    """
    Everything edited of the queue is dropped; the next edit counts on.
    """
    sign_in(client)
    edited(client, "queue?name=night", hours_mode="own", sat="10:00-12:00")
    assert bot_now(doubles).tenant.queues["night"].hours.days

    page = client.get(f"{DESK}/settings/queue?name=night").text
    form = {name: fields_of(page)[name] for name in ("csrf", "name", "version")}
    done = client.post(f"{DESK}/settings/queue", data={**form, "reset": "1"})

    assert done.status_code == 200
    assert not bot_now(doubles).tenant.queues["night"].hours.days
    assert last_entry(doubles)[:3] == ("Ada", "queue_settings_reset", "night")
    assert fields_of(done.text)["version"] == "2"


def test_a_queue_is_made_and_retired(client: TestClient, doubles: Doubles) -> None:
    """
    It is retired only when nobody is in it and nobody's profile names it: nobody is stranded.
    """
    sign_in(client)
    csrf = hidden(client.get(f"{DESK}/settings").text, "csrf")
    made = client.post(f"{DESK}/settings/new-queue", data={"csrf": csrf, "name": "sales"})
    twice = client.post(f"{DESK}/settings/new-queue", data={"csrf": csrf, "name": "sales"})
    bad = client.post(f"{DESK}/settings/new-queue", data={"csrf": csrf, "name": "Sales!"})
    assert (made.status_code, twice.status_code, bad.status_code) == (200, 409, 422)
    assert "sales" in client.get(f"{DESK}/settings").text

    profile = AgentProfile(agent="Ann", queues=("sales",))
    asyncio.run(doubles.roster.write_profile("acme", profile))
    form = {"csrf": csrf, "name": "sales", "version": "1", "reset": "1"}
    named = client.post(f"{DESK}/settings/queue", data=form)
    assert (named.status_code, "Ann" in named.text) == (409, True)

    asyncio.run(doubles.roster.write_profile("acme", AgentProfile(agent="Ann")))
    retired = client.post(f"{DESK}/settings/queue", data=form)
    assert retired.status_code == 200
    assert "sales" not in queues_of(bot_now(doubles))
    assert client.get(f"{DESK}/settings/queue?name=sales").status_code == 404


def test_customers_in_a_queue_keep_it(
    doubles: Doubles, client: TestClient, database: MemoryDatabase
) -> None:
    """
    Whoever waits there, or is with an agent, must be passed on first.
    """
    sign_in(client)
    waits = Handoff(
        handoff_id="h-1", tenant_id="acme", conversation_id="c", queue="sales", opened_at=NOW
    )
    database.handoffs["acme", "h-1"] = waits
    csrf = hidden(client.get(f"{DESK}/settings").text, "csrf")
    client.post(f"{DESK}/settings/new-queue", data={"csrf": csrf, "name": "sales"})

    form = {"csrf": csrf, "name": "sales", "version": "1", "reset": "1"}
    refused = client.post(f"{DESK}/settings/queue", data=form)

    assert (refused.status_code, "customers are in this queue" in refused.text) == (409, True)
    assert "sales" in queues_of(bot_now(doubles))


@pytest.mark.parametrize("role", ["agent", "auditor", "operator"])
def test_others_may_not(client: TestClient, doubles: Doubles, role: str) -> None:
    """
    Neither see the form nor send it.
    """
    sign_in(client)
    form = fields_of(client.get(f"{DESK}/settings/queue?name=support").text)
    sign_in(client, role)

    assert client.get(f"{DESK}/settings/queue?name=support").status_code == 403
    sent = client.post(f"{DESK}/settings/queue", data={**form, "first_reply": "1m"})
    assert sent.status_code == 403
    assert bot_now(doubles).overlay is None


def test_in_german(client: TestClient) -> None:
    """
    Every word of the page, and no name of a word in place of one.
    """
    sign_in(client)
    german = client.get(f"{DESK}/settings/queue?name=night", headers={"Accept-Language": "de"}).text

    assert "Öffnungszeiten" in german
    assert "Wie für alle Warteschlangen" in german


def test_every_word_is_there_in_both_languages() -> None:
    assert queue_words.EN.keys() == queue_words.DE.keys()
    assert not [name for name, word in queue_words.DE.items() if word == queue_words.EN[name]]
