"""One customer conversation, from the first message until it is closed."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from temporalio import workflow
from temporalio.exceptions import FailureError

from activities.turns import TurnActivities
from domain.channels import MessageChange, ReplayDeliveries
from domain.conversations import ConversationView, EndChat, RecentTurn, Repair
from domain.dialogue.events import HandoffUnanswered
from domain.handoffs import DecideApproval
from domain.messages import InboundMessage
from domain.revisions import DialogueSnapshot, MoveToRevision
from domain.turns import OpenSession, SessionOpened
from workflows import continue_as_new, options
from workflows.agent_actions import AgentActions
from workflows.agent_updates import AgentUpdates
from workflows.careful_acts import CarefulActs
from workflows.command_executor import CommandExecutor
from workflows.conversation_state import ConversationInput
from workflows.deadline_timer import DeadlineTimer
from workflows.deadlines import next_deadline
from workflows.deferred_calls import DeferredCalls
from workflows.desk_records import CarefulSends, DeskRecords
from workflows.durability_barrier import DurabilityBarrier
from workflows.inbox import InboxEntry, SeenIds
from workflows.message_changes import Changes
from workflows.operator_view import view_of
from workflows.outbox import Outbox
from workflows.revisions import Revisions
from workflows.staff_actions import StaffActions
from workflows.turn import TurnRunner
from workflows.turn_loop import InboxProcessor


@workflow.defn
class ConversationWorkflow(AgentUpdates):
    """Receives what happens as signals and updates, and deals with one thing at a time, in order.

    The handlers only record; everything else happens in `run`, so that two turns never overlap.
    """

    # Handlers may run before `run` does, so everything that they touch is made here.
    @workflow.init
    def __init__(self, conversation: ConversationInput) -> None:
        self._state = conversation.model_copy(deep=True)
        self._seen = SeenIds(conversation.seen)
        self._commands = CommandExecutor(self._state)
        self._barrier = DurabilityBarrier()
        self._outbox = Outbox(self._state)
        self._turns = TurnRunner(self._state, self._commands, self._barrier, self._outbox)
        self._deferred = DeferredCalls(self._state)
        self._staff = StaffActions(
            self._state, self._seen, self._turns, self._deferred, self._barrier
        )
        sends = CarefulSends()
        self._agents = AgentActions(
            self._state, self._seen, self._turns, self._commands, self._barrier, sends=sends
        )
        self._acts = CarefulActs(self._state, self._turns, self._agents)
        self._changes = Changes(self._state, self._seen)
        self._processor = InboxProcessor(
            self._state,
            self._turns,
            self._commands,
            self._deferred,
            changes=self._changes,
            records=DeskRecords(self._state, self._commands, self._outbox, sends),
            acts=self._acts,
        )
        self._revisions = Revisions(self._state)
        self._timer = DeadlineTimer()
        self._is_busy = False
        self._asked_to_roll = False

    @workflow.run
    async def run(self, _conversation: ConversationInput) -> None:
        """Deal with what arrives until the conversation is closed, or continue as new."""
        self._outbox.resume()
        while True:
            if self._state.session == 0 and not await self._begin_session():
                return
            await self._wait_for_work()
            await self._changes.look_up()
            if self._processor.is_ready():
                self._is_busy = True
                await self._processor.do_next()
                self._is_busy = False
            if self._commands.close_reason is not None:
                if await self._is_done():
                    self._processor.display.show_closed()
                    if not await self._changes.bring_a_message_after_the_end():
                        return
                self._commands.close_reason = None
                self._state.session = 0
            elif self._should_roll():
                await self._outbox.pause()
                await self._processor.prepare_roll()
                # Asked, not awaited: an update that waits for this loop would wait for ever.
                if workflow.all_handlers_finished():
                    self._roll()
                self._outbox.resume()

    @workflow.signal
    def receive_message(self, message: InboundMessage) -> None:
        """Queue a message. Channels deliver at least once, so repeats are dropped here."""
        # Many changes drive ids out of the ring; twice in one turn it could not be stored.
        is_here = self._state.inbox.holds(message.message_id)
        if self._seen.add(message.message_id) and not is_here:
            entry = InboxEntry(at=workflow.now(), message=message)
            self._state.inbox.add(*self._changes.queue([entry]))

    @workflow.signal
    def change_message(self, change: MessageChange) -> None:
        """The customer has edited or deleted a message, which may be still to come."""
        self._changes.receive(change)

    @workflow.signal
    def handoff_unanswered(self, handoff_id: str) -> None:
        """Nobody has come in time (from the HandoffWorkflow)."""
        event = HandoffUnanswered(at=workflow.now(), handoff_id=handoff_id)
        self._state.inbox.add_event(event, workflow.now())

    @workflow.signal
    def replay_deliveries(self, replay: ReplayDeliveries) -> None:
        """An operator wants to have sent what was given up."""
        self._outbox.replay(replay.delivery_ids)

    @workflow.signal
    def roll(self) -> None:
        """Continue as new as soon as no turn is under way: on the version that is current now."""
        self._asked_to_roll = True

    @workflow.update
    def decide_approval(self, decision: DecideApproval) -> None:
        """Approve or reject exactly what was shown."""
        self._staff.decide(decision)

    @decide_approval.validator
    def _may_decide(self, decision: DecideApproval) -> None:
        self._staff.check_decision(decision)

    @workflow.update
    def repair(self, repair: Repair) -> str:
        """An operator's repair: retry now, skip step, force handoff, close."""
        return self._staff.repair(repair)

    @repair.validator
    def _may_repair(self, repair: Repair) -> None:
        self._staff.check_repair(repair)

    @workflow.update
    def end_chat(self, request: EndChat) -> None:
        """The customer ends the chat; whoever waits for them is told."""
        self._staff.end(request)

    @end_chat.validator
    def _may_end(self, request: EndChat) -> None:  # noqa: ARG002 - as the update takes it
        self._staff.check_end(is_busy=self._is_busy)

    @workflow.update
    def move_to_revision(self, move: MoveToRevision) -> None:
        """Go on with another revision of the bot, between turns."""
        self._barrier.begin()
        self._revisions.move(move)

    @move_to_revision.validator
    def _may_move(self, move: MoveToRevision) -> None:
        self._revisions.check(move, is_busy=self._is_busy)

    @workflow.query
    def get_dialogue(self) -> DialogueSnapshot:
        """The dialogue's whole state, on which revision, and a mark that changes with it."""
        return self._revisions.snapshot()

    @workflow.query
    def get_state(self) -> ConversationView:
        """Where it stands: status, owner, flow and step, what it waits for, slots."""
        return view_of(self._state)

    @workflow.query
    def get_recent_turns(self) -> tuple[RecentTurn, ...]:
        """The last ten turns, oldest first."""
        return self._state.recent

    async def _begin_session(self) -> bool:
        """False where nothing is to be answered: it was opened for a replay, or changes, alone."""
        if await self._outbox.was_all() or not await self._changes.bring_a_message():
            return False
        await self._open_session()
        return True

    async def _open_session(self) -> None:
        request = OpenSession(conversation=self._state.ref(), at=workflow.now())
        opened: SessionOpened | None = None
        with suppress(FailureError):
            opened = await workflow.execute_local_activity_method(
                TurnActivities.open_session, request, **options.QUICK_STEP
            )
        if opened is None:
            opened = await workflow.execute_activity_method(
                TurnActivities.open_session, request, **options.PATIENT_STEP
            )
        run_chain = workflow.info().first_execution_run_id[:6]
        self._state.begin_session(opened, now=workflow.now(), run_chain=run_chain)
        self._outbox.end_left_open(opened.left_open)

    async def _wait_for_work(self) -> None:
        """Until something can be dealt with. Old timers may ring early; then we look again."""
        while not self._is_called():
            until = self._next_moment()
            if until is not None and until <= workflow.now():
                await self._processor.meet_deadlines()
            else:
                await self._timer.wait(partial(self._is_woken, until), until=until)

    def _next_moment(self) -> datetime | None:
        """When something is due if nothing arrives."""
        deadline = next_deadline(self._state, self._deferred.in_flight)
        merging = self._processor.merging_until()
        return min((moment for moment in (deadline, merging) if moment), default=None)

    def _is_woken(self, until: datetime | None) -> bool:
        """Something has arrived, or has become due earlier than we meant to wait."""
        moment = self._next_moment()
        sooner = moment is not None and (until is None or moment < until)
        return sooner or self._is_called()

    def _is_called(self) -> bool:
        """Something can be dealt with now, or an idle conversation is asked to roll."""
        return (
            self._processor.is_ready()
            or self._changes.are_new()
            or (self._asked_to_roll and self._may_roll())
        )

    async def _is_done(self) -> bool:
        """Whether the closed conversation may end: all is sent, nobody waits for an answer."""
        await workflow.wait_condition(
            lambda: (
                workflow.all_handlers_finished()
                and (not self._state.outbox or bool(self._state.inbox))
            )
        )
        while self._changes.are_new():
            await self._changes.look_up()
        return not self._state.inbox

    def _should_roll(self) -> bool:
        # The server suggests a roll at 4,096 events, and 2 s of replay: ours comes much earlier.
        # It tells of a new version only when a task runs; the signal `roll` wakes who is quiet.
        info = workflow.info()
        events = info.get_current_history_length()
        due = (
            self._asked_to_roll
            or events >= options.ROLL_AT_EVENTS
            or self._processor.turns_done >= options.ROLL_AT_TURNS
            or info.is_continue_as_new_suggested()
            or info.is_target_worker_deployment_version_changed()
        )
        return due and self._may_roll()

    def _may_roll(self) -> bool:
        return (
            workflow.all_handlers_finished()
            and not self._deferred.in_flight
            and self._outbox.may_be_carried()
        )

    def _roll(self) -> None:
        # A signal that comes during this last task makes the server run it again, with the signal.
        self._state.seen = self._seen.packed()
        continue_as_new.roll(self._state)
