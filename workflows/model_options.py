"""Timeouts of what is asked of hosted models beside answers; a part of `options`."""

from datetime import timedelta

from temporalio.common import RetryPolicy

from workflows import options
from workflows.options import RegularOptions
from workflows.queues import INTELLIGENCE

PROPOSED_WITHIN = timedelta(seconds=6)
"""A model's proposal: without it the bot's own examples decide, and an answer may follow."""


def propose_meaning(*, within: timedelta) -> RegularOptions:
    """One attempt: the chain behind it asks the next model by itself, and waiting for a second one
    would cost the customer more than a proposal is worth."""
    budget = max(min(within - options.ANSWER_WITHIN, PROPOSED_WITHIN), timedelta(seconds=1))
    return RegularOptions(
        task_queue=INTELLIGENCE,
        schedule_to_start_timeout=min(options.ANSWER_TAKEN_WITHIN, budget),
        start_to_close_timeout=budget,
        schedule_to_close_timeout=budget,
        heartbeat_timeout=timedelta(seconds=3),
        retry_policy=RetryPolicy(maximum_attempts=1),
    )


SUMMARISE = RegularOptions(
    task_queue=INTELLIGENCE,
    start_to_close_timeout=timedelta(seconds=30),
    schedule_to_close_timeout=timedelta(minutes=2),
    heartbeat_timeout=timedelta(seconds=5),
    retry_policy=RetryPolicy(initial_interval=timedelta(seconds=2), maximum_attempts=2),
)
"""A summary for agents: nobody waits for it, and after two minutes they have read for
themselves."""
