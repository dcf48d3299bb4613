"""Rules across a tenant's files: names resolve, patterns are safe, every flow can be reached."""

from datetime import date

from domain.bot import local_texts, templates
from domain.bot.default_responses import DEFAULT_RESPONSES
from domain.bot.defaults import GENERAL, default_intents
from domain.bot.lint_composites import asked_by_parts, lint_composites, placeholders_of
from domain.bot.lint_flows import FlowLint
from domain.bot.lint_guards import lint_guards
from domain.bot.lint_hours import lint_hours
from domain.bot.lint_intents import lint_intents
from domain.bot.lint_names import NameCheck
from domain.bot.lint_settings import lint_desk, lint_plan, lint_settings_without_effect
from domain.bot.lint_sizes import lint_sizes
from domain.bot.lint_skills import lint_skills
from domain.bot.lint_time_limits import lint_hours_of_day
from domain.bot.lint_tools import lint_tools
from domain.bot.lint_unused import lint_unused
from domain.bot.lint_web import lint_web
from domain.bot.model import Bot, SlotType
from domain.bot.problems import KeyPath, Problems
from domain.bot.schema import SlotSource
from domain.bot.tool_builder import ToolBuilder
from domain.bot.yaml_values import HANDOFF, INTENTS, RESPONSES, SLOTS, TENANT, Parsed
from domain.date_limits import LIMITS, day_of, limits_of
from domain.errors import InvalidInput
from domain.understanding.patterns import check_pattern

_GIVEN = {
    response.name: frozenset(
        name for text in response.texts.values() for name in templates.names_in(text)
    )
    for response in DEFAULT_RESPONSES
}
"""Placeholders that the engine itself fills, in the sentences that it says by itself."""

_WITHOUT_FLOW = {"cancel", "repeat"}
_REQUIREMENTS = ("verified_customer", "owner_of order")


def lint(bot: Bot, parsed: Parsed, builder: ToolBuilder, problems: Problems) -> None:
    """Look at everything; the tenant's author sees all problems at once."""
    _lint_tenant(bot, parsed, problems)
    _lint_patterns(parsed, problems)
    _lint_slots(bot, parsed, problems)
    lint_intents(bot, parsed, problems)
    lint_composites(bot, parsed, problems)
    lint_skills(bot, problems)
    lint_tools(bot, parsed, builder, problems)
    lint_guards(bot, parsed, builder, problems)
    lint_sizes(parsed, problems)
    lint_unused(bot, parsed, problems)
    lint_settings_without_effect(parsed, problems)
    lint_plan(parsed, problems)
    lint_desk(parsed, problems)
    lint_web(bot, problems)
    names = NameCheck(bot, builder, problems)
    _lint_flows(bot, parsed, names, problems)
    _lint_responses(bot, parsed, names, problems)
    if GENERAL not in parsed.handoffs and parsed.handoffs:
        problems.warn(HANDOFF, (), f"there is no rule {GENERAL!r}; a default one is used")


