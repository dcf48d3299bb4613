"""Messages that are more than text, as the brain is told of them."""

from datetime import timedelta

from domain.dialogue.events import CustomerSpoke
from domain.messages import Attachment, ButtonPress
from domain.tenant_settings import ConversationPolicy
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp

PHOTO = Attachment(name="parcel.jpg", media_type="image/jpeg", size=81_920, reference="F0123")


async def test_a_button_is_heard_as_its_words_and_files_are_counted(set_up: SetUp) -> None:
    """
    The brain reads text; that there is more it needs to know, and not what.
    """
    stage = set_up(FakeTurns(policy=ConversationPolicy(merge_window=timedelta(seconds=1))))
    async with running(stage.workers()):
        await stage.send("", attachments=(PHOTO, PHOTO))
        await stage.send("", button=ButtonPress(payload="Track my order", text="Track…"))
        await eventually(lambda: len(stage.turns.ended) == 1)

    [heard] = stage.turns.events
    assert isinstance(heard, CustomerSpoke)
    assert (heard.text, heard.attachments) == ("Track my order", 2)
    assert [message.attachments for message in stage.turns.inbound] == [(PHOTO, PHOTO), ()]
