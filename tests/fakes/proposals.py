"""A model's proposals without a model: given, slow or failing as a test wants."""

import asyncio

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.proposals import ProposalOutcome, ProposalRequest
from domain.turns import TraceEntry
from domain.understanding.proposals import Move, Proposal


class FakeProposals:
    """Stands where ProposalActivities stands."""

    def __init__(self) -> None:
        self.requests: list[ProposalRequest] = []
        self.proposing: asyncio.Event | None = None
        """Set by a test that wants the proposal to wait for it."""
        self.fails = False
        self.proposal = Proposal(do=Move.START_FLOW, flows=("return_item",))

    @activity.defn
    async def propose_meaning(self, request: ProposalRequest) -> ProposalOutcome:
        self.requests.append(request)
        if self.proposing is not None:
            await self.proposing.wait()
        if self.fails:
            raise ApplicationError("no", type="DependencyUnavailable")
        trace = TraceEntry(step="propose_meaning", ms=1, note="small-1: start_flow")
        return ProposalOutcome(proposal=self.proposal, model="small-1", trace=(trace,))