def _lint_tenant(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    if parsed.tenant is None:
        return
    for index, locale in enumerate(parsed.tenant.branding.locales):
        if not local_texts.IS_LOCALE.fullmatch(locale):
            path = ("branding", "locales", index)
            problems.error(TENANT, path, f"{locale!r} is no language such as en, de or de-AT")
    lint_hours(parsed.tenant.business_hours, TENANT, ("business_hours",), problems)
    rules = {rule.queue for rule in bot.handoffs.values()}
    for name, queue in parsed.tenant.queues.items():
        lint_hours(queue.hours, TENANT, ("queues", name, "hours"), problems)
        if name not in rules:
            problems.warn(TENANT, ("queues", name), f"no handoff rule leads to the queue {name!r}")


def _lint_patterns(parsed: Parsed, problems: Problems) -> None:
    named: list[tuple[str, KeyPath, str]] = [
        (INTENTS, ("entities", name), pattern) for name, pattern in parsed.intents.entities.items()
    ]
    named += [
        (SLOTS, (name, "pattern"), slot.pattern)
        for name, slot in parsed.slots.items()
        if slot.pattern is not None
    ]
    for file, path, pattern in named:
        try:
            check_pattern("pattern", pattern)
        except InvalidInput as error:
            problems.error(file, path, str(error))


def _lint_slots(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    for name, slot in parsed.slots.items():
        for key, response in (("ask", slot.ask), ("invalid", slot.invalid)):
            if response is not None and response not in bot.responses:
                problems.unknown(SLOTS, (name, key), "response", response, bot.responses)
        if slot.type is SlotType.ENUM and not slot.values:
            problems.error(SLOTS, (name,), f"{name}: an enum needs `values`")
        if slot.type is not SlotType.ENUM and slot.values:
            problems.error(SLOTS, (name, "values"), f"{name}: only an enum has `values`")
        if slot.pattern is not None and slot.type is not SlotType.STRING:
            problems.error(SLOTS, (name, "pattern"), f"{name}: only a string has a `pattern`")
        if slot.checksum is not None and slot.pattern is None:
            problems.error(SLOTS, (name, "checksum"), f"{name}: a `checksum` needs a `pattern`")
        if slot.type is SlotType.MONEY and slot.source != "tool":
            problems.error(
                SLOTS, (name,), f"{name}: money is set by a tool only; say `source: tool`"
            )
        _lint_limits(name, slot, problems)
        if slot.source == "customer" and slot.ask is None and name not in asked_by_parts(bot):
            problems.warn(SLOTS, (name,), f"{name}: without `ask` the question is a bare default")


def _lint_limits(name: str, slot: SlotSource, problems: Problems) -> None:
    """Relative limits are tried on some day: those of one slot move together."""
    said = {limit: text for limit in LIMITS if (text := getattr(slot, limit)) is not None}
    if said and slot.type is SlotType.TIME:
        lint_hours_of_day(name, said, problems)
        return
    if said and slot.type is not SlotType.DATE:
        wrong = f"{name}: only a date and a time have limits"
        problems.error(SLOTS, (name, next(iter(said))), wrong)
        return
    today = date(2026, 1, 1)
    for limit, text in said.items():
        try:
            day_of(text, today)
        except (InvalidInput, OverflowError) as error:
            problems.error(SLOTS, (name, limit), f"{name}: {getattr(error, 'allowed', error)}")
            return
    if any(text[:1] in "+-t" for text in said.values()) and any(
        text[:1] not in "+-t" for text in said.values()
    ):
        return  # a fixed day and a moving one meet only for a while
    first, last = limits_of(today, **said)
    if first and last and first > last:
        problems.error(SLOTS, (name,), f"{name}: no day lies within these limits")


def _lint_flows(bot: Bot, parsed: Parsed, names: NameCheck, problems: Problems) -> None:
    started: dict[str, str] = {}
    first_on_web = parsed.tenant.channels.web.pre_chat if parsed.tenant else None
    for name, flow in parsed.flows.items():
        file = parsed.flow_files[name]
        if flow.when is None:
            if name != first_on_web:
                problems.error(file, (name,), f"{name}: nothing starts this flow; it needs `when`")
        elif flow.when not in bot.intents:
            problems.unknown(file, (name, "when"), "intent", flow.when, bot.intents)
        elif flow.when in started:
            other = started[flow.when]
            problems.error(file, (name, "when"), f"the intent {flow.when!r} starts {other!r} too")
        if flow.requires is not None and flow.requires not in _REQUIREMENTS:
            path = (name, "requires")
            problems.unknown(file, path, "requirement", flow.requires, _REQUIREMENTS)
        if flow.when is not None:
            started.setdefault(flow.when, name)
        FlowLint(bot, names, problems, file, name).lint(flow)
    for name in parsed.intents.intents.keys() - started.keys() - default_intents().keys():
        if name not in _WITHOUT_FLOW:
            problems.warn(INTENTS, ("intents", name), f"no flow starts when {name!r} is recognised")


def _lint_responses(bot: Bot, parsed: Parsed, names: NameCheck, problems: Problems) -> None:
    locales = parsed.tenant.branding.locales if parsed.tenant else ()
    for name, response in parsed.responses.items():
        own = bot.responses[name].texts
        missing = [locale for locale in locales if locale not in own]
        if missing:
            problems.warn(RESPONSES, (name,), f"{name}: no text for {', '.join(missing)}")
        for texts in (response.text, *response.channels.values()):
            for locale, text in texts.items():
                given = _GIVEN.get(name, frozenset()) | placeholders_of(bot, name)
                _lint_text((name, locale), text, given, names, problems)


def _lint_text(
    path: KeyPath, text: str, given: frozenset[str], names: NameCheck, problems: Problems
) -> None:
    response = str(path[0])
    if not text.strip():
        problems.error(RESPONSES, path, f"{response}: the text is empty")
    if templates.has_stray_braces(text):
        problems.error(RESPONSES, path, f"{response}: a brace that is no placeholder like {{slot}}")
    for name in templates.names_in(text):
        if name not in given:
            names.check(name, RESPONSES, path)
