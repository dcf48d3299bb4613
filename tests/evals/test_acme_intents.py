"""Intents of messages that are not among the example shop's examples."""

from pathlib import Path

from ruamel.yaml import YAML

from domain.bot.compiler import compile_bot
from domain.understanding.model import DialogueContext
from infra.bot_files.reader import read_bot_files
from infra.local_models.understander import LocalUnderstander
from tests.evals.conftest import ACME, Tell
from tests.integration.knowledge.dates import NOW

MESSAGES = Path(__file__).parent / "acme_intents.yaml"
OUT_OF_SCOPE = "~"
LEAST_RIGHT = 0.85
LEAST_REFUSED = 0.9


async def test_new_words_for_known_wishes_are_understood(
    understander: LocalUnderstander, tell: Tell
) -> None:
    """
    A bot is as good as what it makes of words that nobody has taught it.
    """
    bot = compile_bot(read_bot_files(ACME, today=NOW.date()))
    expected = YAML(typ="safe").load(MESSAGES)
    right = {True: 0, False: 0}
    lines: list[str] = []
    for intent, messages in expected.items():
        for message in messages:
            found = await understander.understand(bot, message, DialogueContext())
            is_right = (found.intent or OUT_OF_SCOPE) == intent
            right[intent == OUT_OF_SCOPE] += is_right
            if not is_right:
                lines.append(f"  {message}: {found.intent} {found.confidence:.2f}, not {intent}")
    strangers = len(expected[OUT_OF_SCOPE])
    known = sum(len(messages) for messages in expected.values()) - strangers
    shares = f"{right[False] / known:.1%} of {known}, strangers {right[True] / strangers:.1%}"
    tell("\n".join([f"acme_intents: {shares}", *lines]))

    assert right[False] >= LEAST_RIGHT * known
    assert right[True] >= LEAST_REFUSED * strangers
