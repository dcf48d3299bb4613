"""Leaving a question without an answer, or asking for more to choose from, in people's words."""

from collections.abc import Iterable

from domain.understanding.language.registry import word_table
from domain.understanding.preprocess import match_key
from domain.understanding.values.calendar_words import is_calendar_word

_MOST_WORDS = 9
_LONGEST_QUESTION = 14
_EMPTY = word_table("choices", "EMPTY")
"""Words that say nothing by themselves."""
_TALK_OF_ANSWERING = word_table("choices", "TALK_OF_ANSWERING")
"""What a person who does not answer talks of."""
_NEGATIONS = word_table("choices", "NEGATIONS")
_SKIPS = word_table("choices", "SKIPS")
_BARE = frozenset({"n a"})
_MORE = word_table("choices", "MORE")
_SUITS = word_table("choices", "SUITS")
_AROUND_MORE = _SUITS | word_table("choices", "AROUND_MORE")
_ASKING_FOR = word_table("choices", "ASKING_FOR")


def asks_for_choice(text: str, labels: Iterable[str]) -> bool:
    """Whether a question only asks for one of the choices: "do you have 10 am?", not "is there
    parking at 10 am?". All its words are of that kind, or numbers, days, or words of a choice."""
    words = match_key(text).split()
    known = _EMPTY | _NEGATIONS | _AROUND_MORE | _MORE | _ASKING_FOR
    known |= {word for label in labels for word in match_key(label).split()}
    return len(words) <= _LONGEST_QUESTION and all(
        word in known or word[0].isdigit() or is_calendar_word(word) for word in words
    )


def is_skip(text: str) -> bool:
    """Whether the message does nothing but leave the question open: "no idea", "weiß ich nicht".

    It negates, or says to go on, and holds no word that could be a part of an answer: with
    "allergies", "no" is one.
    """
    key = match_key(text)
    words = key.split()
    if key in _BARE or (not key and text.strip() in {"-", "--", "/", "—", "–"}):  # noqa: RUF001
        return True
    known = _EMPTY | _TALK_OF_ANSWERING | _NEGATIONS | _SKIPS
    return (
        0 < len(words) <= _MOST_WORDS
        and any(word in _SKIPS or word in _NEGATIONS for word in words)
        and all(word in known for word in words)
    )


def wants_more(text: str) -> bool:
    """Whether the message asks for other choices than those shown: "later ones", "andere"."""
    words = match_key(text).split()
    known = _EMPTY | _NEGATIONS | _AROUND_MORE | _MORE
    asks = any(word in _MORE for word in words)
    turns_down = any(word in _NEGATIONS for word in words) and any(word in _SUITS for word in words)
    return (
        0 < len(words) <= _MOST_WORDS
        and (asks or turns_down)
        and all(word in known for word in words)
    )
