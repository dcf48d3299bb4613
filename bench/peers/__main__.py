"""`python -m bench.peers`: LangGraph with its checkpointer beside our greeting in process."""

import argparse
import asyncio
import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from bench.kinds import GREETING
from bench.measurements import as_fast_as_answered, one_at_a_time
from bench.peers.environment import environment_with
from bench.peers.signalled import signallers
from bench.processes import wait_until_quiet
from bench.stack import BenchStack, bench_stack
from duralogue.embedded.endpoints import LOOPBACK
from duralogue.embedded.postgres import SUPERUSER

PACKAGES = (
    "langgraph==1.2.22",
    "langgraph-checkpoint-postgres==3.2.0",
    "psycopg[binary,pool]>=3.3",
)
_PEER = Path(__file__).with_name("langgraph_turns.py")
_PEOPLE = 50


async def compare(python: Path | None, seconds: float, quiet_within_s: float) -> dict[str, Any]:
    """Both on one PostgreSQL, one after the other."""
    async with bench_stack(floors=False) as stack:
        measured, quiet = await asyncio.to_thread(wait_until_quiet, quiet_within_s)
        found: dict[str, Any] = {"load_before": round(measured, 2), "noisy": not quiet}
        found["greeting"] = await _ours(stack, seconds)
        if python is None:
            found["langgraph"] = None
        else:
            url = await _database_for_the_peer(stack)
            found["langgraph"] = await asyncio.to_thread(_theirs, python, url, seconds)
            ratio = found["greeting"]["turns_per_s"] / found["langgraph"]["turns_per_s"]
            found["greeting_to_langgraph"] = round(ratio, 2)
    return found


async def _ours(stack: BenchStack, seconds: float) -> dict[str, Any]:
    async with signallers(stack, _PEOPLE) as talkers:
        scripts = [GREETING.script(number) for number in range(_PEOPLE)]
        first = (talkers[0], scripts[0], lambda _: True, stack.pids)
        await one_at_a_time(*first, turns=10, pause_s=0.04)
        idle = await one_at_a_time(*first, turns=50, pause_s=0.04)
        crowd = (talkers, scripts, lambda _: True, stack.pids)
        busy = await as_fast_as_answered(*crowd, warm_s=2, seconds=seconds)
    return {
        "idle_p50_ms": round(idle.quantile(0.5), 1),
        "turns_per_s": round(busy.turns_per_s, 1),
        "cpu_ms_per_turn": {part: round(ms, 1) for part, ms in busy.cpu_ms_per_turn.items()},
    }


async def _database_for_the_peer(stack: BenchStack) -> str:
    """On the product's own server, made by its superuser, whose alone it is."""
    product = stack.product
    password = (product.home.folder / "postgres" / "password").read_text().strip()
    server = f"postgresql://{SUPERUSER}:{quote(password)}@{LOOPBACK}:{product.ports.postgres}"
    async with await psycopg.AsyncConnection.connect(
        f"{server}/postgres", autocommit=True, connect_timeout=5
    ) as admin:
        await admin.execute("CREATE DATABASE peers")
    return f"{server}/peers"


def _theirs(python: Path, url: str, seconds: float) -> dict[str, Any]:
    ended = subprocess.run(  # noqa: S603 - our own script
        [str(python), "-I", str(_PEER), url, str(_PEOPLE), str(seconds)],
        check=True,
        timeout=seconds * 4 + 120,
        capture_output=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(ended.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--quiet-within", type=float, default=120.0, metavar="SECONDS")
    parser.add_argument("--output", type=Path, default=Path(".bench") / "peers.json")
    given = parser.parse_args()
    with environment_with(PACKAGES) as python:
        found = asyncio.run(compare(python, given.seconds, given.quiet_within))
    given.output.parent.mkdir(parents=True, exist_ok=True)
    given.output.write_text(json.dumps(found, indent=2) + "\n")
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
