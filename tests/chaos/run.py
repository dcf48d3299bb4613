"""One run: a stack of its own, customers, faults, and the oracle's verdict."""

import asyncio
import shutil
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from duralogue.embedded import supervisor
from duralogue.embedded.addresses import ANY_PORTS
from duralogue.embedded.engines import Engine
from duralogue.embedded.stack import Narrator, Stack, running_stack
from duralogue.eventually import eventually
from infra.settings import Settings
from tests.chaos.breaking import Breaker
from tests.chaos.crowd import Crowd
from tests.chaos.place import Place, opened
from tests.chaos.plan import Plan
from tests.chaos.progress import Progress
from tests.chaos.routes import Routes
from tests.chaos.scripts import After, Kind, Line, Scripted
from tests.chaos.tally import Course, Tally, judge_course
from tests.chaos.visitor import TENANT, Visitor

ACME = Path(__file__).parents[2] / "tenants" / TENANT
_SETTLED_WITHIN_S = 120.0
_LIMITS = (  # all customers come from one address, which has a quarter of the tenant's
    "limits: {plan: authenticated, messages_per_minute: 6000, burst: 1000,"
    " tenant_messages_per_minute: 60000, tenant_burst: 10000}"
)
_RESTART_AT_ONCE_S = 0.5


@dataclass(frozen=True)
class Report:
    """What a run found."""

    plan: Plan
    tally: Tally
    course: Course
    breaker: Breaker
    place: Place
    impatient: Counter[str]
    """What people waited for in vain when they went on."""

    @property
    def is_fine(self) -> bool:
        return not self.tally.findings and not judge_course(self.course)


async def run(plan: Plan, home: Path, narrator: Narrator, engine: Engine | None = None) -> Report:
    """Play the plan against a stack of its own in that folder, and judge it."""
    points = home / "fault-points"
    points.mkdir()
    routes = Routes(home / "cuts")
    settings = Settings.load_environment().model_copy(
        update={"duralogue_home": home / "stack", "duralogue_fault_points": points}
    )
    (home / "stack").mkdir(mode=0o711)
    # A part that is killed again and again is no part that cannot start: no growing patience.
    with mock.patch.object(supervisor, "_LONGEST_PAUSE_S", _RESTART_AT_ONCE_S):
        async with (
            running_stack(
                settings,
                narrator,
                ports=ANY_PORTS,
                tenants=[_roomy_tenant(home)],
                engine=engine,
                routes=routes,
            ) as stack,
            opened(stack) as place,
        ):
            return await _Play(plan, stack, place, routes, points, narrator).played()


@dataclass
class _Play:
    plan: Plan
    stack: Stack
    place: Place
    routes: Routes
    points: Path
    narrator: Narrator
    visitors: list[Visitor] = field(init=False)
    crowd: Crowd = field(init=False)
    breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self.visitors = [
            Visitor(scripted, self.place.doors) for scripted in self.plan.conversations
        ]
        self.crowd = Crowd(self.plan.seed, self.visitors, self._visit)
        self.breaker = Breaker(self.stack, self.routes, self.points, self.crowd.send_past)

    async def played(self) -> Report:
        office = asyncio.create_task(self.place.office.work())
        progress = asyncio.create_task(
            Progress(self.plan, self.visitors, self.breaker, self.narrator).tell()
        )
        canary = Visitor(_CANARY, self.place.doors)
        _, flowed_after_s = await asyncio.gather(
            asyncio.gather(*(self._visit(visitor) for visitor in self.visitors)),
            self._break(canary),
        )
        await self.crowd.gone()
        settled = await self._settle()
        for running in (progress, office):
            running.cancel()
            with suppress(asyncio.CancelledError):  # any other failure of theirs is ours
                await running
        tally = Tally()
        with self.narrator.working_on("the oracle"):
            everybody = [*self.visitors, canary]
            async for page in self.place.investigation.of_all(everybody, self.place.office.taken):
                tally.add(page)
            troubled = await self.place.investigation.of_other_workflows()
        never_hit = frozenset(self.breaker.never_hit)
        course = Course(settled, flowed_after_s, never_hit, troubled)
        impatient = Counter(waited for visitor in self.visitors for waited in visitor.impatient)
        return Report(self.plan, tally, course, self.breaker, self.place, impatient)

    async def _break(self, canary: Visitor) -> float:
        """Returns how long after the last fault a new customer was answered."""
        await self.breaker.carry_out(self.plan.faults)
        await self.breaker.hit_what_was_missed()
        await canary.talk()
        return asyncio.get_running_loop().time() - self.breaker.last_at

    async def _visit(self, visitor: Visitor) -> None:
        await asyncio.sleep(visitor.scripted.begins_s)
        await self.place.receive(visitor)

    async def _settle(self) -> bool:
        """Whether everything accepted was worked off in time."""

        async def is_settled() -> bool | None:
            return None if await self.place.investigation.unfinished(self.visitors) else True

        try:
            return await eventually(is_settled, within_s=_SETTLED_WITHIN_S, every_s=0.5)
        except TimeoutError:
            return False


_CANARY = Scripted(
    number=-1,
    kind=Kind.TRACK,
    begins_s=0,
    lines=(
        Line("canary-0", "Where is my order A100002?", After.NOTHING, 0),
        Line("canary-1", "ada@example.com", After.ANSWER, 0),
    ),
)
"""Whose answer needs every part of the stack, the shop included."""


def _roomy_tenant(home: Path) -> Path:
    """The example shop with limits that a crowd from one address does not meet."""
    tenant = home / TENANT
    shutil.copytree(ACME, tenant)
    written = (tenant / "tenant.yaml").read_text().splitlines()
    lines = [_LIMITS if line.startswith("limits:") else line for line in written]
    (tenant / "tenant.yaml").write_text("\n".join(lines) + "\n")
    return tenant
