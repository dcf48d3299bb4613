"""A bot's own words with one slip of the finger in them: "track my ordr", "need to retun it"."""

import re
from functools import lru_cache

from domain.bot.model import Bot
from domain.understanding.nearness import is_a_slip
from domain.understanding.preprocess import match_key

_SHORTEST, _LONGEST = 5, 20
_WORD = re.compile(r"[^\W\d_]{4,21}")
_MOST_WORDS = 12
"""In one message. Who writes more says enough without them."""


def respelled(bot: Bot, text: str) -> str:
    """The text with those words put right that stand in no example of the bot, and of which just
    one that does is a letter away."""
    known = _vocabulary(bot)
    words = list(dict.fromkeys(match.group() for match in _WORD.finditer(text)))[:_MOST_WORDS]
    meant = {word: found for word in words if (found := _meant(word.casefold(), known))}
    return _WORD.sub(lambda match: meant.get(match.group(), match.group()), text) if meant else text


def _meant(word: str, known: frozenset[str]) -> str | None:
    if word in known:
        return None
    near = [one for one in known if is_a_slip(word, one)]
    return near[0] if len(near) == 1 else None


def _vocabulary(bot: Bot) -> frozenset[str]:
    examples = (
        text for one in bot.intents.values() for texts in one.examples.values() for text in texts
    )
    return _words_in(tuple(examples))


@lru_cache(maxsize=64)
def _words_in(examples: tuple[str, ...]) -> frozenset[str]:
    words = (word for text in examples for word in match_key(text).split())
    return frozenset(
        word for word in words if _SHORTEST <= len(word) <= _LONGEST and word.isalpha()
    )
