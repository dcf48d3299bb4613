"""Updates made durable before anything outside is changed because of them.

A signal is in the history before the workflow hears of it. An update is not: it becomes durable
when its workflow task completes, and a local activity runs inside that same task. A worker killed
in between would leave what the activity stored, and nobody would remember the update.
"""

from datetime import timedelta

from temporalio import workflow

_A_MOMENT = timedelta(milliseconds=1)


class DurabilityBarrier:
    """Between an update and what follows from it outside."""

    def __init__(self) -> None:
        self._is_open = False

    def begin(self) -> None:
        """An update has changed the conversation in this workflow task."""
        self._is_open = True

    async def reached(self) -> None:
        """Complete the workflow task first where it holds an update; else cost nothing."""
        while self._is_open:
            self._is_open = False
            await workflow.sleep(_A_MOMENT, summary="an update becomes durable")
