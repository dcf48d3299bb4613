"""Tells small talk (a greeting, thanks, "say that again") from what only resembles it.

A classifier must choose something; with a middling probability it takes "this is the third time I'm
writing" for a wish to hear it again. Small talk says so in words of its own, and little else.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from domain.bot.model import Bot
from domain.understanding.acts.negation_words import CUES, NOT_MEANT
from domain.understanding.acts.refusal_words import LIGHT
from domain.understanding.acts.refusals import telling_words
from domain.understanding.nearness import Nearness
from domain.understanding.preprocess import words_of

GREET = "greet"
SMALL_TALK = frozenset({GREET, "thanks", "goodbye", "what_can_you_do", "repeat"})
CANCEL = "cancel"
_PLAIN, _LIKELY = 0.8, 0.5
"""From the first confidence on it is taken for what it resembles; from the other on a greeting may
have more beside it: "good morning, dear team"."""
SURE_TO_CANCEL = 0.8
"""Beside a no, all is called off only from this confidence on."""
_PLAIN_CANCEL = 0.6
""" "Scrap that" calls things off in words that no example has; "I don't want to say" does not."""
_FEWEST_WORDS = 3
_SAYS_MORE = 2
_MOSTLY = 0.6


def only_resembles(bot: Bot, intent: str, confidence: float, text: str) -> bool:
    """Whether a message was taken for small talk, or for calling all off, and says something
    else."""
    words = words_of(text)
    meant = _meant(bot, intent, words)
    if intent == CANCEL:
        is_plain = confidence >= _PLAIN_CANCEL and len(meant) == len(words)
    else:
        is_plain = intent not in SMALL_TALK or confidence >= _PLAIN
    if is_plain or not words:
        return False
    said = Nearness(meant, never=LIGHT)
    if not any(said.of_words([word]) for word in _own_words(bot, intent)):
        return True
    return intent == GREET and confidence < _LIKELY and len(_beside(bot, text)) >= _SAYS_MORE


def tells_something(bot: Bot, text: str) -> bool:
    """Whether a message that was not understood is more than some way of saying hello."""
    words = words_of(text)
    if len(words) >= _FEWEST_WORDS:
        return True
    said = Nearness(words)
    is_greeting = any(said.of_words([word]) for word in _own_words(bot, GREET))
    return len(telling_words(text)) >= _SAYS_MORE and not is_greeting


def _meant(bot: Bot, intent: str, words: Sequence[str]) -> list[str]:
    """Without what an idiom turns round: who says "don't forget me" calls nothing off."""
    said = {pair for example in _examples(bot, intent) for pair in pairwise(words_of(example))}
    return [
        word
        for before, word in pairwise(("", *words))
        if word not in NOT_MEANT.get(before, ()) or (before, word) in said
    ]


def _examples(bot: Bot, intent: str) -> list[str]:
    known = bot.intents.get(intent)
    return [text for texts in known.examples.values() for text in texts] if known else []


def _own_words(bot: Bot, intent: str) -> list[str]:
    """Words of its examples that stand in few of the bot's others."""
    own, everywhere = Counter[str](), Counter[str]()
    for name, other in bot.intents.items():
        for examples in other.examples.values():
            for example in examples:
                counted = Counter(set(words_of(example)))
                everywhere += counted
                own += counted if name == intent else Counter()
    return [
        word
        for word, times in own.items()
        if times >= _MOSTLY * everywhere[word] and word not in CUES
    ]


def _beside(bot: Bot, text: str) -> frozenset[str]:
    """What a message tells beside the greeting."""
    return telling_words(text) - telling_words(" ".join(_examples(bot, GREET)))
