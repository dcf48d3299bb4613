"""Deliveries that were given up, as the command line sees to them."""

from collections.abc import Sequence

from domain.channel_addresses import Channel
from domain.dead_letters import replays_of
from domain.deliveries import DeadLetter
from duralogue.wiring.foundation import open_database, open_foundation
from infra.postgres.bots import PostgresBots
from infra.postgres.dead_letters import PostgresDeadLetters
from infra.settings import Settings
from infra.temporal.conversations import TemporalConversationGateway

MOST_AT_ONCE = 1_000


async def list_dead_letters(
    settings: Settings, tenant_id: str, channel: Channel | None
) -> list[DeadLetter]:
    """What was said first first. Raise NotFound for an unknown tenant."""
    async with open_database(settings) as engine:
        await PostgresBots(engine).current(tenant_id)
        letters = PostgresDeadLetters(engine)
        return await letters.listed(tenant_id, channel=channel, limit=MOST_AT_ONCE)


async def replay_dead_letters(
    settings: Settings, tenant_id: str, delivery_ids: Sequence[str], channel: Channel | None
) -> list[DeadLetter]:
    """Those that are sent again: without ids all that nobody would see twice."""
    async with open_foundation(settings) as base:
        letters = PostgresDeadLetters(base.engine)
        if delivery_ids:
            found = await letters.found(tenant_id, delivery_ids)
        else:
            every = await letters.listed(tenant_id, channel=channel, limit=MOST_AT_ONCE)
            found = [letter for letter in every if letter.is_safe_to_repeat]
        conversations = TemporalConversationGateway(base.temporal)
        for conversation_id, on, replay in replays_of(found):
            await conversations.replay_deliveries(tenant_id, conversation_id, on, replay)
    return found
