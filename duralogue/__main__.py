"""The command `duralogue`, also as `python -m duralogue`."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import NoReturn

from duralogue.endings import leave, told


def main() -> NoReturn:
    """Run the command that the arguments name."""
    process = _process(sys.argv[1:])
    if process is not None:
        leave(told(process))
    from duralogue.cli import main as run  # noqa: PLC0415 - with every command and its options

    run()


def _process(arguments: Sequence[str]) -> Callable[[], None] | None:
    """The gateway or a worker, whose start other commands and their options would only delay; None
    where an option asks for more than to run it."""
    command, *rest = arguments or ("",)
    if command not in ("api", "worker") or any(each.startswith("-") for each in rest):
        return None
    from duralogue.part_processes import run_gateway, run_queues  # noqa: PLC0415

    if command == "worker":
        return partial(run_queues, rest)
    return None if rest else run_gateway


if __name__ == "__main__":
    main()
