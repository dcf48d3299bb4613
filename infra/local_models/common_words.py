"""The commonest words of a language, as far as the embedding model's vocabulary knows them."""

from functools import lru_cache

from domain.understanding.vocabulary_spelling import CommonWords
from infra.local_models.embedder import load_tokenizer

_LANGUAGE = "en"
_FIRST_WORD = 1_990
"""Before it stand signs and single letters."""


def common_words(language: str) -> CommonWords:
    """None for a language that the model's vocabulary is not of."""
    return _english() if language == _LANGUAGE else _NONE


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
