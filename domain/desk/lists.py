"""Lists of handoffs as desks show them: views, filters, order and pages."""

import base64
import binascii
import json
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from domain.conversations import ConversationStatus, Owner
from domain.errors import InvalidInput
from domain.handoffs import Handoff
from domain.messages import Role, TranscriptMessage
from domain.values import Frozen


class DeskView(StrEnum):
    """Which handoffs a list holds. Snoozed ones are in `snoozed` and `all` only."""

    WAITING = "waiting"
    MINE = "mine"
    TEAM = "team"
    """With a person, whoever it is."""
    SNOOZED = "snoozed"
    BREACHED = "breached"
    """Open ones that have missed a service level."""
    MERGED = "merged"
    """Open ones that go with another of the same customer, and stand in no list but this."""
    CLOSED = "closed"
    ALL = "all"


NEWEST_FIRST: Final = frozenset({DeskView.CLOSED, DeskView.ALL})
"""All others: escalated first, then by priority, then the longest open."""


class DeskViewer(Frozen):
    """Somebody who looks at the desk, and what they may see of it."""

    name: str
    queues: tuple[str, ...] = ()
    """None at all: every queue of the tenant."""

    def may_see(self, queue: str | None, *persons: str | None) -> bool:
        """Whether something of this queue, which these persons have or are offered, is theirs to
        see. What belongs to no queue is everybody's."""
        return not self.queues or queue is None or queue in self.queues or self.name in persons

    def may_see_handoff(self, handoff: Handoff) -> bool:
        """Theirs is also what is passed on to them, of whichever queue."""
        persons = (handoff.assigned_agent, handoff.offered_to, handoff.preferred_agent)
        return self.may_see(handoff.queue, *persons)


EVERYBODY: Final = DeskViewer(name="")
"""Nobody in particular, who sees every queue."""


class DeskAgent(Frozen):
    """What a desk shows its own agent of themselves."""

    queues: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int | None = None
    presence: str | None = None
    """None where they have never chosen one."""


class HandoffFilter(Frozen):
    """What of the tenant's handoffs a list is to hold."""

    view: DeskView = DeskView.WAITING
    queue: str | None = None
    agent: str | None = None
    channel: str | None = None


class HandoffCounts(Frozen):
    """How many of those whom the viewer may see."""

    waiting: int = 0
    mine: int = 0
    team: int = 0
    snoozed: int = 0
    breached: int = 0


class HandoffPage(Frozen):
    """One page; `seq` is the number of the last desk event that it includes."""

    seq: int
    handoffs: tuple[Handoff, ...]
    next: str | None = None
    counts: HandoffCounts = HandoffCounts()


class ListPosition(Frozen):
    """Behind which handoff a page begins."""

    is_escalated: bool = False
    priority: int = 0
    at: AwareDatetime
    handoff_id: str

    def as_cursor(self) -> str:
        """Opaque to clients."""
        fields = [self.is_escalated, self.priority, self.at.isoformat(), self.handoff_id]
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()

    @classmethod
    def of(cls, handoff: Handoff, view: DeskView) -> "ListPosition":
        """Where a page that ends with this handoff ends."""
        at = handoff.ended_at if view is DeskView.CLOSED else handoff.opened_at
        return cls(
            is_escalated=handoff.escalated,
            priority=handoff.priority,
            at=at or handoff.opened_at,
            handoff_id=handoff.handoff_id,
        )


_Priority = Annotated[int, Field(ge=-(2**31), lt=2**31)]
_Id = Annotated[str, Field(max_length=250, pattern=r"^[^\x00-\x1f\x7f]+$")]
_FIELDS: Final[TypeAdapter[tuple[bool, int, datetime, str]]] = TypeAdapter(
    tuple[bool, _Priority, datetime, _Id]
)
"""What PostgreSQL takes for what it is: a cursor may be anybody's invention."""


def read_cursor(cursor: str) -> ListPosition:
    """Raise InvalidInput for one that was never given."""
    try:
        fields: Any = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
        escalated, priority, at, handoff_id = _FIELDS.validate_python(fields)
        return ListPosition(is_escalated=escalated, priority=priority, at=at, handoff_id=handoff_id)
    except (ValueError, binascii.Error, ValidationError, RecursionError):
        raise InvalidInput("cursor", "`next` of the page before") from None


class Looker(Frozen):
    """An agent who has a conversation open."""

    agent: str
    typing: bool = False


class DeskConversation(Frozen):
    """A conversation's own row."""

    conversation_id: str
    channel: str
    status: ConversationStatus
    owner: Owner
    agent: str | None
    customer_ref: str | None
    opened_at: AwareDatetime
    last_seq: int


class ChangedMessage(Frozen):
    """What the customer has made of an earlier message of theirs; the latest change of it."""

    message_id: str
    change: str
    text: str | None = None
    at: AwareDatetime


class SentMessage(Frozen):
    """How far the delivery of a message has come, where the channel says so."""

    message_id: str
    role: Role
    status: str


class OpenedConversation(Frozen):
    """All that a desk shows of one conversation at once, of one moment."""

    seq: int
    conversation: DeskConversation
    handoff: Handoff | None
    messages: tuple[TranscriptMessage, ...]
    changes: tuple[ChangedMessage, ...] = ()
    deliveries: tuple[SentMessage, ...] = ()
    looking: tuple[Looker, ...] = ()
