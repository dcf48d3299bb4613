"""LangGraph with its PostgreSQL checkpointer; run by the Python of its own environment.

    python langgraph_turns.py DATABASE_URL PEOPLE SECONDS

Prints one line of JSON. It knows nothing of Duralogue.
"""

import asyncio
import json
import os
import sys
import time
from operator import add
from typing import Annotated, TypedDict

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, StateGraph
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

NODES = 4
WARM_S = 2.0


class State(TypedDict):
    messages: Annotated[list[str], add]


async def _nothing(state: State) -> dict[str, list[str]]:
    del state
    return {}


async def _answer(state: State) -> dict[str, list[str]]:
    del state
    return {"messages": ["ok"]}


def _graph(saver: AsyncPostgresSaver):  # noqa: ANN202 - its type is made by the library
    builder = StateGraph(State)
    names = [f"node_{number}" for number in range(NODES)]
    for name in names:
        builder.add_node(name, _answer if name == names[-1] else _nothing)
    for before, after in zip((START, *names), (*names, END), strict=True):
        builder.add_edge(before, after)
    return builder.compile(checkpointer=saver)


async def main(url: str, people: int, seconds: float) -> None:
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    async with AsyncConnectionPool(url, min_size=10, max_size=10, kwargs=settings) as pool:
        saver = AsyncPostgresSaver(pool)
        await saver.setup()
        graph = _graph(saver)

        async def turn(thread: str) -> float:
            began = time.perf_counter()
            config = {"configurable": {"thread_id": thread}}
            await graph.ainvoke({"messages": ["hello"]}, config, durability="sync")
            return (time.perf_counter() - began) * 1000

        idle = []
        for _ in range(60):
            idle.append(await turn("idle"))
            await asyncio.sleep(0.04)
        idle = sorted(idle[10:])
        goes_on, done = True, 0

        async def talk(number: int) -> None:
            nonlocal done
            while goes_on:
                await turn(f"person-{number}")
                done += 1

        talking = [asyncio.create_task(talk(number)) for number in range(people)]
        await asyncio.sleep(WARM_S)
        done, began, cpu = 0, time.perf_counter(), sum(os.times()[:2])
        await asyncio.sleep(seconds)
        turns, wall, spent = done, time.perf_counter() - began, sum(os.times()[:2]) - cpu
        goes_on = False
        await asyncio.gather(*talking)
    result = {
        "idle_p50_ms": round(idle[len(idle) // 2], 1),
        "turns_per_s": round(turns / wall, 1),
        "own_cpu_ms_per_turn": round(spent * 1000 / max(turns, 1), 1),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
