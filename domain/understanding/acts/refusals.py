"""A wish that is turned round: "I do NOT want to return it", "bitte keine Rückgabe".

Built on `negation`, which says what is denied. Of that only what is not wanted is a refusal; "my
order has not arrived" and "it does not work" tell how things are.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from domain.bot.model import Bot
from domain.understanding.acts.late_refusals import turned_down, without_asides
from domain.understanding.acts.negation import Kind, Negation, negations
from domain.understanding.acts.negation_words import LATE_NOT
from domain.understanding.acts.refusal_words import (
    ABOUT,
    ABOUT_THE_BOT,
    ASKING,
    ASKS_FOR,
    BEING,
    BESIDE_YOU,
    COURTESY,
    FIRST_PERSON,
    HANDS_OFF,
    IMPERATIVE,
    INTENDING,
    ITS,
    LIGHT,
    NEEDLESS,
    NO_WISHES,
    PARTED_FROM_VERB,
    SAYS_NO_MORE,
    STATES,
    TALKING,
    TELLING,
    TURNING_AWAY,
    UNABLE,
    WANTING,
    WITH_YOU,
)
from domain.understanding.acts.yes_no import stem
from domain.understanding.language.registry import fragment, listed, word_table
from domain.understanding.preprocess import clean, match_key

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")
_FILE = "refusals"
_POLITE_ASKING = word_table(_FILE, "POLITE_ASKING")
_LATE_SUBJECTS = word_table(_FILE, "LATE_SUBJECTS")
_SECOND_PERSON = word_table(_FILE, "SECOND_PERSON")
_STOPPING_LATE = word_table(_FILE, "STOPPING_LATE")
_NOTHING, _TO_DO = word_table(_FILE, "NOTHING"), word_table(_FILE, "TO_DO")
_HERE_FOR = word_table(_FILE, "HERE_FOR")
_INFINITIVE, _TO_WANT = word_table(_FILE, "INFINITIVE"), word_table(_FILE, "TO_WANT")
_GOING_ON: tuple[str, ...] = listed(_FILE, "GOING_ON")
_ORDER_ENDINGS: tuple[str, ...] = listed(_FILE, "ORDER_ENDINGS")
_VERB_ENDINGS: tuple[str, ...] = listed(_FILE, "VERB_ENDINGS")
_PARTED_BY_SIGN = re.compile(fragment(_FILE, "PARTED_BY_SIGN"))
""" "zurückzugeben" is "zurückgeben"."""
_BEFORE = 24
"""Characters before a negation in which its verb is looked for."""
_PURPOSE_WITHIN = 5
_MOST_REFUSALS = 10
"""In one message. Who refuses more is not understood by it."""
_OFTEN, _MOSTLY = 2, 0.5
_FEW_EXAMPLES = 8
"""An intent with so few examples in a language has no word twice."""


@dataclass(frozen=True)
class Refusal:
    """What a message does not want, as stems of its telling words, and what else it says."""

    refused: frozenset[str]
    rest: str
    """As long as the message, with the refusals as spaces."""
    has_verb: bool
    """Whether an action is refused ("to send it back") and not only a thing ("the blanket")."""

    forbids: bool = False
    """Whether it tells the bot not to do something: "please don't call me"."""

    @property
    def rest_words(self) -> frozenset[str]:
        return telling_words(self.rest)


def refusal(text: str) -> Refusal | None:
    """None where the message refuses nothing."""
    text = without_asides(clean(text))
    every = (one for one in negations(text) if _is_refusal(text, one))
    found = list(islice(every, _MOST_REFUSALS))
    if not found:
        return None
    refused, has_verb, forbids, rest = set[str](), False, False, text
    for one in found:
        span = text[one.start : one.end]
        refused |= telling_words(span)
        has_verb = has_verb or _has_verb(span, one)
        forbids = forbids or _forbids(span, one)
        start, end = min(one.start, one.cue_start), max(one.end, one.cue_end)
        rest = f"{rest[:start]}{' ' * (end - start)}{rest[end:]}"
    return Refusal(frozenset(refused), rest, has_verb, forbids)


def wished_part(text: str) -> str:
    """What a message asks for, without what it refuses; all of it where nothing else is said."""
    found = refusal(text)
    return " ".join(found.rest.split()) if found is not None and found.rest_words else text


def refuses(bot: Bot, intent: str, text: str, *, found: Refusal | None = None) -> bool:
    """Whether the message turns this wish round instead of having it."""
    keys = telling_of(bot, intent)
    late = any(not telling_words(part).isdisjoint(keys) for part in turned_down(text))
    if late and not _is_example(bot, intent, text):
        return True
    found = found or refusal(text)
    if found is None or _is_own_example(bot, intent, text, found):
        return False
    wants_it = not found.rest_words.isdisjoint(keys) and _asks(found.rest)
    if not found.refused.isdisjoint(keys):
        return not wants_it
    says_no_more = SAYS_NO_MORE.issuperset(match_key(found.rest).split())
    is_wish = found.has_verb and found.refused.isdisjoint(NO_WISHES)
    return bool(found.refused) and is_wish and says_no_more


def telling_words(text: str) -> frozenset[str]:
    """Stems of the words that say what it is about."""
    words = (_PARTED_BY_SIGN.sub(r"\1\2", word) for word in match_key(text).split())
    return frozenset(stem(word) for word in words if word not in LIGHT)


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


def _is_refusal(text: str, one: Negation) -> bool:
    start = min(one.start, one.cue_start)
    before = _words(text[max(start - _BEFORE, 0) : start])
    if before and before[-1] in ASKING:
        return False
    if one.kind is Kind.CONTRAST:
        return _POLITE_ASKING.isdisjoint(before[-2:])
    words = _words(text[start : one.end])
    if _is_with_the_bot(words) or _corrects(text, one):
        return False
    if one.kind is Kind.LACK and not NEEDLESS.isdisjoint(words[:2]):
        return True
    if one.kind is Kind.LACK:
        wishes = {*before[-4:], *words[-1:]}  # "ich hab keine Rückgabe gemeint"
        return STATES.isdisjoint(before[-4:]) or not WANTING.isdisjoint(wishes)
    return _is_unwanted(words, _words(text[one.cue_start : one.cue_end]))


def _is_unwanted(words: Sequence[str], cue: Sequence[str]) -> bool:
    """Whether a denied statement is about what somebody wants, or orders the bot not to do it."""
    if not WANTING.isdisjoint(words):
        return True
    mine = not FIRST_PERSON.isdisjoint(words[:3]) or not _LATE_SUBJECTS.isdisjoint(words[:6])
    if mine and (not INTENDING.isdisjoint(words) or not BEING.isdisjoint(words[:3])):
        return _is_meant_by_me(words) or _names_another_purpose(words, cue, mine=mine)
    if _names_another_purpose(words, cue, mine=mine) or (mine and _is_done_by_me(words)):
        return True
    begins = next((word for word in words if word not in COURTESY), "")
    hands_off = words[0] in _SECOND_PERSON and not HANDS_OFF.isdisjoint(words)
    if begins in IMPERATIVE or hands_off:
        return True
    is_late = not _STOPPING_LATE.isdisjoint(cue)
    orders = words[-1].endswith(_ORDER_ENDINGS) or begins not in TELLING
    return is_late and orders and STATES.isdisjoint(words) and not mine


def _corrects(text: str, one: Negation) -> bool:
    """ "No A100001" names another one."""
    named = telling_words(text[one.start : one.end])
    return one.opens and bool(named) and all(_DIGIT.search(word) for word in named)


def _is_with_the_bot(words: Sequence[str]) -> bool:
    """ "I don't want to talk to you": it is a human who is wanted."""
    pairs = pairwise(words)
    is_you = any(one in BESIDE_YOU and other in WITH_YOU for one, other in pairs)
    return is_you and not TALKING.isdisjoint(words)


def _is_meant_by_me(words: Sequence[str]) -> bool:
    """ "I won't return it", "I'm not returning it", but not "I won't be able to"."""
    if not INTENDING.isdisjoint(words):
        return UNABLE.isdisjoint(words)
    return any(word.endswith(_GOING_ON) and word not in STATES for word in words)


def _names_another_purpose(words: Sequence[str], cue: Sequence[str], *, mine: bool) -> bool:
    """ "I'm not here to return it", "it isn't about a return", "es geht nicht um eine Buchung"."""
    at = next((i for i, word in enumerate(words) if word in cue), 0)
    before, after = words[: at + 1], words[at + 1 : at + _PURPOSE_WITHIN]
    is_mine = mine and not BEING.isdisjoint(before)
    to = next((i for i, word in enumerate(words) if i > at and word in _INFINITIVE), None)
    if is_mine and to is not None:
        return UNABLE.isdisjoint(words[at + 1 : to])
    unrelated = not _NOTHING.isdisjoint(cue) and not _TO_DO.isdisjoint(after)
    about = unrelated or not ABOUT.isdisjoint(after) or (is_mine and set(after) >= _HERE_FOR)
    return about and (is_mine or not ITS.isdisjoint(before))


def _is_done_by_me(words: Sequence[str]) -> bool:
    """ "Ich schicke es nicht zurück", "das buche ich nicht": what I do not do, I do not want."""
    at = next((i for i, word in enumerate(words) if word in _LATE_SUBJECTS), -1)
    beside = [*words[at + 1 : at + 2], *words[max(at - 1, 0) : at]] if at >= 0 else []
    parted = words[-1] in PARTED_FROM_VERB
    verbs = [word for word in beside if parted or word.endswith(_VERB_ENDINGS)]
    return any(word not in LIGHT and word not in STATES for word in verbs)


def _has_verb(span: str, one: Negation) -> bool:
    words = _words(span)
    if one.kind is Kind.LACK or not TURNING_AWAY.isdisjoint(words):
        return True
    return (
        not _TO_WANT.isdisjoint(words)
        or WANTING.isdisjoint(words)
        or not LATE_NOT.isdisjoint(words)
    )


def _forbids(span: str, one: Negation) -> bool:
    words = _words(span)
    begins = next((word for word in words if word not in COURTESY), "")
    return one.kind is Kind.CLAUSE and begins in IMPERATIVE and len(words) > 1


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text.replace("'", ""))]
