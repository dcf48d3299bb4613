"""Needs in a message, counted in the messages of `bench/needs`."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bench.evals.needs import messages_of, wrong
from infra.bot_files.reader import load_bot
from infra.local_models.understander import LocalUnderstander
from tests.evals.conftest import ACME, Tell
from tests.integration.knowledge.dates import NOW

FLOORS: dict[str, int] = YAML(typ="safe").load(Path(__file__).parent / "needs_floors.yaml")


@pytest.mark.parametrize("group", sorted(messages_of()))
async def test_the_needs_of_a_message_are_found(
    group: tuple[str, str, str], understander: LocalUnderstander, tell: Tell
) -> None:
    """
    Two wishes are both answered, and one is not torn in two.
    """
    messages = messages_of()[group]
    missed = await wrong(understander, load_bot(ACME, today=NOW.date()), messages)
    right = len(messages) - len(missed)
    tell(f"needs {', '.join(group):<30} {right:>3}/{len(messages)}")
    assert right >= FLOORS[", ".join(group)], "\n".join(missed)
