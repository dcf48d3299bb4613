"""Numbers in words, up to hundreds of millions."""

from collections.abc import Callable, Sequence

from domain.understanding.language.registry import listed, merged, tables, word_table

_FILE = "numbers"
_NUMBERS: dict[str, int] = merged(_FILE, "NUMBERS")
_SCALES: dict[str, int] = merged(_FILE, "SCALES")
_SHORT_SCALES: dict[str, int] = merged(_FILE, "SHORT_SCALES")
_DOZENS: dict[str, int] = merged(_FILE, "DOZENS")
_TOGETHER: dict[str, int] = merged(_FILE, "TOGETHER")
_AFTER_TOGETHER = frozenset(word for _, word in tables(_FILE, "AFTER_TOGETHER") if word)
_AFTER: dict[str, str] = merged(_FILE, "AFTER")
_JOINING = word_table(_FILE, "JOINING")
_HALVES: tuple[str, ...] = listed(_FILE, "HALVES")
_NOT_A_COUNT = word_table(_FILE, "NOT_A_COUNT")
"""Before "one" these show that it stands for a thing and counts nothing."""
_MAY_BE_A_THING = word_table(_FILE, "MAY_BE_A_THING")
_COMPOUNDS: tuple[Callable[[str], int | None], ...] = tuple(
    compound for _, compound in tables(_FILE, "compound")
)
_TEN, _TWENTY, _HUNDRED, _THOUSAND, _MILLION = 10, 20, 100, 1_000, 1_000_000
DOZENS = frozenset(word for word, count in _DOZENS.items() if count > _TEN)


def words_with_value(word: str, before: str) -> bool:
    """Whether the word, after that one before it, is part of a number."""
    if word in _SHORT_SCALES:
        return bool(before) and before not in _SHORT_SCALES and words_with_value(before, "")
    if word in _MAY_BE_A_THING:
        return before not in _NOT_A_COUNT
    if before in _AFTER_TOGETHER and word in _TOGETHER:
        return True
    if word in _AFTER:
        return before == _AFTER[word]
    if word.endswith(_HALVES):
        return True
    return word in _SCALES or word in _DOZENS or _number(word) is not None


def joins(word: str, before: str) -> bool:
    """Whether "and" goes on with a number: after a hundred, not after "two"."""
    return word in _JOINING and before in _SCALES


def _number(word: str) -> int | None:
    """ "Three", "dreiundzwanzig", "zweitausendfünfhundert"."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    return next((value for one in _COMPOUNDS if (value := one(word)) is not None), None)


def value_of(words: Sequence[str]) -> float | None:
    """The number; None where the words do not make one, such as "one two three"."""
    total, current, least = 0, 0, _TEN * _MILLION
    for word in words:
        if word.endswith(_HALVES):
            return None
        if word in _DOZENS:
            current, least = max(current, 1) * _DOZENS[word], 0
            continue
        if word in _SCALES or word in _SHORT_SCALES:
            scale = _SCALES.get(word) or _SHORT_SCALES[word]
            if scale >= _THOUSAND:
                total, current, least = total + max(current, 1) * scale, 0, scale
            else:
                current, least = max(current, 1) * scale, scale
            continue
        value = _number(word) or _TOGETHER.get(word, 0)
        if value >= least or (least < _HUNDRED and value >= _TEN):
            return None
        current, least = current + value, _next_least(value)
    return float(total + current)


def _next_least(value: int) -> int:
    """What may follow must be less: a unit after "twenty", nothing after "three"."""
    return _TEN if value >= _TWENTY and not value % _TEN and value < _HUNDRED else 0
