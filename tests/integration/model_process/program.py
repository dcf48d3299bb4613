"""A model process whose jobs do as the test says."""

import asyncio
import re
import sys
from typing import Any

from domain.errors import NotFound
from infra.model_process.serving import end_with, serve

_BEGUN: list[str] = []


async def say(text: str) -> str:
    return f"heard {text}"


async def slowly(text: str) -> str:
    await asyncio.sleep(0.5)
    return text


async def burn(file: str) -> None:
    """As a hostile text does: inside one call that never lets go of the interpreter."""
    _note(file)
    re.match(r"(a|a)+b", "a" * 60)


async def die_once(file: str) -> str:
    if _note(file) == 1:
        re.match(r"(a|a)+b", "a" * 60)
    return "done after all"


async def refuse(_: str) -> None:
    raise NotFound("there is no such thing")


def _note(file: str) -> int:
    with open(file, "a+", encoding="utf-8") as begun:  # noqa: PTH123
        begun.write("begun\n")
        begun.seek(0)
        return len(begun.readlines())


def main(arguments: list[str]) -> None:
    parent, connection, page = map(int, arguments)
    end_with(parent)
    handlers: dict[str, Any] = {f.__name__: f for f in (say, slowly, burn, die_once, refuse)}
    asyncio.run(serve(connection, page, handlers))


if __name__ == "__main__":
    main(sys.argv[1:])
