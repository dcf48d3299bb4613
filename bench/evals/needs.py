"""Needs in a message: found all, in order, each with its order, and none that is not there.

The messages of `bench/needs` are ours, said to the example shop. One is right when the flows of its
needs, and the order numbers that they are about, are those that are written down, in that order.
A question is right as one for the documents, whatever it asks. `held_out` was written before the
step was tuned.
"""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from bench.evals.figures import Figure, Findings
from domain.bot.model import Bot
from domain.understanding.model import DialogueContext, Entity, Understanding
from infra.bot_files.reader import load_bot
from infra.local_models.embedder import MiniLMEmbedder
from infra.local_models.understander import LocalUnderstander

MESSAGES = Path(__file__).parents[1] / "needs" / "messages.yaml"
_TENANT = Path(__file__).parents[2] / "tenants" / "acme"
_TODAY = date(2026, 11, 23)
_NAMES = {"track_order": "track", "return_item": "return", "talk_to_human": "human"}
_RULE = "flows and order numbers of all needs as written, in order"
Message = tuple[str, Sequence[str]]


def measure(data: Path | None) -> Findings:
    """One figure for each part, language and kind; nothing of `data` is used."""
    del data
    with TemporaryDirectory() as folder:
        understander = LocalUnderstander(MiniLMEmbedder(), Path(folder))
        return asyncio.run(_measured(understander))


async def _measured(understander: LocalUnderstander) -> Findings:
    bot, figures = load_bot(_TENANT, today=_TODAY), []
    for (part, language, kind), messages in messages_of().items():
        missed = await wrong(understander, bot, messages)
        name = f"{language}, {'several needs' if kind == 'several' else 'one need, not split'}"
        share = 100 * (1 - len(missed) / len(messages))
        target = 80.0 if part == "held_out" else None
        figures.append(Figure("needs", name, share, part, _RULE, target=target, size=len(messages)))
    return Findings(figures)


def messages_of() -> dict[tuple[str, str, str], list[Message]]:
    """By part, language and kind."""
    written = yaml.safe_load(MESSAGES.read_text(encoding="utf-8"))
    return {
        (part, language, kind): [(text, needs) for text, needs in messages]
        for part, languages in written.items()
        for language, kinds in languages.items()
        for kind, messages in kinds.items()
    }


async def wrong(
    understander: LocalUnderstander, bot: Bot, messages: Sequence[Message]
) -> list[str]:
    """A line for each that is not understood as it is written down."""
    missed = []
    for text, needs in messages:
        context = DialogueContext(today=_TODAY, locales=bot.tenant.branding.locales)
        found = needs_of(await understander.understand(bot, text, context))
        if len(found) != len(needs) or not all(map(_is_right, found, needs)):
            missed.append(f"{text!r}: {', '.join(found)} instead of {', '.join(needs)}")
    return missed


def needs_of(one: Understanding) -> list[str]:
    """As the file writes them."""
    every = [(one.intent, one.entities), *((need.intent, need.entities) for need in one.also)]
    return [_written(intent, entities) for intent, entities in every]


def _is_right(found: str, wanted: str) -> bool:
    return found in wanted.split("|")


def _written(intent: str | None, entities: Sequence[Entity]) -> str:
    name = _NAMES.get(intent or "", "ask")
    order = next((str(one.value) for one in entities if one.kind == "order_id"), None)
    about_an_order = name in {"track", "return"}
    return f"{name} {order}" if about_an_order and order else name
