"""The browser's languages reach the understanding through the workflow."""

from domain.dialogue.events import CustomerSpoke
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp


async def test_the_browsers_languages_go_with_the_message(set_up: SetUp) -> None:
    """They are the first hint of the language to answer in."""
    stage = set_up(FakeTurns())
    async with running(stage.workers()):
        await stage.send("A100002", languages=("de-DE", "de"))
        await eventually(lambda: bool(stage.turns.said))

    [event] = stage.turns.events
    assert isinstance(event, CustomerSpoke)
    assert event.languages == ("de-DE", "de")
