"""Settings that the page has not edited: they follow all queues and the bot's files."""

import asyncio
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from domain.bot.defaults import default_handoffs
from domain.bot.overrides import Overrides, OverrideVersion
from domain.bot.queue_hours import hours_of
from domain.errors import DependencyUnavailable
from domain.patience import Patience
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles
from tests.unit.api.page_forms import fields_of
from tests.unit.api.test_queue_pages import DESK, bot_now, edited, last_entry, sign_in
from tests.unit.api.test_queue_pages import client as client  # noqa: PLC0414 - the fixture
from tests.unit.api.test_queue_pages import database as database  # noqa: PLC0414 - the fixture
from tests.unit.api.test_queue_pages import doubles as doubles  # noqa: PLC0414 - the fixture
from tests.unit.api.test_sign_in_pages import hidden


@pytest.mark.parametrize("queue", ["support", "night", "sales"])
def test_a_queue_that_follows_all_queues_goes_on_following_them(
    client: TestClient, doubles: Doubles, queue: str
) -> None:
    """
    Whether the files say no hours of its own, or the page does, or it was made here: hours of all
    queues, edited before and after, hold for it, whatever else of it is edited.
    """
    sign_in(client)
    csrf = hidden(client.get(f"{DESK}/settings").text, "csrf")
    client.post(f"{DESK}/settings/new-queue", data={"csrf": csrf, "name": "sales"})
    edited(client, f"queue?name={queue}", hours_mode="tenant")
    edited(client, "queues", tue="10:00-14:00")

    shown = fields_of(client.get(f"{DESK}/settings/queue?name={queue}").text)
    edited(client, f"queue?name={queue}", first_reply="10m")
    edited(client, "queues", wed="10:00-14:00")

    assert (shown["hours_mode"], shown["mon"]) == ("tenant", "")
    bot = bot_now(doubles)
    assert hours_of(bot, queue) == (bot.tenant.business_hours, bot.holidays)
    assert bot.tenant.business_hours.days["wed"] == ("10:00-14:00",)


def test_what_was_published_since_the_page_was_opened_is_no_edit(
    client: TestClient, doubles: Doubles
) -> None:
    """
    What was left alone in the form is what older files say: it must not be kept over the new ones.
    """
    sign_in(client)
    form = fields_of(client.get(f"{DESK}/settings/queue?name=support").text)
    general = default_handoffs()["general"]
    longer = general.model_copy(update={"first_reply": Patience(lasts=timedelta(hours=1))})
    bot = bot_now(doubles).model_copy(
        update={"revision": "1" * 12, "handoffs": {"general": longer}}
    )
    asyncio.run(doubles.bots.publish(bot, by="Ada"))

    late = client.post(f"{DESK}/settings/queue", data={**form, "resolution": "8h"})
    again = edited(client, "queue?name=support", resolution="8h")

    assert (late.status_code, fields_of(late.text)["first_reply"]) == (409, "1h")
    assert "published anew" in late.text
    assert again.status_code == 200
    override = asyncio.run(doubles.desk_tools.queue_overrides.current("acme")).queues["support"]
    assert override.model_fields_set == {"resolution"}


def test_a_queue_that_never_opens_is_not_shown_as_always_open(client: TestClient) -> None:
    """
    Programs may close it so; else the page would open it, unasked.
    """
    address = "/v1/tenants/acme/desk/queues/support"
    body = {"version": 0, "settings": {"hours": {"mon-sun": []}}}
    client.put(address, headers=staff("admin"), json=body)
    sign_in(client)

    shown = fields_of(client.get(f"{DESK}/settings/queue?name=support").text)

    assert (shown["hours_mode"], shown["mon"]) == ("own", "")


def test_an_edit_is_recorded_although_nothing_can_be_read_after_it(
    client: TestClient, doubles: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The database goes down between the two: what was done must not be missing in the audit log.
    """
    sign_in(client)
    form = fields_of(client.get(f"{DESK}/settings/queue?name=support").text)
    kept = doubles.desk_tools.queue_overrides
    write = kept.write

    async def down(tenant_id: str) -> Overrides:
        raise DependencyUnavailable("PostgreSQL is down")

    async def write_and_fall(tenant_id: str, edit: OverrideVersion, *, retires: bool) -> None:
        await write(tenant_id, edit, retires=retires)
        monkeypatch.setattr(kept, "current", down)

    monkeypatch.setattr(kept, "write", write_and_fall)

    answer = client.post(f"{DESK}/settings/queue", data={**form, "first_reply": "10m"})

    assert answer.status_code == 503
    actor, action, subject, detail = last_entry(doubles)
    assert (actor, action, subject) == ("Ada", "queue_settings_written", "support")
    assert detail == {"version": 1, "first_reply": "5m -> 10m"}
