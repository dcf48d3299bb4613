"""Faults that are stated of a thing: "A100001 is defective", "bei A100001 fehlt ein Teil".

Where a thing's number stands, a recogniser of intents sees what most messages with numbers are for,
and that is its status. What is said of it tells more: an intent whose examples speak of faults is
meant rather than one whose examples speak of none.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from domain.bot.model import Bot
from domain.understanding.acts.clauses import clauses_of
from domain.understanding.acts.fault_words import names_a_fault
from domain.understanding.acts.refusals import telling_words
from domain.understanding.acts.refused_wishes import telling_of
from domain.understanding.identifier_patterns import tenant_patterns
from domain.understanding.language.registry import fragment
from domain.understanding.model import IntentScore
from domain.understanding.preprocess import match_key

_FILE = "faults"
_ASKING = re.compile(rf"^(?:{fragment(_FILE, 'ASKING')})\b")
_UNLIKELY = 0.002
"""Weight of an intent without faults in its examples, where one is stated and nothing asked."""


def states_a_fault(text: str) -> bool:
    """Whether the message says that something is wrong with a thing, and asks for nothing."""
    if text.rstrip().endswith("?"):
        return False
    keys = [match_key(clause) for clause in clauses_of(text)]
    is_asked = any(_ASKING.match(key) for key in keys)
    return not is_asked and any(map(names_a_fault, keys))


def weighed_by_fault(bot: Bot, text: str, scores: Sequence[IntentScore]) -> tuple[IntentScore, ...]:
    """Best first; together as probable as before. As they are where no fault is stated, or no
    intent of the bot's or every one is about faults."""
    about = _about_faults(_examples(bot)) if states_a_fault(text) else frozenset[str]()
    if not any(score.intent in about for score in scores):
        return tuple(scores)
    said = telling_words(text) - telling_words(" ".join(tenant_patterns(bot)).replace("_", " "))
    weights = [
        score.confidence * (1.0 if score.intent in about or _names(bot, score, said) else _UNLIKELY)
        for score in scores
    ]
    share = sum(score.confidence for score in scores) / (sum(weights) or 1.0)
    found = (
        score.model_copy(update={"confidence": min(weight * share, 1.0)})
        for score, weight in zip(scores, weights, strict=True)
    )
    return tuple(sorted(found, key=lambda score: -score.confidence))


def _names(bot: Bot, score: IntentScore, said: frozenset[str]) -> bool:
    """ "The tracking link doesn't work" is about tracking."""
    likely = score.confidence > _UNLIKELY
    return likely and not said.isdisjoint(telling_of(bot, score.intent))


def _examples(bot: Bot) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (name, tuple(text for texts in intent.examples.values() for text in texts))
        for name, intent in sorted(bot.intents.items())
    )


@lru_cache(maxsize=256)
def _about_faults(examples: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(
        name for name, texts in examples if any(names_a_fault(match_key(text)) for text in texts)
    )
