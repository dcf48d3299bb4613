"""Sets of words, written as lines of words because that reads best."""


def word_set(*lines: str) -> frozenset[str]:
    """The words of these lines, folded as `match_key` folds a text: "weiß" is "weiss" in both."""
    return frozenset(word.casefold() for line in lines for word in line.split())
