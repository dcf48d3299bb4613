"""Memory twins of a desk within a messenger."""

from datetime import UTC, datetime, timedelta

from domain.desk.events import DeskEvent
from domain.desk.messenger import DeskThread, FollowedDesk
from domain.ports import Staff
from domain.staff import StaffMember


class MemoryDeskThreads:
    """Implements `DeskThreads` within one process."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff
        self._threads: dict[tuple[str, str], DeskThread] = {}
        self._people: dict[tuple[str, str], str] = {}

    async def begun(self, tenant_id: str, thread: DeskThread) -> None:
        self._threads.setdefault((tenant_id, thread.handoff_id), thread)

    async def of_handoff(self, tenant_id: str, handoff_id: str) -> DeskThread | None:
        return self._threads.get((tenant_id, handoff_id))

    async def of_conversation(self, tenant_id: str, conversation_id: str) -> DeskThread | None:
        found = [
            thread
            for (tenant, _), thread in self._threads.items()
            if (tenant, thread.conversation_id) == (tenant_id, conversation_id)
        ]
        return max(found, key=lambda thread: thread.begun_at, default=None)

    async def at(
        self, tenant_id: str, account: str, channel: str, thread: str
    ) -> DeskThread | None:
        place = (tenant_id, account, channel, thread)
        return next(
            (
                one
                for (tenant, _), one in self._threads.items()
                if (tenant, one.account, one.channel, one.thread) == place
            ),
            None,
        )

    async def link(self, tenant_id: str, person: str, name: str) -> None:
        gone = [key for key, whose in self._people.items() if key[0] == tenant_id and whose == name]
        for key in gone:
            del self._people[key]
        self._people[tenant_id, person] = name

    async def staff_of(self, tenant_id: str, person: str) -> StaffMember | None:
        name = self._people.get((tenant_id, person))
        for one in await self._staff.listed(tenant_id):
            if one.name == name and one.revoked_at is None:
                return StaffMember.model_validate(
                    one.model_dump(include=set(StaffMember.model_fields))
                )
        return None


class MemoryDeskFollowing:
    """Implements `DeskFollowing` over events that a test adds."""

    def __init__(self) -> None:
        self.events: dict[str, list[DeskEvent]] = {}
        self.watched: dict[tuple[str, str], datetime] = {}
        self._followed: dict[tuple[str, str], FollowedDesk] = {}
        self._held: dict[tuple[str, str], tuple[str, datetime]] = {}

    async def tenants(self) -> list[str]:
        return sorted(self.events)

    async def hold(
        self, tenant_id: str, follower: str, by: str, *, lasts: timedelta
    ) -> FollowedDesk | None:
        place, now = (tenant_id, follower), datetime.now(UTC)
        holder, until = self._held.get(place, (by, now))
        if holder != by and until > now:
            return None
        self._held[place] = (by, now + lasts)
        last = max((event.seq for event in self.events.get(tenant_id, [])), default=0)
        return self._followed.setdefault(place, FollowedDesk(seq=last))

    async def after(self, tenant_id: str, seq: int, *, limit: int) -> list[DeskEvent]:
        return [event for event in self.events.get(tenant_id, []) if event.seq > seq][:limit]

    async def watch(self, tenant_id: str, conversation_id: str, *, until: datetime) -> None:
        self.watched[tenant_id, conversation_id] = until

    async def begin(self, tenant_id: str, follower: str, seq: int) -> None:
        known = self._followed[tenant_id, follower]
        since = known.doing_since if known.doing == seq else datetime.now(UTC)
        self._followed[tenant_id, follower] = FollowedDesk(
            seq=known.seq, doing=seq, doing_since=since
        )

    async def done(self, tenant_id: str, follower: str, seq: int) -> None:
        if self._followed[tenant_id, follower].seq < seq:
            self._followed[tenant_id, follower] = FollowedDesk(seq=seq)
