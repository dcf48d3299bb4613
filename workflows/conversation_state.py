"""Everything a conversation takes along when it continues as new (≤ 16 KB)."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from domain.channel_addresses import (
    Channel,
)
from domain.conversations import ConversationStatus, Owner, RecentTurn
from domain.dialogue.commands import CallTool
from domain.dialogue.state import DialogueState
from domain.tenant_settings import ConversationPolicy
from domain.turns import ConversationRef, SessionOpened
from workflows.inbox import Inbox, InboxEntry, WaitingChange
from workflows.options import (
    DEFERRED_INITIAL,
    DEFERRED_MAXIMUM,
    LOOKED_UP_WITHIN,
    SEND_INITIAL,
    SEND_MAXIMUM,
    SEND_MAXIMUM_OVER_DAYS,
    SEND_WITHIN,
)


class OpenApproval(BaseModel):
    """A decision asked of a supervisor and not yet given."""

    name: str
    digest: str
    remind_at: AwareDatetime | None = None
    expires_at: AwareDatetime


class DeferredCall(BaseModel):
    """A call whose backend was unavailable: tried on until `give_up_at`."""

    call: CallTool
    give_up_at: AwareDatetime
    next_at: AwareDatetime
    attempts: int = 0
    sent_at: AwareDatetime | None = None
    """When an attempt that may have been carried out was last on its way."""
    urgent: bool = False
    """An operator asked for the next attempt."""

    def delay(self) -> timedelta:
        """Until the next attempt: doubled with each one, up to DEFERRED_MAXIMUM."""
        doubled = DEFERRED_INITIAL * float(1 << min(self.attempts, 10))
        return min(doubled, DEFERRED_MAXIMUM)


class OpenInput(BaseModel):
    """A call whose server asks the customer something, and what it gave us to hand back."""

    request_state: str | None = None
    until: AwareDatetime | None = None
    """None until the dialogue has heard of it."""


class OpenSend(BaseModel):
    """A row of the ledger that the channel's provider has still to get."""

    delivery_id: str
    since: AwareDatetime
    by_bot: bool = True
    attempts: int = 0
    next_at: AwareDatetime | None = None
    may_be_out: bool = False
    """An attempt is under way, or has ended without saying what became of it."""
    withdrawn: str = ""
    """Why it must not be sent any more."""
    patience: timedelta | None = None
    """How long it is tried, where its channel waits for days."""
    revives: bool = False
    """It was given up, and an operator wants it to be sent all the same."""

    def is_overdue(self, now: datetime) -> bool:
        """Everything gets one attempt, however long it has waited."""
        return self.attempts > 0 and now >= self._until()

    def try_later(self, now: datetime, retry_after: timedelta | None) -> None:
        """Plan the next attempt; `retry_after` is what the provider asks for."""
        if self.may_be_out and self.is_overdue(now):  # only a look-up is left, which was put off
            last = max(self.since + LOOKED_UP_WITHIN, now + SEND_INITIAL)
            self.next_at = min(now + max(retry_after or SEND_INITIAL, SEND_INITIAL), last)
            return
        doubled = SEND_INITIAL * float(1 << min(max(self.attempts - 1, 0), 12))
        longest = SEND_MAXIMUM if self.patience is None else SEND_MAXIMUM_OVER_DAYS
        pause = max(min(doubled, longest), retry_after or SEND_INITIAL)
        self.next_at = max(min(now + pause, self._until()), now + SEND_INITIAL)

    def _until(self) -> datetime:
        return self.since + (SEND_WITHIN if self.patience is None else self.patience)


class OpenHandoff(BaseModel):
    """A handoff that waits for an agent, or is theirs."""

    handoff_id: str
    queue: str
    assigned_agent: str | None = None
    is_returned: bool = False
    """Given back to the bot, which the waiting side has still to be told."""
    is_taken_over: bool = False
    """Begun by an agent who took it from the bot; the dialogue knows nothing of it."""
    warm_to: str | None = None
    """A colleague to whom it goes as soon as they claim it."""
    is_on_hold: bool = False
    snoozed_until: AwareDatetime | None = None


