"""Text messages on the running product: what a phone would show, and in what order."""

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest

from domain.deliveries import ReportedStatus
from duralogue.embedded.stack import Stack
from infra.postgres.deliveries import PostgresDeliveries
from infra.postgres.engine import create_engine
from infra.postgres.tenant_keys import PostgresTenantKeys
from tests.e2e.office import Office, office_of
from tests.e2e.phone import Phone, phone_of
from tests.support import eventually, plain_http

WHICH_ORDER, WHOSE_ORDER = "Which order is it?", "Which e-mail address is on the order?"
LONG = " ".join(f"Sentence {n} of what there is to know." for n in range(1, 90))
MARK = re.compile(r"\(([0-9])/([0-9])\) ")
SOURCE = re.compile(r"http://\S+/help/acme/returns")
LINK = re.compile(r"http://\S+/m/acme/\S+")


@pytest.fixture(scope="module")
async def office(stack: Stack) -> AsyncIterator[Office]:
    async with office_of(stack) as office:
        yield office


@pytest.fixture
async def phone(stack: Stack) -> AsyncIterator[Phone]:
    async with phone_of(stack, "acme") as phone:
        yield phone


def marks(texts: list[str]) -> list[tuple[int, int]]:
    found = [MARK.match(text) for text in texts]
    return [(int(one[1]), int(one[2])) for one in found if one is not None]


async def test_an_order_is_tracked_and_a_number_chooses(phone: Phone) -> None:
    """Choices are numbered; a bare number is one of them."""
    await phone.writes("Hello!")
    await phone.got("1. Track an order")
    await phone.writes("1")
    await phone.got(WHICH_ORDER)
    await phone.writes("A100002")
    await phone.got(WHOSE_ORDER)
    await phone.writes("ada@example.com")
    await phone.got("(A100002)")

    assert len(await phone.seen()) == 4
    assert await phone.repeated() == []


async def test_an_answer_names_its_source_so_that_it_opens(phone: Phone) -> None:
    """As a whole address: a phone knows no path."""
    await phone.writes("How many days do I have to send something back?")
    answer = await phone.got("30 days")

    link = SOURCE.search(answer["body"])
    assert link is not None
    async with plain_http(timeout=60) as browser:
        page = await browser.get(link[0])
    assert (page.status_code, "30 days" in page.text) == (200, True)
    assert len(await phone.seen()) == 1


async def test_what_became_of_a_message_is_known(phone: Phone) -> None:
    """As far as it got, or why the person has not got it."""
    await phone.writes("Hello!")
    await phone.got("1. Track an order")
    await eventually(lambda: is_reported(phone, ReportedStatus.DELIVERED))
    unreachable = {"person": phone.number, "code": 30003}
    assert (await phone.http.post("/_double/unreachable", json=unreachable)).is_success
    await phone.writes("1")
    await phone.got(WHICH_ORDER)
    await eventually(lambda: is_reported(phone, ReportedStatus.UNDELIVERED))


async def is_reported(phone: Phone, status: ReportedStatus) -> bool:
    """Of the last message that was sent."""
    [*_, last] = await phone.seen()
    [delivery_id] = parse_qs(urlsplit(last["callback"]).query)["delivery"]
    settings = phone.stack.settings
    engine = create_engine(settings.require_database_url(), pool_size=1)
    try:
        keys = PostgresTenantKeys(engine, settings.require_master_key())
        row = await PostgresDeliveries(engine, keys).get("acme", delivery_id)
    finally:
        await engine.dispose()
    return row.reported is status


async def test_a_refund_waits_for_a_supervisor(phone: Phone, office: Office) -> None:
    """The choices by their numbers."""
    order_id, email = await office.order("170.00")
    await phone.writes(f"I want to return my order {order_id}")
    await phone.got(WHOSE_ORDER)
    await phone.writes(email)
    await phone.got("1. It's damaged")
    await phone.writes("1")
    await phone.got("Shall I go ahead?")
    await phone.writes("1")
    await phone.got("asked a supervisor")
    approval = await office.supervisor.waiting_approval(phone.conversation_id)
    assert (await office.supervisor.approve(approval)).is_success
    await phone.got("on its way back to you")

    refunds = await office.shop.refunds_of(order_id)
    assert [each["amount"] for each in refunds] == ["170.00"]
    assert len(await phone.seen()) == 6
    assert await phone.repeated() == []


async def test_a_human_takes_over_and_gives_back(phone: Phone, office: Office) -> None:
    """What is too long for text messages ends with a link to the whole of it."""
    await phone.writes("I want to talk to a human")
    await phone.got("")
    handoff = (await office.agent.waiting_handoff(phone.conversation_id))["handoff_id"]
    assert (await office.agent.claim(handoff)).is_success
    before = len(await phone.seen())
    await phone.writes("What is there to know?")
    assert (await office.agent.write(handoff, LONG)).is_success
    last = await phone.got("/m/acme/")
    assert (await office.agent.give_back(handoff)).is_success
    await phone.got("I'm back!")

    texts = (await phone.texts())[before:]
    assert marks(texts) == [(n, 4) for n in range(1, 5)]
    assert "I'm back!" in texts[4]
    link = LINK.search(last["body"])
    assert link is not None
    async with plain_http(timeout=60) as browser:
        page = await browser.get(link[0])
    assert (page.status_code, "Sentence 89 of" in page.text) == (200, True)
    assert await phone.repeated() == []


async def test_stop_ends_everything_and_start_begins_again(phone: Phone, office: Office) -> None:
    """In the middle of a conversation with a human."""
    await phone.writes("I want to talk to a human")
    await phone.got("")
    handoff = (await office.agent.waiting_handoff(phone.conversation_id))["handoff_id"]
    assert (await office.agent.claim(handoff)).is_success
    before = await phone.texts()
    await phone.writes("STOP")
    await office.agent.write(handoff, "Are you there?")
    await phone.writes("Hello?")
    await asyncio.sleep(2)
    assert await phone.texts() == before
    await phone.writes("START")
    await office.agent.write(handoff, "Welcome back.")
    await phone.got("Welcome back.")
    texts = await phone.texts()
    assert texts[len(before) :] == ["Welcome back."]
