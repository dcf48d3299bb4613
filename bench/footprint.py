"""Footprint of a turn: history events and bytes, bytes on disk, and the cost of a cold wake-up."""

import asyncio
import os
import signal
import sqlite3
import statistics
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.kinds import CITED, GREETING, Kind
from bench.measurements import Line
from bench.stack import BenchStack
from bench.talkers import Talker

_SETTLES_S = 0.4
_WORKER = "worker-conversations"
_SIZES = """SELECT pg_database_size(current_database()),
    (SELECT sum(pg_database_size(oid)) FROM pg_database
     WHERE datname IN ('temporal', 'temporal_visibility'))"""
_WARM_UP, _COUNTED = 3, 20
"""Turns; together below those after which a conversation is continued as new."""


@dataclass(frozen=True)
class History:
    events_per_turn: float
    bytes_per_turn: float


async def history_of(stack: BenchStack, kind: Kind) -> History:
    """Of single turns, in a conversation that has begun already."""
    (talker,) = await kind.makes(stack, 1)
    script = kind.script(0)
    for _ in range(_WARM_UP):
        await talker.turn(next(script).text)
    before = await _size(stack, talker)
    for _ in range(_COUNTED):
        await talker.turn(next(script).text)
        await asyncio.sleep(0.05)
    after = await _size(stack, talker)
    await talker.close()
    return History(
        *(round((new - old) / _COUNTED, 1) for old, new in zip(before, after, strict=True))
    )


async def _size(stack: BenchStack, talker: Talker) -> tuple[int, int]:
    await asyncio.sleep(_SETTLES_S)
    described = await stack.temporal.get_workflow_handle(talker.workflow_id).describe()
    info = described.raw_description.workflow_execution_info
    return info.history_length, info.history_size_bytes


async def idle_conversations(stack: BenchStack, people: int, turns: int) -> dict[str, Any]:
    """What so many conversations of so many greetings take on disk, and in the worker's memory."""
    before = await _stored(stack)
    talkers = await GREETING.makes(stack, people)
    script = GREETING.script(0)
    for _ in range(turns):
        line = next(script)
        await asyncio.gather(*(talker.turn(line.text) for talker in talkers))
    await asyncio.gather(*(talker.close() for talker in talkers))
    await asyncio.sleep(2)
    after = await _stored(stack)
    per = {name: round((after[name] - before[name]) / people) for name in after}
    return {"conversations": people, "turns_each": turns, "bytes_per_conversation": per}


async def _stored(stack: BenchStack) -> dict[str, int]:
    url = stack.product.settings.require_database_url()
    async with await psycopg.AsyncConnection.connect(url, connect_timeout=5) as connection:
        found = await connection.execute(_SIZES)
        row = await found.fetchone()
    ours, temporal = row or (0, None)
    file = stack.product.home.temporal / "temporal.db"
    return {"temporal": int(temporal or _size_of(file)), "postgresql": ours}


def _size_of(file: Path) -> int:
    """Of the dev server's database; a cluster's is in PostgreSQL."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10) as database:
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        (free,) = database.execute("PRAGMA freelist_count").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * size)


async def wake_from_cold(stack: BenchStack, people: int, turns: int) -> dict[str, Any]:
    """Kill the worker; once another one is there, ask in conversations that it has never seen."""
    talkers = await CITED.makes(stack, people)
    scripts = [CITED.script(number) for number in range(people)]
    for talker, script in zip(talkers, scripts, strict=True):
        for _ in range(turns):
            await talker.turn(next(script).text)
    began = time.perf_counter()
    os.kill(stack.pids[_WORKER], signal.SIGKILL)
    await stack.product.supervisor.wait_until_restarted(_WORKER)
    restarted_s = time.perf_counter() - began
    waits = [
        await _first_answer(talker, next(s)) for talker, s in zip(talkers, scripts, strict=True)
    ]
    await asyncio.gather(*(talker.close() for talker in talkers))
    return {
        "turns_before": turns,
        "worker_back_after_kill_s": round(restarted_s, 2),
        "first_answer_ms": round(waits[0]),
        "next_conversations_p50_ms": round(statistics.median(waits[1:])),
        "next_conversations_max_ms": round(max(waits[1:])),
    }


async def _first_answer(talker: Talker, line: Line) -> float:
    began = time.perf_counter()
    await talker.turn(line.text)
    return (time.perf_counter() - began) * 1000
