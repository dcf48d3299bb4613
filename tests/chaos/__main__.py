"""`python -m tests.chaos`: a seeded run of any size; exit code 1 when something is wrong."""

import argparse
import asyncio
import sys
from pathlib import Path

from rich.console import Console

from bench.cluster.choice import ENGINES
from domain.errors import DuralogueError
from duralogue.chaos.points import ALL_POINTS
from duralogue.console import ConsoleNarrator
from duralogue.embedded.state_directory import temporary_home
from tests.chaos.plan import Plan, Size, make_plan
from tests.chaos.processor_burner import burning, load
from tests.chaos.report import show
from tests.chaos.run import Report, run


def main() -> int:
    given = _arguments()
    plan = make_plan(given.seed, _size(given))
    console = Console()
    console.print(
        f"{plan.messages} messages, {len(plan.faults)} faults, seed {plan.seed},"
        f" {given.replicas} of each part of ours, {load()}, {given.burn} burners"
    )
    with temporary_home() as home:
        try:
            report = asyncio.run(_played(plan, home, console, given))
        except (DuralogueError, TimeoutError, OSError) as error:
            console.print(f"the run broke off: {error or type(error).__name__}", markup=False)
            return 1
        finally:
            if given.keep_logs:
                _keep(home, given.keep_logs)
    show(report, console)
    console.print(f"{load()}; verdict: {'fine' if report.is_fine else 'NOT FINE'}")
    return 0 if report.is_fine else 1


async def _played(plan: Plan, home: Path, console: Console, given: argparse.Namespace) -> Report:
    async with burning(given.burn):
        return await run(
            plan,
            home,
            ConsoleNarrator(console),
            ENGINES[given.engine](),
            replicas=given.replicas,
            channels=given.channels,
        )


def _size(given: argparse.Namespace) -> Size:
    points = tuple(given.points.split(",")) if given.points else ALL_POINTS
    servers = ENGINES[given.engine]().parts
    return Size(
        given.messages,
        given.rate,
        given.faults,
        points,
        servers,
        given.replicas,
        channels=given.channels,
    )


def _keep(home: Path, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for log in (home / "stack" / "logs").glob("*"):
        (folder / log.name).write_bytes(log.read_bytes())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--messages", type=int, default=2_000)
    parser.add_argument("--rate", type=float, default=6.0, help="messages a second, on average")
    parser.add_argument("--faults", type=int, default=0, help="0: one every few seconds")
    parser.add_argument("--replicas", type=int, default=1, help="of each gateway and worker")
    parser.add_argument("--burn", type=int, default=0, help="busy loops beside it, such as 6")
    parser.add_argument(
        "--channels",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="customers on Slack and by SMS too",
    )
    parser.add_argument("--engine", choices=list(ENGINES), default="dev")
    parser.add_argument("--points", default="", help="only these fault points, by commas")
    parser.add_argument("--keep-logs", type=Path, help="copy the stack's logs there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
