"""The commonest words of a language, as far as the embedding model's vocabulary knows them."""

from functools import lru_cache

from domain.understanding.vocabulary_spelling import CommonWords
from infra.local_models.embedder import load_tokenizer

_LANGUAGE = "en"
_PLURALS = (("", "s"), ("", "es"), ("y", "ies"))
_FIRST_WORD = 1_990
"""Before it stand signs and single letters."""


def common_words(language: str) -> CommonWords:
    """None for a language that the model's vocabulary is not of."""
    return _english() if language == _LANGUAGE else _NONE


def has_plural(word: str) -> bool:
    """Whether an English word, in small letters, is known in the plural, too: names of towns have
    none, but for a few such as Reading and Bath."""
    known = _english().places
    return word in known and any(
        word.endswith(end) and word.removesuffix(end) + plural in known for end, plural in _PLURALS
    )


@lru_cache(maxsize=1)
def _english() -> CommonWords:
    """The vocabulary is ordered by frequency, its whole words apart from the pieces of words."""
    vocabulary = load_tokenizer().get_vocab()
    words = sorted(
        (place, word)
        for word, place in vocabulary.items()
        if place > _FIRST_WORD and word.isascii() and word.isalpha()
    )
    return CommonWords({word: number for number, (_, word) in enumerate(words, start=1)})


_NONE = CommonWords()
