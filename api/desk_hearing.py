"""Hears for one person: events that are theirs, and what the others have open."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from domain.desk.events import DeskEvent, DeskEventKind
from domain.desk.lists import DeskViewer, Looker
from domain.desk.presence import HEARD_FOR
from domain.desk.signals import AgentLooks, CustomerTypes

_LOOK_LASTS: Final = HEARD_FOR
NO_QUEUE: Final = ""
"""Of what was never handed off, as notes beside it say too: for those who serve every queue."""
_PERSONS: Final = ("assigned_agent", "offered_to", "preferred_agent")


@dataclass(frozen=True)
class Heard:
    """One event as it is sent; without a number it is of the moment only."""

    name: str
    data: dict[str, Any]
    seq: int | None = None


class DeskEar:
    """One person's, with what is known by now of what concerns them."""

    def __init__(
        self, viewer: DeskViewer, held: set[str], looks: Iterable[AgentLooks] = ()
    ) -> None:
        self.viewer = viewer
        self._held = held
        """Conversations that this person has, or is offered, of whichever queue."""
        until = datetime.now(UTC) + _LOOK_LASTS
        self._looks = {look.agent: (look, until) for look in looks}

    def hear(self, told: AgentLooks | CustomerTypes) -> Iterator[Heard]:
        """What of a signal is for this person."""
        if isinstance(told, CustomerTypes):
            if self._is_near(told.conversation_id):
                yield Heard("customer_typing", told.model_dump(exclude={"kind"}))
        else:
            before = self._looks.get(told.agent)
            self._looks[told.agent] = (told, datetime.now(UTC) + _LOOK_LASTS)
            yield from self._changed(before[0] if before else None, told)

    @property
    def open(self) -> tuple[str, ...]:
        """Conversations that this person has open on their own desk."""
        own = self._looks.get(self.viewer.name)
        return own[0].watching if own is not None else ()

    def keep_open(self, conversations: Iterable[str]) -> None:
        """Of what this person has open, only these: the others are not theirs to read any more."""
        if (own := self._looks.get(self.viewer.name)) is not None:
            look, until = own
            kept = look.model_copy(update={"watching": tuple(conversations)})
            self._looks[self.viewer.name] = kept, until

    def forget_silent(self, now: datetime) -> Iterator[Heard]:
        """Those who have said nothing for long look at nothing any more."""
        for look, until in list(self._looks.values()):
            if until < now:
                del self._looks[look.agent]
                yield from self._changed(look, AgentLooks(agent=look.agent))

    def may_hear(self, event: DeskEvent) -> bool:
        """Whether an event is for this person. To be asked of each in turn: it notes whom they
        have."""
        if event.agent is not None and event.agent != self.viewer.name:
            return False
        conversation = event.conversation_id or ""
        was_held = conversation in self._held
        if event.kind is DeskEventKind.HANDOFF and "moved_to" not in event.data:
            self._note_holder(conversation, event.data)
        queue = event.queue
        if event.kind is DeskEventKind.CONVERSATION:
            queue = queue or NO_QUEUE
        return self.viewer.may_see(queue) or was_held or conversation in self._held

    def _note_holder(self, conversation: str, handoff: dict[str, Any]) -> None:
        is_open = handoff.get("ended_at") is None
        if is_open and self.viewer.name in (handoff.get(name) for name in _PERSONS):
            self._held.add(conversation)
        else:
            self._held.discard(conversation)

    def _changed(self, before: AgentLooks | None, now: AgentLooks) -> Iterator[Heard]:
        was = before or AgentLooks(agent=now.agent)
        changed = set(was.watching) ^ set(now.watching)
        if was.typing != now.typing:
            changed |= {one for one in (was.typing, now.typing) if one is not None}
        for conversation in sorted(changed):
            if self._is_near(conversation):
                yield Heard("looking", self._lookers(conversation))

    def _is_near(self, conversation: str) -> bool:
        """Whoever is bound to queues hears such things only of what they have open themselves."""
        return not self.viewer.queues or conversation in self.open

    def _lookers(self, conversation: str) -> dict[str, Any]:
        agents = [
            Looker(agent=look.agent, typing=look.typing == conversation).model_dump()
            for look, _ in self._looks.values()
            if conversation in look.watching or look.typing == conversation
        ]
        return {"conversation_id": conversation, "agents": agents}
