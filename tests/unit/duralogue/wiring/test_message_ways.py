"""The gateway's ways of a message, as they are wired: each passes its fault points."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from api.message_intake import MessageIntake
from domain.channel_addresses import Channel
from domain.errors import DependencyUnavailable
from domain.messages import InboundMessage
from duralogue.chaos.points import FaultPoints
from duralogue.wiring import gateway
from infra.memory.spool import MemorySpool
from tests.support import eventually


class SwitchedTemporal:
    """A conversation gateway that can be down."""

    def __init__(self) -> None:
        self.is_up = True
        self.delivered: list[str] = []

    async def deliver(self, message: InboundMessage) -> None:
        if not self.is_up:
            raise DependencyUnavailable("down")
        self.delivered.append(message.message_id)


def a_message(message_id: str) -> InboundMessage:
    return InboundMessage(
        message_id=message_id,
        tenant_id="acme",
        conversation_id="c-1",
        channel=Channel.WEB,
        text="hello",
        received_at=datetime(2026, 1, 26, tzinfo=UTC),
    )


async def test_a_message_passes_the_points_of_its_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A chaos run kills at these points; one that no message passes would prove nothing.
    """
    temporal = SwitchedTemporal()
    monkeypatch.setattr(gateway, "PostgresSpool", lambda *_: MemorySpool())
    monkeypatch.setattr(gateway, "TemporalConversationGateway", lambda *_, **__: temporal)
    passed: list[None] = []
    faults = FaultPoints(tmp_path, die=lambda: passed.append(None))
    base = cast(Any, SimpleNamespace(engine=None, keys=None, temporal=None, faults=faults))

    def arm(step: str) -> Path:
        armed = tmp_path / f"{step}.after"
        armed.touch()
        return armed

    async with gateway._message_ways(base, shows_last_step=False) as (conversations, spool):
        intake = MessageIntake(conversations, spool)
        accept, hand_over = arm("accept"), arm("spool_hand_over")
        await intake.accept(a_message("m-1"))
        assert not accept.exists()
        assert hand_over.exists()

        spool_add = arm("spool_add")
        temporal.is_up = False
        await intake.accept(a_message("m-2"))
        assert not spool_add.exists()

        accept = arm("accept")
        temporal.is_up = True
        await eventually(lambda: not hand_over.exists())
        assert accept.exists(), "handed over, not accepted a second time"

    assert temporal.delivered == ["m-1", "m-2"]
    assert len(passed) == 3
