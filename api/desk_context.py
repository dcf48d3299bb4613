"""The context of a handoff: what the records say, in the names of the bot's files."""

from contextlib import suppress

from api.dependencies import Gateway
from api.desk_ports import DeskPorts
from domain.bot.model import Bot
from domain.desk.context import HandoffContext, position_of, slots_of
from domain.desk.lists import DeskViewer
from domain.errors import NotFound
from domain.handoffs import Handoff


async def context_of(
    gateway: Gateway, desk: DeskPorts, viewer: DeskViewer, handoff: Handoff
) -> HandoffContext:
    """As things stood when the customer was handed over."""
    tenant_id, conversation_id = handoff.tenant_id, handoff.conversation_id
    facts = await desk.contexts.facts(tenant_id, conversation_id, until=handoff.opened_at)
    bot = await _bot(gateway, tenant_id, facts.revision)
    locale = str(facts.state.get("locale", ""))
    return HandoffContext(
        reason=handoff.reason,
        intent=facts.intent,
        summary=await desk.summaries.summarise(tenant_id, facts.messages),
        slots=slots_of(facts.state, bot),
        position=position_of(facts.state, bot, locale),
        tools=facts.tools,
        not_understood=facts.not_understood,
        earlier=tuple(await desk.contexts.earlier(tenant_id, conversation_id, viewer)),
    )


async def _bot(gateway: Gateway, tenant_id: str, revision: str) -> Bot:
    """The one that spoke with the customer."""
    with suppress(NotFound):
        return await gateway.ports.bots.get(tenant_id, revision)
    return await gateway.ports.bots.current(tenant_id)
