"""Every point at which a call that writes can break off, at three kinds of backends."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from infra.postgres.engine import create_engine
from infra.postgres.event_hub import EventHub
from tests.integration.conftest import ADMIN_KEY
from tests.integration.writes.cases import (
    CANNOT_UNDO,
    CRASHES,
    LOOKUP,
    NOTHING,
    UNDOINGS,
    Case,
)
from tests.integration.writes.scene import Scene
from tests.integration.writes.visits import Visit
from tests.support import plain_http

DONE = "on its way back to you"
UNKNOWN = "I can't tell whether that went through"

Visits = dict[str, Visit]

pytestmark = pytest.mark.timeout(1_200)  # all cases are played in the first test's fixture


@pytest.fixture(scope="module")
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_engine(database_url)
    yield made
    await made.dispose()


@pytest.fixture(scope="module")
async def visits(
    temporal: Client,
    engine: AsyncEngine,
    shop_url: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Visits:
    """All cases at once: most of their time is spent waiting for a worker that is dead."""
    headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with (
        EventHub(engine) as hub,
        plain_http(base_url=shop_url, headers=headers, timeout=60) as admin,
    ):
        (await admin.post("/admin/reset")).raise_for_status()
        scene = Scene(temporal, engine, hub, shop_url, admin)
        return await scene.play(
            [CANNOT_UNDO, *UNDOINGS, *CRASHES], tmp_path_factory.mktemp("points")
        )


@pytest.mark.parametrize("case", [c for c in CRASHES if c.once_by is not NOTHING], ids=str)
def test_a_write_happens_once_and_the_flow_goes_on(case: Case, visits: Visits) -> None:
    """By its key, or by looking: one label, one refund, and the customer hears of both."""
    visit = visits[str(case)]

    assert visit.deaths == (case.dies_at is not None), "the case never came to its point"
    assert [label["status"] for label in visit.labels] == ["created"]
    assert visit.refunds == 1
    assert DONE in visit.words
    assert visit.labels[0]["url"] in visit.words
    assert visit.handoffs == []


@pytest.mark.parametrize("case", [c for c in CRASHES if c.once_by is NOTHING], ids=str)
def test_what_nobody_can_find_out_is_never_sent_again(case: Case, visits: Visits) -> None:
    """The customer hears that it is unknown, a human where to look, and no more is done."""
    visit = visits[str(case)]

    assert visit.deaths == (case.dies_at is not None), "the case never came to its point"
    assert len(visit.labels) == case.labels
    assert visit.refunds == 0
    assert UNKNOWN in visit.words
    assert DONE not in visit.words
    assert [handoff.reason for handoff in visit.handoffs] == [
        "Return an item; please check: create_label"
    ]


@pytest.mark.parametrize("case", UNDOINGS, ids=str)
def test_a_refused_refund_takes_the_label_back(case: Case, visits: Visits) -> None:
    """Somebody else paid the order back meanwhile: the label is worthless now, and it is said."""
    visit = visits[str(case)]

    assert visit.deaths == (case.dies_at is not None), "the case never came to its point"
    assert [label["status"] for label in visit.labels] == ["voided"]
    assert visit.refunds == 1
    assert "has been paid back already" in visit.words
    assert visit.words.endswith("That is undone now: the return label.")
    assert visit.words.count("undone now") == 1
    assert visit.handoffs == []


def test_a_label_that_cannot_be_taken_back_is_a_humans(visits: Visits) -> None:
    """Named to the customer and to the agent."""
    visit = visits[str(CANNOT_UNDO)]

    assert [label["status"] for label in visit.labels] == ["created"]
    assert "could not be undone: the return label" in visit.words
    assert [handoff.reason for handoff in visit.handoffs] == [
        "your return; please check: create_label"
    ]


def test_a_slow_backend_is_not_sent_the_same_again_before_it_has_settled(visits: Visits) -> None:
    """It does not know keys: its first request was still inside when it was asked."""
    [visit] = [
        v for v in visits.values() if str(v.case) == f"{LOOKUP}: the next attempt overtakes it"
    ]

    assert visit.wire.sent.count("create_label") == 1
    assert visit.wire.sent.count("find_label") >= 1
