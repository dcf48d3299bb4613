"""The corpus of what people really say: how much is understood rightly, kind by kind."""

from collections import defaultdict

import pytest

from infra.local_models.understander import LocalUnderstander
from tests.evals.conftest import Tell
from tests.evals.understood.bots import bot_of, understanding
from tests.evals.understood.entries import Entry, read_entries, read_floors, read_scenes
from tests.evals.understood.judging import judge
from tests.evals.understood.player import play

SCENES = read_scenes()
FLOORS = read_floors()
ENTRIES: dict[str, list[Entry]] = defaultdict(list)
for one in read_entries():
    ENTRIES[one.kind].append(one)


async def _wrong(entry: Entry, understander: LocalUnderstander) -> list[str]:
    scene = SCENES[entry.scene]
    bot = bot_of(scene.bot, scene.asks)
    if isinstance(bot, str):
        return [f"the bot does not compile: {bot[:200]}"]
    return judge(entry, scene, await play(bot, scene, entry.text, understanding(understander, bot)))


@pytest.mark.parametrize("kind", sorted(ENTRIES))
async def test_what_people_say_is_understood(
    kind: str, understander: LocalUnderstander, tell: Tell
) -> None:
    """
    A bot is used for what people write, not for what its examples say. No kind may fall under its
    floor: raise the floor with each mend.
    """
    entries = ENTRIES[kind]
    wrong = [
        f"  {entry.scene}: {entry.text!r}: {'; '.join(problems)}"
        for entry in entries
        if (problems := await _wrong(entry, understander))
    ]
    right = len(entries) - len(wrong)
    print("\n".join([kind, *wrong]))  # noqa: T201 - shown by `pytest -rP` where nothing fails
    tell(f"understood {kind:<32} {right:>3}/{len(entries)}")
    floor = FLOORS.get(kind, len(entries))

    assert right >= floor, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(SCENES))
async def test_the_scene_is_reached(name: str, understander: LocalUnderstander) -> None:
    """
    What is said in a scene proves nothing where the conversation never got there.
    """
    scene = SCENES[name]
    if not scene.reached:
        return
    bot = bot_of(scene.bot, scene.asks)
    if isinstance(bot, str):
        assert scene.bot not in {"acme", "probe"}, bot
        pytest.skip(f"the format does not know yet what its bot needs: {bot[:200]}")

    played = await play(bot, scene, None, understanding(understander, bot))

    assert played.replies[-1].response == scene.reached


def test_every_entry_says_what_is_right() -> None:
    """
    An entry without a claim is right whatever happens.
    """
    empty = [
        entry.text
        for entries in ENTRIES.values()
        for entry in entries
        if not entry.taken and not any(right.model_fields_set for right in entry.right)
    ]

    assert empty == []
