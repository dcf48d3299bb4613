"""Summaries by a model without a model: written, or failing as a test wants."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.handoff_summaries import HandoffToSummarise


class FakeSummaries:
    """Stands where HandoffSummaryActivities stands."""

    def __init__(self) -> None:
        self.asked: list[HandoffToSummarise] = []
        self.fails = False

    @activity.defn
    async def summarise_handoff(self, asked: HandoffToSummarise) -> bool:
        self.asked.append(asked)
        if self.fails:
            raise ApplicationError("no", type="NoModelAnswered", non_retryable=True)
        return True
