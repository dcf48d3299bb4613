"""Compiles one tenant's files: JSON in, the bot or its problems out, within fixed bounds."""

import json
import resource
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.addresses import AllowedAddresses
from domain.bot.compiler import compile_bot
from domain.errors import InvalidBot
from infra.bot_files.reader import sources_of

_MEMORY = 1024 * 1024 * 1024


def compiled(request: Mapping[str, Any]) -> dict[str, Any]:
    """Compile what the gateway was sent; any error names itself, none ends the process."""
    try:
        sources = sources_of(request["files"], today=date.fromisoformat(request["today"]))
        allowed = AllowedAddresses.of(request["listed"], request["servers"])
        return {"bot": compile_bot(sources, allowed).as_content()}
    except InvalidBot as error:
        return {"problems": list(error.problems)}
    except Exception as error:  # noqa: BLE001 - the edge of a process made to meet hostile files
        return {"problems": [f"error: the files cannot be compiled ({type(error).__name__})"]}


def main() -> None:
    """Read a job from standard input, and write its answer to standard output."""
    request = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (request["seconds"], request["seconds"]))
    json.dump(compiled(request), sys.stdout)


if __name__ == "__main__":
    main()
