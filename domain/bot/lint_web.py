"""Lints flows that the settings of the web chat name."""

from domain.bot.model import Bot
from domain.bot.problems import Problems
from domain.bot.yaml_values import TENANT

_WEB = ("channels", "web")


def lint_web(bot: Bot, problems: Problems) -> None:
    """Report a flow that is none of the bot's."""
    web = bot.tenant.channels.web
    if web.pre_chat is not None and web.pre_chat not in bot.flows:
        problems.unknown(TENANT, (*_WEB, "pre_chat"), "flow", web.pre_chat, tuple(bot.flows))
    for number, rule in enumerate(web.proactive):
        if rule.flow is not None and rule.flow not in bot.flows:
            place = (*_WEB, "proactive", number, "flow")
            problems.unknown(TENANT, place, "flow", rule.flow, tuple(bot.flows))
