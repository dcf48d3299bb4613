"""The patterns of a tenant's own identifiers: order numbers and their like."""

from domain.bot.model import Bot


def tenant_patterns(bot: Bot) -> dict[str, str]:
    """Name to pattern: the tenant's entities, and the slots that a customer fills by pattern."""
    slots = {
        slot.name: slot.pattern
        for slot in bot.slots.values()
        if slot.pattern is not None and slot.source == "customer"
    }
    return slots | bot.entities
