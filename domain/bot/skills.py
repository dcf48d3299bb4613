"""Skills of a tenant: which intents belong to each, and which of them a question is about."""

from collections.abc import Sequence

from domain.bot.model import Bot
from domain.knowledge_areas import KnowledgeArea
from domain.understanding.model import IntentScore

LIKELY = 0.2
"""How probable the intents of a skill are together, where a question is taken to be of its area."""
CLEAR = 0.5
"""By how much a skill must be ahead of all others to count in the middle of another's flow. There
questions seldom say what they are about, and resemble some intent or other all the same."""


def skills_of(bot: Bot) -> dict[str, frozenset[str]]:
    """The intents of each skill, those that its flows begin with among them."""
    return {
        name: frozenset(
            {*skill.intents, *(bot.flows[flow].when or "" for flow in skill.flows)} & {*bot.intents}
        )
        for name, skill in bot.tenant.skills.items()
    }


def asked_skill(
    bot: Bot, scores: Sequence[IntentScore], flow: str = "", *, is_under_way: bool = False
) -> str | None:
    """Of those that own documents, the skill that a question is about: by its intents'
    probabilities, else by the flow that is under way or has ended last."""
    owning = [name for name, skill in bot.tenant.skills.items() if skill.documents]
    if not owning:
        return None
    intents = skills_of(bot)
    found = {
        name: sum(score.confidence for score in scores if score.intent in intents[name])
        for name in intents
    }
    best, *others = sorted(found, key=lambda name: -found[name])
    lead = found[best] - max((found[name] for name in others), default=0.0)
    talked = next((name for name in owning if _has(bot, intents[name], name, flow)), None)
    if is_under_way and talked is not None and lead < CLEAR:
        return talked
    if found[best] < LIKELY:
        return talked
    return best if best in owning else None


def area_of(bot: Bot, skill: str | None) -> KnowledgeArea | None:
    """The documents of a skill; None where it owns none."""
    known = bot.tenant.skills.get(skill or "")
    return KnowledgeArea(patterns=known.documents) if known and known.documents else None


def _has(bot: Bot, intents: frozenset[str], skill: str, flow: str) -> bool:
    known = bot.flows.get(flow)
    return flow in bot.tenant.skills[skill].flows or (known is not None and known.when in intents)
