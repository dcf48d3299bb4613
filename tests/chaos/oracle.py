"""The oracle: judges a run from the outside, one conversation at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.conversations import TurnOutcome
from domain.deliveries import DeliveryStatus
from tests.chaos.evidence import Evidence, TurnRow
from tests.chaos.screens import judge_screen
from tests.chaos.wrongs import Wrong

_ENDED = {TurnOutcome.ANSWERED, TurnOutcome.FAILED, TurnOutcome.FORWARDED}
_MOST_TASK_ATTEMPTS = 2
_BROKEN = {"FAILED", "TERMINATED", "TIMED_OUT", "CANCELED"}
_SENT_TWICE = "sent twice"
"""So begins what the ledger notes where two attempts got through."""
_PROMISED_BY_BOT = "is on its way back to you"


@dataclass(frozen=True)
class Finding:
    """Something that must not be."""

    wrong: Wrong
    conversation_id: str
    what: str


def judge(evidence: Evidence) -> list[Finding]:
    """Everything that is wrong with this conversation."""
    return [
        Finding(wrong, evidence.conversation_id, what)
        for look in _LOOKS
        for wrong, what in look(evidence)
    ]


_Found = Iterator[tuple[Wrong, str]]


def _each_message_ends_in_one_turn(evidence: Evidence) -> _Found:
    """A message whose sender never got an answer to its POST may be handled once or not at all."""
    turns_of: dict[str, list[TurnRow]] = {said.message_id: [] for said in evidence.said}
    for turn in evidence.turns:
        for message_id in turn.message_ids:
            if turn.outcome != TurnOutcome.DUPLICATE:
                turns_of.setdefault(message_id, []).append(turn)
    spoken = Counter(s.message_id for s in evidence.transcript if s.role == "customer")
    for said in evidence.said:
        turns = turns_of[said.message_id]
        if len(turns) > 1:
            yield Wrong.DOUBLED, f"{said.message_id} is in the turns {[t.turn for t in turns]}"
        if said.refused is not None and turns:
            yield Wrong.DISAGREEING, f"{said.message_id} was refused and is in {turns[0].turn}"
        if said.accepted is None:
            continue
        if not turns or spoken[said.message_id] != 1:
            yield Wrong.LOST, f"{said.message_id} was accepted and belongs to no turn"
        elif turns[0].outcome not in _ENDED:
            yield Wrong.LOST, f"{said.message_id}: its turn {turns[0].turn} has not ended"


def _an_answered_turn_says_something(evidence: Evidence) -> _Found:
    spoke = {s.turn for s in evidence.transcript if s.role == "bot"}
    for turn in evidence.turns:
        told = turn.outcome in {TurnOutcome.ANSWERED, TurnOutcome.FAILED}
        if turn.role == "customer" and told and turn.turn not in spoke:
            yield Wrong.LOST, f"the turn {turn.turn} ended as {turn.outcome} without a word"


def _in_order(evidence: Evidence) -> _Found:
    """What was accepted before the next was sent comes before it."""
    seq_of = {s.message_id: s.seq for s in evidence.transcript if s.role == "customer"}
    known = [said for said in evidence.said if said.message_id in seq_of]
    for earlier in known:
        for later in known:
            before = earlier.accepted is not None and earlier.accepted < later.first_sent
            if before and seq_of[earlier.message_id] > seq_of[later.message_id]:
                yield Wrong.OUT_OF_ORDER, f"{later.message_id} overtook {earlier.message_id}"


def _events_without_gaps(evidence: Evidence) -> _Found:
    for name, events in (("the stream", evidence.shown), ("PostgreSQL", evidence.events)):
        numbers = [event.seq for event in events]
        if numbers != list(range(1, len(numbers) + 1)):
            yield Wrong.DISAGREEING, f"{name} has the events {numbers}"


def _everybody_tells_the_same(evidence: Evidence) -> _Found:
    if evidence.shown != evidence.events:
        yield Wrong.DISAGREEING, "the stream showed other events than PostgreSQL has"
    transcript = tuple((s.message_id, s.role, s.text) for s in evidence.transcript)
    if evidence.told != transcript[-len(evidence.told) :]:
        yield Wrong.DISAGREEING, "history tells another conversation than the transcript"
    spoken = [(e.message_id, e.role, e.text) for e in evidence.events if e.kind == "message"]
    if spoken != list(transcript):
        yield Wrong.DISAGREEING, "the events tell another conversation than the transcript"
    for (role, message_id, turn), times in Counter(
        (s.role, s.message_id, s.turn) for s in evidence.transcript
    ).items():
        if times > 1:
            yield Wrong.DOUBLED, f"{role} said {message_id} {times} times in {turn}"


def _the_ledger_is_final(evidence: Evidence) -> _Found:
    for row in evidence.ledger:
        if not DeliveryStatus(row.status).is_final:
            yield Wrong.NOT_FINAL, f"the delivery of {row.message_id} is {row.status}"
        if row.error is not None and row.error.startswith(_SENT_TWICE):
            yield Wrong.DOUBLED, f"the delivery of {row.message_id} was {row.error}"
    sent = Counter(row.message_id for row in evidence.ledger)
    for spoken in evidence.transcript:
        if spoken.role in {"bot", "human_agent", "system"} and sent[spoken.message_id] != 1:
            yield (
                Wrong.NOT_FINAL,
                f"{spoken.message_id} has {sent[spoken.message_id]} ledger rows",
            )


def _the_workflow_agrees(evidence: Evidence) -> _Found:
    view = evidence.view
    if view is None:
        yield Wrong.STUCK, "the workflow does not answer"
        return
    if view.pending_messages or evidence.spooled:
        yield Wrong.STUCK, f"{view.pending_messages} pending, {evidence.spooled} spooled"
    if view.owner != evidence.owner:
        yield Wrong.DISAGREEING, f"the owner is {view.owner} or {evidence.owner}"
    stored = {t.turn: t for t in evidence.turns}
    for turn in evidence.recent:
        row = stored.get(turn.turn)
        believed = (turn.outcome, turn.message_ids)
        if row is None or (row.outcome, row.message_ids) != believed:
            yield Wrong.DISAGREEING, f"the turn {turn.turn} is {believed} or {row}"


def _nothing_is_stuck(evidence: Evidence) -> _Found:
    for activity in evidence.pending_activities:
        yield Wrong.STUCK, f"the activity {activity} is still under way"
    if evidence.status in _BROKEN:
        yield Wrong.STUCK, f"its workflow ended as {evidence.status}"
    if evidence.task_attempt > _MOST_TASK_ATTEMPTS:
        yield Wrong.STUCK, f"its workflow task is tried for the {evidence.task_attempt}th time"


def _the_bot_keeps_quiet_beside_a_human(evidence: Evidence) -> _Found:
    taken = evidence.taken
    if taken is None:
        return
    for spoken in evidence.transcript:
        after = spoken.at > taken.claimed_at
        before_return = taken.returning_at is None or spoken.at < taken.returning_at
        if spoken.role == "bot" and after and before_return:
            yield Wrong.OVER_THE_HUMAN, f"the bot said {spoken.message_id} after the claim"
    written = sum(s.message_id == taken.message_id for s in evidence.transcript)
    if taken.was_refused:
        yield Wrong.LOST, "the human in charge was not allowed to write"
    elif taken.returning_at is not None and written != 1:
        yield Wrong.LOST, f"what the human wrote stands there {written} times"


def _refunded_once(evidence: Evidence) -> _Found:
    if len(evidence.refunds) > 1:
        yield Wrong.DOUBLED, f"{evidence.order_id} was refunded {len(evidence.refunds)} times"
    said = any(_PROMISED_BY_BOT in s.text for s in evidence.transcript if s.role == "bot")
    if evidence.order_id and said != bool(evidence.refunds):
        yield Wrong.DISAGREEING, f"told of a refund: {said}; refunded: {bool(evidence.refunds)}"


_LOOKS: tuple[Callable[[Evidence], _Found], ...] = (
    _each_message_ends_in_one_turn,
    _an_answered_turn_says_something,
    _in_order,
    _events_without_gaps,
    _everybody_tells_the_same,
    _the_ledger_is_final,
    _the_workflow_agrees,
    _nothing_is_stuck,
    _the_bot_keeps_quiet_beside_a_human,
    _refunded_once,
    judge_screen,
)
