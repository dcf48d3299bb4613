"""The context of a handoff: what the records say, in the names of the bot's files."""

from contextlib import suppress

from api.dependencies import Gateway
from api.desk_ports import DeskPorts
from domain.bot.model import Bot
from domain.desk.context import HandoffContext, SummaryKind, SummaryLine, position_of, slots_of
from domain.desk.lists import DeskViewer
from domain.errors import NotFound
from domain.handoffs import Handoff
from domain.messages import Role


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
        summary=(
            *await _written(desk, handoff),
            *await desk.summaries.summarise(tenant_id, facts.messages),
        ),
        slots=slots_of(facts.state, bot),
        position=position_of(facts.state, bot, locale),
        tools=facts.tools,
        not_understood=facts.not_understood,
        earlier=tuple(await desk.contexts.earlier(tenant_id, conversation_id, viewer)),
    )


async def _written(desk: DeskPorts, handoff: Handoff) -> tuple[SummaryLine, ...]:
    """The model's comes first; the customer's own words stay beside it."""
    if desk.written is None:
        return ()
    found = await desk.written.of(handoff.tenant_id, handoff.handoff_id)
    if found is None:
        return ()
    return (SummaryLine(kind=SummaryKind.WRITTEN, role=Role.SYSTEM, text=found.text, seq=0),)


async def _bot(gateway: Gateway, tenant_id: str, revision: str) -> Bot:
    """The one that spoke with the customer."""
    with suppress(NotFound):
        return await gateway.ports.bots.get(tenant_id, revision)
    return await gateway.ports.bots.current(tenant_id)
