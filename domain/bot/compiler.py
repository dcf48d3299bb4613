"""Compile a tenant's folder to one immutable revision, named by the hash of its content."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from domain.addresses import AllowedAddresses
from domain.bot import flow_builder
from domain.bot.lint import lint
from domain.bot.lint_addresses import lint_addresses
from domain.bot.lint_settings import lint_models
from domain.bot.model import Bot
from domain.bot.problems import Problem, Problems
from domain.bot.result_fields import kept_results
from domain.bot.sources import BotSources
from domain.bot.tool_builder import ToolBuilder
from domain.bot.yaml_values import Parsed, parse
from domain.errors import InvalidBot
from domain.tenant_settings import TenantConfig


@dataclass(frozen=True)
class Checked:
    """What came of a folder: its problems, and the bot if none of them is an error."""

    bot: Bot | None
    problems: tuple[Problem, ...]


def compile_bot(sources: BotSources, addresses: AllowedAddresses | None = None) -> Bot:
    """Raise InvalidBot with every error found; warnings do not stop a bot."""
    checked = check_bot(sources, addresses)
    if checked.bot is None:
        raise InvalidBot(tuple(str(p) for p in checked.problems if not p.is_warning))
    return checked.bot


def check_bot(
    sources: BotSources,
    addresses: AllowedAddresses | None = None,
    models: Collection[str] | None = None,
) -> Checked:
    """Compile and lint. Lint needs all files to be readable, so it runs when they are.

    `addresses` is what the operator allows this tenant to call, and `models` are those
    connected to it, where that is known.
    """
    problems = Problems(sources.files, sources.problems)
    parsed = parse(sources, problems)
    bot = None
    if parsed.tenant is not None and not problems.has_errors:
        builder_slots = flow_builder.slots_of(parsed)
        builder = ToolBuilder(parsed, builder_slots, sources.openapi, problems)
        bot = _build(parsed, builder, sources)
        lint(bot, parsed, builder, problems)
        lint_addresses(parsed, addresses, problems)
        if models is not None:
            lint_models(parsed, problems, models)
    found = tuple(problems)
    return Checked(None if problems.has_errors else bot, found)


def revision_of(bot: Bot) -> str:
    """The hash of everything but the revision itself, so that equal bots have equal names."""
    content = bot.as_content()
    del content["revision"]
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _build(parsed: Parsed, builder: ToolBuilder, sources: BotSources) -> Bot:
    if parsed.tenant is None:
        raise InvalidBot(("tenant.yaml: missing",))
    tenant = TenantConfig.model_validate(parsed.tenant.model_dump())
    locale = tenant.branding.locales[0] if tenant.branding.locales else "en"
    flows = flow_builder.flows_of(parsed, locale)
    responses = flow_builder.responses_of(parsed, locale)
    tools = builder.tools()
    bot = Bot(
        revision="",
        tenant=tenant,
        intents=flow_builder.intents_of(parsed, locale),
        entities=parsed.intents.entities,
        slots=flow_builder.slots_of(parsed),
        tools=tools,
        flows=flows,
        responses=responses,
        handoffs=flow_builder.handoffs_of(parsed),
        kept_results=kept_results(flows.values(), tools, responses.values()),
        holidays=sources.holidays,
        prompts=dict(sources.prompts),
    )
    return bot.model_copy(update={"revision": revision_of(bot)})
