"""Several needs in one message: where it may be parted, and which parts are needs of their own.

A message is parted generously, at the ends of sentences and before what sounds like the beginning
of another wish; whether it holds several needs is decided by what was understood of each part. One
need said at length stays whole.
"""

import re
from collections.abc import Iterator
from itertools import islice

from domain.bot.model import Bot, SlotType
from domain.understanding.acts.action_questions import supposes
from domain.understanding.acts.refusal_words import LIGHT
from domain.understanding.language.registry import fragment, word_table
from domain.understanding.model import DialogueContext
from domain.understanding.preprocess import clean, words_of
from domain.understanding.repeated_needs import (
    goes_on_with_another,
    named_in,
)

MOST_PARTS = 4
"""Of a message with more, what only tells is the first, and what is said after them stays with the
last."""
_STOPS = re.compile(
    r"(?<=[?!])\s|(?<=\w)[,;.]?\s(?=[2-9]\)\s)|(?<=[^\W\d]{2}[.;])\s(?!\d)|(?<=\d{4}[.;])\s(?=[^\W\d])|(?<=\))\s(?=\w\W)|\n"
)
_NO_STOPS = tuple(f" {short}." for short in sorted(word_table("needs", "SHORT_FORMS")))


def _said(name: str) -> str:
    """What any language says there."""
    return f"(?:{fragment('needs', name)})"


_SUBJECT = rf"(?:{_said('SUBJECT')}|\w{{0,12}}\d)"
_OPENER = rf"(?:{_said('VERB_BEFORE_SUBJECT')} {_SUBJECT}|{_said('OPENER')})"
_JOINT = re.compile(
    rf"(?:,|;|\s-)?\s(?:{_said('JOINT')}|&)"
    rf"(?:\s{_said('AFTER_JOINT')}){{0,2}},?\s(?=(?P<and>\w))"
    rf"|(?:[,;]|\s-)\s(?={_OPENER}\b)",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(rf"^{_said('ASKS_WHETHER')}\s", re.IGNORECASE)
_BEGINS = re.compile(rf"^{_OPENER}\b", re.IGNORECASE)
_SHORTEST_OPENER, _LONGEST_WORD, _MOST_JOINTS = 4, 40, 40
_LED_IN = re.compile(
    rf"^(?:[1-9a-d][.)]\s)?(?:{_said('LED_IN')}(?:[,:]|\s{_said('AFTER_LED_IN')})?\s)?(?=\S)",
    re.IGNORECASE,
)


def parts_of(text: str, bot: Bot, context: DialogueContext) -> tuple[str, ...]:
    """The text in parts that may be needs of their own, in order; one where it is not parted.

    What answers a confirmation, or a question for anything in one's own words, stays whole.
    """
    asked = bot.slots.get(context.question.slot or "") if context.question else None
    is_free = asked is not None and asked.is_free_text
    if is_free or (asked is not None and asked.type is SlotType.BOOL):
        return (clean(text),)
    pieces = [piece for sentence in _sentences(text) for piece in _pieces(sentence, bot)]
    parts = [part for piece in pieces if (part := _LED_IN.sub("", clean(piece)).strip(" ,;-"))]
    parts = _with_the_story_first(bot, parts)
    whole = parts[: MOST_PARTS - 1] + ([" ".join(parts[MOST_PARTS - 1 :])] if parts[3:] else [])
    return tuple(whole) or (clean(text),)


def _with_the_story_first(bot: Bot, parts: list[str]) -> list[str]:
    """Where there are many, what only tells as one: the wish may stand anywhere in a long story."""
    if len(parts) <= MOST_PARTS:
        return parts
    asks = [_may_ask(bot, part) for part in parts]
    story = " ".join(part for part, is_asked in zip(parts, asks, strict=True) if not is_asked)
    wishes = [part for part, is_asked in zip(parts, asks, strict=True) if is_asked]
    return [story, *wishes] if story and wishes else parts


def _may_ask(bot: Bot, part: str) -> bool:
    is_wish = part.endswith("?") or begins_a_wish(part) or _opens_as_an_example(bot, part)
    return is_wish or bool(named_in(bot, part))


def _pieces(sentence: str, bot: Bot) -> Iterator[str]:
    """Parted before what begins as a wish does, or as one of the bot's own examples does."""
    if supposes(sentence):
        yield sentence  # "suppose I booked, could I cancel?" asks one thing
        return
    start, named = 0, named_in(bot, sentence)
    for joint in islice(_JOINT.finditer(sentence), _MOST_JOINTS):
        rest = sentence[joint.end() :]
        span = range(joint.start(), joint.end())
        if not any(word.isalpha() for word in words_of(sentence[start : joint.start()])):
            continue  # "A100002 - where is it": a bare number belongs to what follows
        is_wish = joint["and"] is None or begins_a_wish(rest) or _opens_as_an_example(bot, rest)
        if is_wish or goes_on_with_another(sentence, named, start, span):
            yield sentence[start : joint.start()]
            start = joint.end()
    yield sentence[start:]


def begins_a_wish(rest: str) -> bool:
    """Whether the words open a wish or a question of their own."""
    is_asked = rest.endswith("?") and _ASKS_WHETHER.match(rest)
    return bool(is_asked) or _BEGINS.match(rest) is not None


def _opens_as_an_example(bot: Bot, rest: str) -> bool:
    word = next(iter(words_of(rest[:_LONGEST_WORD])), "")
    if len(word) < _SHORTEST_OPENER or word in LIGHT:
        return False
    return any(
        example[: len(word) + 1].rstrip(" ,.?!").casefold() == word
        for intent in bot.intents.values()
        for examples in intent.examples.values()
        for example in examples
    )


def _unwrapped(text: str) -> str:
    """Without line ends in the middle of a sentence, as in what was pasted out of a document."""
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        goes_on = line[0].islower() and not begins_a_wish(line)
        if lines and goes_on and lines[-1][-1].isalnum():
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _STOPS.split(_unwrapped(text)):
        if found and f" {found[-1].casefold()}".endswith(_NO_STOPS):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found
