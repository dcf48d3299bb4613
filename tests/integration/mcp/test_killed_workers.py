"""kill -9 of the process that calls an MCP server's tools; another one goes on in its place."""

import os
import signal
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from domain.tools import OnceBy
from duralogue.chaos.points import Moment, Step
from infra.postgres.engine import create_engine
from tests.integration.mcp.visits import House, Visitor, open_house

BOOKED = "Table 7 is yours."
UNKNOWN = "can't tell whether that went through"
WHERE = "Where?"

pytestmark = pytest.mark.timeout(1_200)  # processes start slowly where many do


@pytest.fixture(scope="module")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture(scope="module")
async def house(
    temporal: Client,
    database_url: str,
    engine: AsyncEngine,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[House]:
    """Whoever took over serves in the next test, too, until it dies."""
    points = tmp_path_factory.mktemp("points")
    async with open_house(temporal, database_url, engine, points) as house:
        yield house


RARELY = pytest.mark.every_kill


@pytest.fixture(autouse=True)
def every_kill(request: pytest.FixtureRequest) -> None:
    """`make test` kills at one point of each kind: with its replacement each takes a while."""
    is_rare = request.node.get_closest_marker("every_kill") is not None
    if is_rare and not request.config.getoption("--every-kill"):
        pytest.skip("only with every kill: make mcp-kills")


async def is_asked_where(visitor: Visitor) -> None:
    """As far as the server's own question."""
    await is_asked_how_many(visitor)
    await visitor.says("4")
    await visitor.hears(WHERE)


async def is_asked_how_many(visitor: Visitor) -> None:
    """As far as the flow's question, after which the tool is called."""
    await visitor.says("book a table")
    await visitor.hears("How many")


def times(words: str, heard: list[str]) -> int:
    """How often it was said: on a busy machine after a word about the wait."""
    return sum(words in text for text in heard)


@RARELY
async def test_a_question_outlives_a_killed_process_and_a_day(house: House) -> None:
    """
    Whoever asked is dead, and so is whoever served for the day that passes: a third process hands
    the answer back with the server's own state, under the same key. One booking.
    """
    house.restaurant.opens_a_new_book(knows_keys=True)
    visitor = house.visitor("bistro-key")
    asked = await house.at_work()
    await is_asked_where(visitor)
    await house.is_killed()

    waited = await house.at_work()
    await visitor.says("are you open")
    await visitor.hears("Daily from noon.")
    await visitor.lets_pass(timedelta(hours=24))
    await house.is_killed()

    booked = await house.at_work()
    await visitor.says("terrace")
    await visitor.hears(BOOKED)
    heard = await visitor.heard()

    assert len({asked.pid, waited.pid, booked.pid}) == 3
    assert times(BOOKED, heard) == 1
    assert len(house.restaurant.calls) == 2
    assert len(visitor.keys()) == len(visitor.bookings()) == 1


ANSWERED, LISTED = "once the server has done it", "once the server has listed its tools"
POINTS = (
    f"{Step.CALL_TOOL}.{Moment.BEFORE}",
    LISTED,
    f"{Step.CALL_TOOL}.{Moment.AFTER}",
    f"{Step.RECORD_TOOL_CALL}.{Moment.BEFORE}",
    f"{Step.RECORD_TOOL_CALL}.{Moment.AFTER}",
)


async def arm(house: House, point: str) -> None:
    """Let the process die there: by itself, or by the server's hand before its answer leaves."""
    pid = (await house.at_work()).pid
    if point == LISTED:
        house.restaurant.once_listed = lambda: os.kill(pid, signal.SIGKILL)
    elif point == ANSWERED:
        house.restaurant.once_done = lambda: os.kill(pid, signal.SIGKILL)
    else:
        (house.points / point).touch()


async def is_replaced(house: House, visitor: Visitor) -> None:
    """It dies at its point, its call is lost with it, and another process takes over."""
    await house.dies()
    await visitor.loses_its_call()
    await house.at_work()


async def test_a_question_that_was_lost_with_its_process_is_asked_once(house: House) -> None:
    """The server has asked, and nobody has stored it: it is asked again, the customer is not."""
    house.restaurant.opens_a_new_book(knows_keys=True)
    visitor = house.visitor("bistro-key")
    await house.at_work()
    await is_asked_how_many(visitor)
    await arm(house, ANSWERED)
    await visitor.says("4")
    await is_replaced(house, visitor)
    await visitor.hears(WHERE)
    await visitor.says("terrace")
    await visitor.hears(BOOKED)
    heard = await visitor.heard()

    assert (times(WHERE, heard), times(BOOKED, heard)) == (1, 1)
    assert len(visitor.bookings()) == 1
    assert len(visitor.keys()) == 1


@pytest.mark.parametrize(
    ("kind", "point"),
    [
        *(pytest.param(OnceBy.KEY, point, marks=RARELY) for point in POINTS),
        (OnceBy.KEY, ANSWERED),
        pytest.param(OnceBy.LOOKUP, LISTED, marks=RARELY),
        (OnceBy.LOOKUP, ANSWERED),
    ],
)
async def test_a_booking_is_made_once_wherever_its_process_dies(
    house: House, kind: OnceBy, point: str
) -> None:
    """By its key, or by looking; the customer hears of it once."""
    house.restaurant.opens_a_new_book(knows_keys=kind is OnceBy.KEY)
    visitor = house.visitor(f"bistro-{kind}")
    await house.at_work()
    await is_asked_where(visitor)
    await arm(house, point)
    await visitor.says("terrace")
    await is_replaced(house, visitor)
    await visitor.hears(BOOKED)
    heard = await visitor.heard()

    assert (times(WHERE, heard), times(BOOKED, heard)) == (1, 1)
    assert len(visitor.bookings()) == 1
    assert len(visitor.keys()) == 1


@pytest.mark.parametrize(
    ("point", "bookings"), [pytest.param(LISTED, 0, marks=RARELY), (ANSWERED, 1)]
)
async def test_what_nobody_can_find_out_is_not_sent_again(
    house: House, point: str, bookings: int
) -> None:
    """The customer hears that it is unknown, whether or not it was done."""
    house.restaurant.opens_a_new_book(knows_keys=False)
    visitor = house.visitor("bistro-nothing")
    await house.at_work()
    await is_asked_where(visitor)
    await arm(house, point)
    await visitor.says("terrace")
    await is_replaced(house, visitor)
    await visitor.hears(UNKNOWN)
    heard = await visitor.heard()

    assert len(visitor.bookings()) == bookings
    assert times(BOOKED, heard) == 0
