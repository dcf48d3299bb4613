"""Timeouts and retries of each kind of work.

The one place where an operator's question "why did it retry?" is answered.
"""

from datetime import timedelta
from typing import TypedDict

from temporalio.common import RetryPolicy

from domain.channel_addresses import Channel
from domain.dialogue.commands import CallTool
from domain.tools import OnceBy
from workflows.queues import CONVERSATIONS, DELIVERY, INTEGRATIONS, INTELLIGENCE, MAINTENANCE

WORKFLOW_TASK_TIMEOUT = timedelta(seconds=5)
"""A worker that was killed in the middle of a workflow task is replaced after this."""

ROLL_AT_EVENTS = 400
ROLL_AT_TURNS = 40
"""Replay runs at about 1,900 events a second: a cold conversation wakes in a fifth of one."""

MOST_CARRIED_MESSAGES = 10
MOST_CARRIED_CHARACTERS = 8_000
"""Of the inbox, at a roll; what waits beyond it is carried as numbers of places in the stash."""

MOST_CARRIED_CHANGES = 20
MOST_CARRIED_CHANGES_OF_OVERFLOW = 200
"""While messages wait in the overflow: what was deleted there must not be answered."""
MOST_CHANGED_CHARACTERS = 4_000
"""Of edits and deletions whose messages are not here: the oldest are forgotten first."""

CHANGE_WAITS = timedelta(hours=1)
"""How long a conversation that has nothing but changes waits for the first message."""

MOST_RECENT_TURNS = 10


class LocalOptions(TypedDict):
    """A local activity has no task queue, and must be bounded: while one runs, no timer fires."""

    # No schedule_to_close_timeout: a local activity was still retried a minute after one of 4 s.

    schedule_to_start_timeout: timedelta
    start_to_close_timeout: timedelta
    retry_policy: RetryPolicy


class RegularOptions(TypedDict, total=False):
    """A regular activity always names its queue and `start_to_close_timeout`."""

    task_queue: str
    start_to_close_timeout: timedelta
    schedule_to_start_timeout: timedelta
    schedule_to_close_timeout: timedelta
    heartbeat_timeout: timedelta
    retry_policy: RetryPolicy


QUICK_STEP = LocalOptions(
    schedule_to_start_timeout=timedelta(seconds=6),
    start_to_close_timeout=timedelta(seconds=2),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=50),
        maximum_interval=timedelta(milliseconds=200),
        maximum_attempts=3,
    ),
)
"""take_step and its like: milliseconds, in the same workflow task.

No attempt begins later than six seconds after it was asked for: where those in front hang, the
patient way has room, and timers beside it.
"""

PATIENT_STEP = RegularOptions(
    task_queue=CONVERSATIONS,
    start_to_close_timeout=timedelta(seconds=15),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(milliseconds=500),
        backoff_coefficient=1.6,
        maximum_interval=timedelta(seconds=10),
    ),
)
"""The same steps once the quick ones failed: until the database or the model is back."""

PATIENT_NOTICE = RegularOptions(
    task_queue=CONVERSATIONS,
    start_to_close_timeout=timedelta(seconds=5),
    schedule_to_close_timeout=timedelta(seconds=10),
    retry_policy=PATIENT_STEP["retry_policy"],
)
"""The holding notice once the quick way failed: a worker may have no place for it while steps hang.
Bounded, since neither the turn's own words nor a claim go before it."""

RECORD = PATIENT_STEP
"""Projections that the agents' desk and the supervisors read."""

CALLBACK = RegularOptions(
    task_queue=MAINTENANCE,
    start_to_close_timeout=timedelta(seconds=15),
    retry_policy=PATIENT_STEP["retry_policy"],
)
"""Planning and queueing a call-back: until the database is back."""

DESK_ROUND = RegularOptions(
    task_queue=CONVERSATIONS,
    start_to_close_timeout=timedelta(seconds=15),
    schedule_to_close_timeout=timedelta(minutes=1),
    retry_policy=PATIENT_STEP["retry_policy"],
)
"""A round of the desk. Given up after a minute: the next one looks at everything anew."""

DESK_LOOKS_AGAIN = timedelta(seconds=30)
"""After a round that was given up."""

DESK_RESTS = timedelta(milliseconds=100)
"""Between two rounds at least, where nobody wakes it: what is due is due for all of them."""

ROLL_AT_ROUNDS = 40
"""Of the desk; a round leaves some ten events, as a turn does."""

LEAST_TIME_FOR_A_TURN = timedelta(seconds=10)
"""A message that waited long for a worker still gets this much before it fails by name."""

QUICK_READ = timedelta(milliseconds=500)
"""A call that only reads is stored with what comes of it; a longer one is first shown as typing."""

_PATIENCE_IN_A_TURN = timedelta(seconds=25)


def tool_call(call: CallTool, *, within: timedelta) -> RegularOptions:
    """A tool's own timeout and attempts, capped so that a turn never waits past its failure."""
    if call.once_by is not OnceBy.KEY:
        return _single_call(call, within=min(within, _PATIENCE_IN_A_TURN))
    return RegularOptions(
        task_queue=INTEGRATIONS,
        start_to_close_timeout=call.timeout + timedelta(seconds=2),
        schedule_to_close_timeout=min(within, _PATIENCE_IN_A_TURN),
        retry_policy=RetryPolicy(
            initial_interval=timedelta(milliseconds=300),
            maximum_interval=timedelta(seconds=3),
            maximum_attempts=call.attempts,
        ),
    )


