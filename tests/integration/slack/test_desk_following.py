"""A handoff's way from the database into the channel of the double of Slack."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from channels.slack.connection import new_workspace
from domain.desk.settings import DeskSettings, MessengerDesk
from domain.dialogue.commands import HandOff
from duralogue.wiring.desk_follower import following_desks
from infra.memory.channel_connections import MemoryChannelConnections
from infra.memory.channel_installs import MemoryChannelInstalls
from infra.postgres.raw_queries import tenant_rows
from provider_doubles import serving
from provider_doubles import slack as double
from tests.integration.postgres.conftest import engine, hub, owner_url, postgres
from tests.integration.postgres.stores import LATER, Stores, a_bot, a_commit, an_inbound
from tests.support import eventually

__all__ = ["engine", "hub", "owner_url", "postgres"]


async def test_a_handoff_stands_in_the_channel(
    postgres: Stores,
    engine: AsyncEngine,
) -> None:
    """
    Nobody asks for it: the worker's follower is woken, and posts the card and the words after it.
    """
    app = double.create_slack_double()
    settings, workspace = app.state.workspace.settings, app.state.workspace
    room = next(name for name in workspace.channels if name.startswith("C"))
    workspace.channels[room].members.add(settings.bot_user)
    async with serving.running_double(app) as url:
        connections = MemoryChannelConnections()
        team = settings.team_id
        made = new_workspace(team, app="support", bot=settings.bot_token, api_url=f"{url}/api/")
        await connections.connect(postgres.tenant, made)
        desk = DeskSettings(slack=MessengerDesk(account=team, channel=room))
        await postgres.bots.publish(a_bot(postgres.tenant, "r2", desk=desk), by="test")
        base: Any = SimpleNamespace(engine=engine, bots=postgres.bots)

        def shown() -> list[str]:
            return [each.text for each in workspace.messages[room].values() if each.bot_id]

        async with following_desks(base, connections, MemoryChannelInstalls()):
            await eventually(lambda: _is_followed(engine, postgres.tenant))
            ref = await postgres.open()
            wait = HandOff(
                handoff_id="h-1", queue="returns", first_reply_due=LATER, nobody_at=LATER
            )
            await postgres.turns.commit(a_commit(ref, an_inbound(ref), commands=(wait,)))
            later = an_inbound(ref, "Hello?", "m-2")
            await postgres.turns.commit(a_commit(ref, later, turn="s1t2"))

            async def is_shown() -> bool:
                return "Customer: Hello?" in shown()

            await eventually(is_shown)

    assert shown()[0].startswith("returns: ")
    assert shown().count("Customer: Hello?") == 1


async def _is_followed(engine: AsyncEngine, tenant: str) -> bool:
    found = await tenant_rows(
        engine,
        tenant,
        "SELECT seq FROM desk_followers WHERE tenant_id = %(tenant)s",
        {"tenant": tenant},
    )
    return bool(found)
