"""Call-backs that enter the queue after it was edited, or retired."""

from datetime import UTC, datetime, timedelta

from activities.callbacks import CallbackActivities, CallbackAttempt
from domain.bot.defaults import default_handoffs
from domain.bot.model import Bot
from domain.bot.overlay import with_overrides
from domain.bot.overrides import Overrides, OverrideVersion, QueueOverride
from domain.desk.callbacks import Callback, CallbackPlan
from domain.patience import Patience
from domain.tenant_settings import Branding, BusinessHours, Queue, TenantConfig
from infra.memory.bots import MemoryBots

SUNDAY = datetime(2026, 1, 25, 10, 0, tzinfo=UTC)
MONDAY = datetime(2026, 1, 26, 9, 0, tzinfo=UTC)
HOUR = Patience(lasts=timedelta(hours=1), business=True)
MONDAYS, TUESDAYS = (
    Queue(hours=BusinessHours(days={day: ("09:00-17:00",)})) for day in ("mon", "tue")
)


class Rows:
    """Stands for the rows of the queue."""

    def __init__(self) -> None:
        self.put_in: list[CallbackPlan] = []

    async def queue_of(self, tenant_id: str, conversation_id: str) -> str:
        return ""

    async def is_served(self, callback: Callback) -> bool:
        return False

    async def put(
        self, callback: Callback, handoff_id: str, plan: CallbackPlan, *, at: datetime
    ) -> None:
        self.put_in.append(plan)


def a_bot(hours: Queue | None, revision: str = "r1") -> Bot:
    """With a queue `sales` of these hours, made on the desk's page; None: it is retired."""
    bot = Bot(
        revision=revision,
        tenant=TenantConfig(tenant="acme", branding=Branding(name="Ava")),
        intents={},
        slots={},
        tools={},
        flows={},
        responses={},
        handoffs=default_handoffs(),
    )
    edit = OverrideVersion(
        queue="sales",
        version=1,
        override=QueueOverride(hours=hours, first_reply=HOUR) if hours else None,
        written_by="Sue",
        written_at=SUNDAY,
    )
    return with_overrides(bot, Overrides(versions={"sales": edit}))


async def put_on_monday(hours: Queue | None) -> tuple[CallbackPlan, CallbackPlan]:
    """As it was planned on Sunday by Monday's hours, and as it enters by what holds then."""
    bots, rows = MemoryBots(), Rows()
    activities = CallbackActivities(bots, rows)
    asked = Callback(
        tenant_id="acme",
        callback_id="T-1",
        conversation_id="c-1",
        contact="+49 30 1234567",
        asked_at=SUNDAY,
        queue="sales",
    )
    await bots.publish(a_bot(MONDAYS), by="test")
    attempt = CallbackAttempt(callback=asked, attempt=1, at=SUNDAY)
    planned = await activities.plan_callback(attempt)
    await bots.publish(a_bot(hours, "r2"), by="test")
    await activities.queue_callback(
        attempt.model_copy(update={"plan": planned, "at": planned.call_at})
    )
    [entered] = rows.put_in
    return planned, entered


async def test_without_an_edit_it_enters_as_it_was_planned() -> None:
    planned, entered = await put_on_monday(MONDAYS)

    assert planned == entered
    assert planned.due_at == MONDAY + timedelta(hours=1)


async def test_it_is_due_by_the_hours_that_hold_when_it_enters() -> None:
    """
    Planned for Monday; meanwhile the queue opens on Tuesdays only.
    """
    _, entered = await put_on_monday(TUESDAYS)

    assert (entered.queue, entered.due_at) == ("sales", MONDAY + timedelta(days=1, hours=1))


async def test_it_enters_another_queue_where_its_own_was_retired() -> None:
    """
    Nobody was in it while the call-back waited, so that it could be retired.
    """
    _, entered = await put_on_monday(None)

    assert entered.queue == default_handoffs()["general"].queue