class ConversationInput(BaseModel):
    """A new conversation needs the first three fields; the rest is carried from run to run.

    Some are carried under an alias: the name that they had in runs that are open.
    """

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    tenant_id: str
    conversation_id: str
    channel: Channel
    session: int = 0
    """0 until the session is opened."""
    revision: str = ""
    policy: ConversationPolicy = Field(default_factory=ConversationPolicy)
    turns: int = 0
    dialogue: DialogueState = Field(default_factory=DialogueState)
    seen: str = ""
    inbox: Inbox = Field(default_factory=Inbox)
    overflowed: int = Field(default=0, alias="stashed")
    """How many messages were ever put into the stash: the next one's place there."""
    held: list[InboxEntry] = Field(default_factory=list)
    """For the bot, but come while a human owns the conversation."""
    owner: Owner = Owner.BOT
    handoff: OpenHandoff | None = None
    approvals: dict[str, OpenApproval] = Field(default_factory=dict)
    deferred: dict[str, DeferredCall] = Field(default_factory=dict, alias="parked")
    waits: dict[str, AwareDatetime] = Field(default_factory=dict)
    """The moments for which flows wait, by the waits' ids."""
    inputs: dict[str, OpenInput] = Field(default_factory=dict)
    """Of the calls that wait for answers of the customer, by the calls' ids."""
    outbox: list[OpenSend] = Field(default_factory=list)
    """What the provider has still to get, in order. Empty on the web."""
    perhaps_stored: list[str] = Field(default_factory=list)
    """Rows of the ledger that a commit which failed may still bring."""
    changes: list[WaitingChange] = Field(default_factory=list)
    """Edits and deletions of messages that are in the overflow, or not here yet."""
    quiet_since: AwareDatetime | None = None
    nudged: bool = False
    recent: tuple[RecentTurn, ...] = ()
    status: ConversationStatus = ConversationStatus.ACTIVE
    intent: str | None = None
    trace_id: str = ""
    shows_last_step: bool = False
    """Whether the list says what each turn did. Kept from the first run on: one upsert more in a
    history that has none there would break its replay."""
    run_chain: str = Field(default="", alias="chain")
    """Of the first run: new when a terminated conversation begins again, the same after a reset."""

    def begin_session(self, opened: SessionOpened, *, now: datetime, run_chain: str) -> None:
        """Go on as a conversation that has just begun, on the revision that is current."""
        self.session, self.revision, self.policy = opened.session, opened.revision, opened.policy
        self.turns, self.quiet_since, self.nudged = 0, now, False
        self.run_chain, self.inputs = run_chain, {}
        self.dialogue = DialogueState(
            session=opened.session,
            name=f"{self.conversation_id}-{run_chain}",
            channel=self.channel,
            locale=opened.locale,
        )

    @model_serializer(mode="wrap")
    def _brief(self, whole: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A conversation that begins is a few lines: the first thing that the UI shows of it."""
        carried: dict[str, Any] = whole(self)
        if self.session:
            return carried
        unset = _unset()
        return {
            name: value
            for name, value in carried.items()
            if getattr(self, unset[name][0]) != unset[name][1]
        }

    def last_step(self) -> str:
        """What the last turn did, in a line."""
        return self.recent[-1].summary if self.recent else ""

    def turn_name(self) -> str:
        """Unique in the conversation, also where a run was terminated and its count lost."""
        return f"s{self.session}t{self.turns}-{self.run_chain}"

    def ref(self) -> ConversationRef:
        """What activities need to know of the conversation."""
        return ConversationRef(
            tenant_id=self.tenant_id,
            conversation_id=self.conversation_id,
            channel=self.channel,
            revision=self.revision,
        )


@cache
def _unset() -> dict[str, tuple[str, Any]]:
    """How a field is written -> its name, and what it is before anything has set it. Only compared
    with, so one for all: pydantic looks at each factory's signature whenever it is asked for one,
    which took as long as sealing the message that begins the conversation."""
    return {
        field.alias or name: (name, field.get_default(call_default_factory=True))
        for name, field in ConversationInput.model_fields.items()
    }
