"""Compiling in a process of its own, which hostile files cannot hold up."""

from datetime import timedelta

import pytest

from domain.errors import InvalidBot
from infra.bot_files.compiling import BotCompilerProcess
from tests.unit.domain.bots import ACME, acme

_NESTED = 60_000
_NINE = "bN: &b [*a0, *a0, *a0, *a0, *a0, *a0]\ncN: &a0 [*b, *b, *b, *b, *b, *b]\n"


def the_files() -> dict[str, str]:
    found = [*ACME.glob("*.yaml"), *ACME.glob("flows/*.yaml"), *ACME.glob("openapi/*.json")]
    return {path.relative_to(ACME).as_posix(): path.read_text() for path in found}


async def test_the_process_makes_the_same_bot() -> None:
    """
    What comes back over the pipe is what the compiler made.
    """
    bot = await BotCompilerProcess(()).compile(the_files())

    assert bot.flows == acme().flows
    assert bot.tools == acme().tools


@pytest.mark.parametrize(
    "hostile",
    [
        "tenant: " + "[" * _NESTED,
        "\n".join(" " * n + "a:" for n in range(2_000)),
        "a0: &a0 [1, 1]\n" + "".join(_NINE.replace("N", str(n)) for n in range(1, 10)),
        "tenant: acme\nbranding: {name: " + "x" * 1_900_000 + "}",
    ],
)
async def test_hostile_files_end_in_problems(hostile: str) -> None:
    """
    Deep nesting, aliases that multiply, endless names: an answer, never a crash.
    """
    with pytest.raises(InvalidBot):
        await BotCompilerProcess(()).compile({"tenant.yaml": hostile})


async def test_what_takes_too_long_is_given_up() -> None:
    """
    The process is killed: a bundle that only costs time is refused like one that is wrong.
    """
    with pytest.raises(InvalidBot, match="cannot be compiled within"):
        await BotCompilerProcess((), within=timedelta(milliseconds=1)).compile(the_files())