def _single_call(call: CallTool, *, within: timedelta) -> RegularOptions:
    """One attempt: without a key a second one is for whoever knows what became of the first.

    That no worker took it in time is certain then, and so is that nothing was done.
    """
    lasts = call.timeout + timedelta(seconds=2)
    return RegularOptions(
        task_queue=INTEGRATIONS,
        schedule_to_start_timeout=max(within - lasts, timedelta(seconds=1)),
        start_to_close_timeout=lasts,
        retry_policy=RetryPolicy(maximum_attempts=1),
    )


ANSWER_TAKEN_WITHIN = timedelta(seconds=3)
ANSWER_BEATS = timedelta(seconds=5)
ANSWER_ATTEMPT = timedelta(seconds=12)
ANSWER_WITHIN = timedelta(seconds=20)
LOCAL_ANSWER = timedelta(seconds=5)
"""An answer that is found elsewhere: until a worker takes it, until one that was killed is noticed,
one attempt, all attempts, and what a turn keeps to answer locally after that."""
MODELS_WITHIN = timedelta(seconds=9)
"""All that hosted models may take of an attempt: then there is time to quote instead."""


SUGGESTED_WITHIN = timedelta(seconds=6)
"""An agent waits for it with a customer before them."""


def find_answer(*, within: timedelta) -> RegularOptions:
    """A few attempts in a short time: after that the local answerer is better than waiting.

    `within` is what is left of the turn's time; a local answer's share of it is not spent here."""
    budget = max(min(within - LOCAL_ANSWER, ANSWER_WITHIN), timedelta(seconds=1))
    return RegularOptions(
        task_queue=INTELLIGENCE,
        schedule_to_start_timeout=min(ANSWER_TAKEN_WITHIN, budget),
        start_to_close_timeout=min(ANSWER_ATTEMPT, budget),
        schedule_to_close_timeout=budget,
        heartbeat_timeout=ANSWER_BEATS,
        retry_policy=RetryPolicy(
            initial_interval=timedelta(milliseconds=300),
            maximum_interval=timedelta(seconds=1),
            maximum_attempts=3,
        ),
    )


def deferred_call(call: CallTool) -> RegularOptions:
    """One attempt of a deferred call, with time for looking up what became of the one before.

    The conversation itself waits between attempts.
    """
    return RegularOptions(
        task_queue=INTEGRATIONS,
        schedule_to_start_timeout=timedelta(seconds=30),
        start_to_close_timeout=2 * call.timeout + timedelta(seconds=2),
        retry_policy=RetryPolicy(maximum_attempts=1),
    )


DEFERRED_INITIAL = timedelta(seconds=2)
DEFERRED_MAXIMUM = timedelta(minutes=2)
"""A deferred call is tried after 2, 4, 8 … seconds, at most two minutes apart."""

SEND = RegularOptions(
    task_queue=DELIVERY,
    start_to_close_timeout=timedelta(seconds=12),
    retry_policy=RetryPolicy(maximum_attempts=1),
)
"""One attempt to send; the conversation itself waits between attempts. It may look up and send,
each bounded by 4 seconds; a worker that died is noticed after 12. Without one it waits for one."""

GIVE_UP_SEND = RegularOptions(
    task_queue=DELIVERY,
    start_to_close_timeout=timedelta(seconds=12),
    retry_policy=PATIENT_STEP["retry_policy"],
)
"""Ending what could not be sent: until the database is there, so that every row is final."""

SEND_INITIAL = timedelta(seconds=1)
SEND_MAXIMUM = timedelta(minutes=1)
SEND_WITHIN = timedelta(minutes=10)
"""A send is tried after 1, 2, 4 … seconds, at most a minute apart, and given up ten minutes after
it was said: what waited behind it all the time ends with it and not another ten minutes later."""

LOOKED_UP_WITHIN = SEND_WITHIN + timedelta(minutes=5)
"""Where a provider limits look-ups, as Slack does, one that was put off at the end is made all the
same."""
SEND_FOR = {Channel.WEBHOOK: timedelta(days=3)}
SEND_MAXIMUM_OVER_DAYS = timedelta(hours=1)
"""A tenant's own server may be down over a week-end: its channel waits for days, and tries after
1, 2, 4 … seconds, at most an hour apart."""

MOST_WAITING_SENDS = 200
"""On such a channel; with more of them the oldest are given up, to be replayed by an operator."""

MOST_CARRIED_SENDS = 30
"""A conversation with more of them open rolls when some have ended: within ten minutes."""

KNOWLEDGE_STEP = RegularOptions(
    task_queue=MAINTENANCE,
    start_to_close_timeout=timedelta(seconds=30),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
    ),
)
"""Planning a sync of knowledge, and swapping it in; tried until the database is there."""

INDEX_BATCH = RegularOptions(
    task_queue=INTELLIGENCE,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=60),
    retry_policy=KNOWLEDGE_STEP["retry_policy"],
)
"""Embedding up to twenty documents, with a heartbeat after each."""

READ_PAGES = RegularOptions(
    task_queue=MAINTENANCE,
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(minutes=5),
    retry_policy=KNOWLEDGE_STEP["retry_policy"],
)
"""Reading pages of other people's sites for a minute, with a heartbeat before each: a page may take
five redirects of half a minute each, and half a minute to be read."""

FEED_SEARCH_INDEX = RegularOptions(
    task_queue=MAINTENANCE,
    start_to_close_timeout=timedelta(hours=2),
    heartbeat_timeout=timedelta(seconds=90),
    retry_policy=RetryPolicy(
        initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=30)
    ),
)
"""Feeding a search engine, however large the index: a heartbeat with each document and page; tried
until it is there, and PostgreSQL answers meanwhile."""
