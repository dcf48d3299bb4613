"""Intents that a classifier could hardly learn or tell apart."""

from domain.bot.model import Bot
from domain.bot.problems import KeyPath, Problems
from domain.bot.yaml_values import INTENTS, Parsed
from domain.understanding.preprocess import match_key

_FEW = 5


def lint_intents(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    """Report intents that cannot be told apart, and examples that are too few or too long."""
    by_model = bot.tenant.models.proposals is not None
    if by_model:
        _lint_descriptions(parsed, problems)
    for name in parsed.intents.intents:
        if by_model and not any(parsed.intents.intents[name].examples.values()):
            continue
        for locale, examples in bot.intents[name].examples.items():
            if len(examples) < _FEW:
                problems.warn(
                    INTENTS,
                    ("intents", name),
                    f"{name}: {len(examples)} examples for {locale}; from {_FEW} on it is learned",
                )
        if not any(bot.intents[name].examples.values()):
            problems.error(
                INTENTS, ("intents", name), f"{name}: without examples it is never heard"
            )
    _lint_likeness(bot, parsed, problems)


def _lint_descriptions(parsed: Parsed, problems: Problems) -> None:
    """A model picks a flow by its description, which its title alone seldom gives."""
    for name, flow in parsed.flows.items():
        if flow.when is not None and not flow.description:
            problems.warn(
                parsed.flow_files[name],
                (name,),
                f"{name}: a description says to the model what the flow is for",
            )


def _lint_likeness(bot: Bot, parsed: Parsed, problems: Problems) -> None:
    """The same words in any order under two intents teach nothing but confusion."""
    seen: dict[frozenset[str], str] = {}
    ordered = sorted(bot.intents.values(), key=lambda intent: intent.name in parsed.intents.intents)
    for intent in ordered:
        for examples in intent.examples.values():
            for index, example in enumerate(examples):
                words = frozenset(match_key(example).split())
                other = seen.setdefault(words, intent.name)
                if other != intent.name and intent.name in parsed.intents.intents:
                    path: KeyPath = ("intents", intent.name, "examples", index)
                    problems.warn(INTENTS, path, f"{example!r} is an example of {other!r} too")
