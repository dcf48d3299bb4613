"""Acts of human agents that are held back where there are words they have not seen."""

from temporalio import workflow
from temporalio.exceptions import ApplicationError

from activities.handoffs import HandoffActivities, SeenUpTo
from domain.desk.requests import SnoozeHandoff
from domain.handoffs import ReturnToBot
from workflows import options
from workflows.agent_actions import AgentActions
from workflows.conversation_state import ConversationInput
from workflows.inbox import CarefulAct, InboxEntry
from workflows.ownership import Ownership
from workflows.rejections import conflict, newer_messages
from workflows.turn import TurnRunner


class CarefulActs:
    """Each takes its place behind everything that has arrived, and is done there or not at all.

    Who asked waits for it here. Nothing is carried: a run that rolls has no handler left.
    """

    def __init__(self, state: ConversationInput, turns: TurnRunner, agents: AgentActions) -> None:
        self._state = state
        self._turns = turns
        self._agents = agents
        self._ownership = Ownership(state)
        self._ends: dict[str, ApplicationError | None] = {}
        """None: it is done."""

    async def ask(self, request: ReturnToBot | SnoozeHandoff) -> None:
        """Returns once it is done. Raise NewerMessages where somebody has written since, Conflict
        where the conversation ends before it."""
        act = CarefulAct(act_id=workflow.uuid4().hex)
        if isinstance(request, ReturnToBot):
            act.give_back = request
        else:
            act.snooze = request
        self._state.inbox.add(InboxEntry(at=workflow.now(), careful_act=act))
        await workflow.wait_condition(lambda: act.act_id in self._ends or self._turns.is_ending())
        if act.act_id not in self._ends:
            self._state.inbox.drop_careful_act(act.act_id)
            raise conflict("this conversation has just ended")
        refusal = self._ends.pop(act.act_id)
        if refusal is not None:
            raise refusal

    async def take(self, entry: InboxEntry, act: CarefulAct) -> None:
        """Its turn has come. Between the look and the act nothing is awaited: what comes meanwhile
        is in the inbox, and is read first."""
        request = act.request()
        newer = await workflow.execute_activity_method(
            HandoffActivities.find_newer,
            SeenUpTo(
                tenant_id=self._state.tenant_id,
                conversation_id=self._state.conversation_id,
                seen=request.seen or 0,
                agent=request.agent.name,
            ),
            **options.RECORD,
        )
        if not newer and self._state.inbox.has_messages():
            self._state.inbox.add(entry)
            return
        self._ends[act.act_id] = newer_messages(newer) if newer else self._do(request)

    def _do(self, request: ReturnToBot | SnoozeHandoff) -> ApplicationError | None:
        """Why not, where somebody else has acted meanwhile."""
        try:
            self._ownership.check_in_charge(
                request.handoff_id, request.agent.name, by_supervisor=request.by_supervisor
            )
        except ApplicationError as refused:
            return refused
        if isinstance(request, ReturnToBot):
            self._ownership.give_back(request, workflow.now())
        else:
            self._agents.snooze(request)
        return None
