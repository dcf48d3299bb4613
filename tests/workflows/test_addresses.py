"""An address goes with its message to the commit, and into nothing that people may look at."""

import logging

import pytest
from temporalio.client import WorkflowHistory

from domain.channel_addresses import Channel, ChannelAddress
from tests.fakes.activities import FakeTurns
from tests.support import eventually, running
from tests.workflows.conftest import SetUp, Stage

RECIPIENT = "+4915155501234"
ADDRESS = ChannelAddress(channel=Channel.SLACK, account="T0123", recipient=RECIPIENT)


@pytest.fixture
def stage(set_up: SetUp) -> Stage:
    return set_up(FakeTurns()).needing_a_provider()


def _unsealed(history: WorkflowHistory) -> list[str]:
    """Of each event what no codec seals: search attributes and memos."""
    shown = []
    for event in history.events:
        upserted = event.upsert_workflow_search_attributes_event_attributes
        started = event.workflow_execution_started_event_attributes
        shown += [str(upserted.search_attributes), str(started.search_attributes)]
        shown += [str(started.memo), str(event.user_metadata)]
    return shown


async def test_only_the_commit_is_given_the_address(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """
    The Temporal UI's list and details, and what staff may ask of a conversation, name nobody.
    """
    caplog.set_level(logging.DEBUG, "temporalio.workflow")
    async with running([*stage.workers(), stage.delivery_worker()]):
        await stage.send("hello", shows_last_step=True, address=ADDRESS)
        await eventually(lambda: len(stage.turns.ended) == 1)
        await stage.rest()
        described = await stage.handle.describe()
        history = await stage.handle.fetch_history()
        shown = [
            str(described.raw_description),
            str(await described.static_details()),
            str(await stage.handle.query("get_state")),
            str(await stage.handle.query("get_recent_turns")),
            str(await stage.handle.query("__temporal_workflow_metadata")),
            *_unsealed(history),
            caplog.text,
        ]

    assert [message.address for message in stage.turns.inbound] == [ADDRESS]
    assert not [text for text in shown if RECIPIENT in text or ADDRESS.account in text]
