"""A form between two messages, within the merge window: three turns."""

from datetime import timedelta

from domain.forms import FormAnswers
from domain.tenant_settings import ConversationPolicy
from tests.support import eventually
from tests.workflows.conftest import Stage


async def form(stage: Stage) -> None:
    stage.turns.policy = ConversationPolicy(merge_window=timedelta(seconds=1))
    await stage.send("before")
    await stage.send("", form=FormAnswers(flow="book", values={"day": "2199-12-05"}))
    await stage.send("after")
    await eventually(lambda: len(stage.turns.ended) == 3)
