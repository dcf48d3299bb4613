"""Wishes that a message turns round instead of having them.

Known by what it denies and by what it takes back late, compared with the words by which the bot's
intent is told from its others.
"""

from collections import Counter
from functools import lru_cache

from domain.bot.model import Bot
from domain.understanding.acts.late_refusals import (
    only_tells_it_is_solved,
    turns_down,
    wishes_again,
)
from domain.understanding.acts.refusal_words import (
    ABOUT_THE_BOT,
    ASKS_FOR,
    NO_WISHES,
    SAYS_NO_MORE,
    TELLING,
)
from domain.understanding.acts.refusals import Refusal, refusal, telling_words
from domain.understanding.acts.yes_no import stem
from domain.understanding.language.registry import word_table
from domain.understanding.preprocess import match_key

_STOPPING = tuple(stem(word) for word in word_table("directives", "CERTAIN"))
"""Of a wish to stop something these alone are the wish: "forget my order" does not take it back."""
_OFTEN, _MOSTLY = 2, 0.5
_FEW_EXAMPLES = 8
"""An intent with so few examples in a language has no word twice."""


def refuses(bot: Bot, intent: str, text: str, *, found: Refusal | None = None) -> bool:
    """Whether the message turns this wish round instead of having it."""
    keys = telling_of(bot, intent)
    is_over = turns_down(text, _the_wish_itself(keys)) or only_tells_it_is_solved(text)
    if is_over and not _is_example(bot, intent, text):
        return True
    found = found or refusal(text)
    if found is None or _is_own_example(bot, intent, text, found) or wishes_again(text):
        return False
    wants_it = not found.rest_words.isdisjoint(keys) and _asks(found.rest)
    if not found.refused.isdisjoint(keys):
        return not wants_it
    says_no_more = SAYS_NO_MORE.issuperset(match_key(found.rest).split())
    says_no_more = says_no_more or only_tells_it_is_solved(found.rest)
    is_wish = found.has_verb and found.refused.isdisjoint(NO_WISHES)
    return bool(found.refused) and is_wish and says_no_more


def _the_wish_itself(keys: frozenset[str]) -> frozenset[str]:
    stops = {key for key in keys if key.startswith(_STOPPING)}
    return frozenset(stops) or keys


def telling_of(bot: Bot, intent: str) -> frozenset[str]:
    """The words by which this intent is told from the bot's others."""
    named = {intent.replace("_", " ")}
    for flow in bot.flows.values():
        if flow.when == intent:
            named |= {*flow.title.values(), *flow.about.values()}
    examples = tuple(
        (name, tuple(tuple(texts) for texts in other.examples.values()))
        for name, other in sorted(bot.intents.items())
    )
    return _distinctive(intent, examples) | telling_words(" ".join(sorted(named)))


@lru_cache(maxsize=1_024)
def _distinctive(
    intent: str, examples: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
) -> frozenset[str]:
    own, everywhere, few = Counter[str](), Counter[str](), set[str]()
    for name, locales in examples:
        for texts in locales:
            for words in (_wished_words(text) for text in texts):
                everywhere.update(words)
                if name == intent:
                    own.update(words)
                    few |= words if len(texts) <= _FEW_EXAMPLES else set()
    return frozenset(
        word
        for word, times in own.items()
        if (times >= _OFTEN or word in few)
        and times >= _MOSTLY * everywhere[word]
        and not any(letter.isdigit() for letter in word)
    )


def _wished_words(example: str) -> frozenset[str]:
    found = refusal(example)
    return found.rest_words if found is not None else telling_words(example)


def _is_own_example(bot: Bot, intent: str, text: str, found: Refusal) -> bool:
    """ "I don't want to talk to a bot" is how this wish is said, since an example says so."""
    if _is_example(bot, intent, text) or not found.refused:
        return _is_example(bot, intent, text)
    ours = found.refused & ABOUT_THE_BOT
    others = filter(None, map(refusal, _examples(bot, intent)))
    return any(
        found.refused <= other.refused or (ours and other.refused & ABOUT_THE_BOT)
        for other in others
    )


def _is_example(bot: Bot, intent: str, text: str) -> bool:
    return match_key(text) in {match_key(example) for example in _examples(bot, intent)}


def _examples(bot: Bot, intent: str) -> list[str]:
    known = bot.intents.get(intent)
    return [text for texts in known.examples.values() for text in texts] if known else []


def _asks(rest: str) -> bool:
    """Whether the rest is a wish itself, and no remark."""
    words = match_key(rest).split()
    return bool(words) and (not ASKS_FOR.isdisjoint(words) or words[0] not in TELLING)
