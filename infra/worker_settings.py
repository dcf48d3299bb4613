"""Settings of a `conversations` worker: sizes, each with its reason."""

from pydantic import BaseModel, Field


class WorkerTuning(BaseModel):
    """Part of `Settings`; docs/explanation/performance.md says what the figures were taken from."""

    metrics_host: str = "127.0.0.1"
    """METRICS_HOST: the address on which a worker serves its metrics, where METRICS_PORT is set;
    inside a container `0.0.0.0`, where only Prometheus' network can reach it. They name tenants
    and need no credential."""

    passage_cache_mb: int = Field(default=32, ge=1, le=10_000)
    """PASSAGE_CACHE_MB: how much of tenants' documents a worker of `conversations` keeps in memory,
    so that a search brings references only. Eight kilobytes for a passage: 32 holds some 4,000."""

    reading_cache_mb: int = Field(default=128, ge=1, le=10_000)
    """READING_CACHE_MB: how much a worker of `conversations` keeps of what it has worked out of
    those passages. Some 100 kilobytes for a passage; one that is not kept costs a pass through the
    model, five milliseconds of a core, each time it is among the eight that a question finds."""

    inference_threads: int = Field(default=1, ge=1, le=64)
    """INFERENCE_THREADS: how many cores one pass through the embedding model may use. More than
    one answers a lonely customer sooner and a crowd later."""

    understanding_budget_ms: int = Field(default=1_000, ge=50, le=60_000)
    """UNDERSTANDING_BUDGET_MS: how much of a core a worker spends on understanding one message, or
    on answering it. It takes a few milliseconds; what takes a second is an attack or a mistake in a
    pattern. Then the process that works on it is ended, and the turn ends with the sentence
    `turn_failed`. Time in which the machine was busy with something else does not count."""

    workflow_cache_size: int = Field(default=2_000, ge=10, le=1_000_000)
    """WORKFLOW_CACHE_SIZE: how many conversations a worker keeps ready, some 65 kilobytes each.
    One that it does not keep is rebuilt from its history with its next message."""

    turns_at_once: int = Field(default=64, ge=2, le=10_000)
    """TURNS_AT_ONCE: how many turns a worker of `conversations` has begun at the same time; the
    others wait at Temporal, in the order in which they came. One process uses one core and answers
    some eighty a second, on a busy machine twenty. A turn that was begun must end within the five
    seconds of a workflow task, or it is begun again: with 200, a crowd of five hundred on the
    cluster made that the usual case, and the last of them waited twice as long as with 64."""

    steps_at_once: int = Field(default=8, ge=1, le=1_000)
    """STEPS_AT_ONCE: of those turns, how many are worked on side by side. The others wait
    for six seconds; then they are taken with more patience, beside the timers that tell the
    customer. All share one core: with more of them each takes longer."""

    quick_read_ms: int = Field(default=400, ge=0, le=500)
    """QUICK_READ_MS: how long a worker of `conversations` itself waits for a tool that only reads,
    before it leaves it to a worker of `integrations`. A tool that was late or down goes there at
    once, for a second at first and twice as long each time, up to half a minute. 0 sends every
    call there: do that where the workers of `conversations` cannot reach your backends, or must
    not have their secrets."""

    answers_elsewhere: bool = False
    """ANSWERS_ELSEWHERE: whether questions to tenants' documents are answered by workers of
    `intelligence` instead of by the worker of `conversations` that runs the turn. That spares those
    workers and takes a little longer; where no answer comes in time, they find it themselves, and
    the turn's trace says so. Set it for the workers of both queues."""

    pollers: int = Field(default=2, ge=1, le=100)
    """POLLERS: how many requests for work a worker of `conversations` keeps open at Temporal, for
    conversations that it knows and for all others. When there is more work than it can do, it goes
    to both about equally; with many open for those it knows, customers who come new wait for as
    long as there is too much. Where Temporal is far away, one brings about a turn in each round
    trip: at twenty milliseconds, fifty a second."""
