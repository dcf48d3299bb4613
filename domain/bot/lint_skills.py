"""Skills that name what is not there, and intents that belong to two of them."""

from domain.bot.model import Bot
from domain.bot.problems import Problems
from domain.bot.yaml_values import TENANT


def lint_skills(bot: Bot, problems: Problems) -> None:
    """An intent is routed to one skill: in two, the texts of both would be compared twice."""
    owner: dict[str, str] = {}
    for name, skill in bot.tenant.skills.items():
        for index, intent in enumerate(skill.intents):
            path = ("skills", name, "intents", index)
            if intent not in bot.intents:
                problems.unknown(TENANT, path, "intent", intent, bot.intents)
        for index, flow in enumerate(skill.flows):
            path = ("skills", name, "flows", index)
            if flow not in bot.flows:
                problems.unknown(TENANT, path, "flow", flow, bot.flows)
        started = {bot.flows[flow].when for flow in skill.flows if flow in bot.flows}
        for intent in sorted({*skill.intents, *(when for when in started if when)}):
            other = owner.setdefault(intent, name)
            if other != name:
                said = f"{intent} belongs to the skill {other!r} already"
                problems.error(TENANT, ("skills", name), said)
