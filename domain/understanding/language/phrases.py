"""Turns of phrase as a table of lines, searched in linear time (RE2).

One line is one turn of phrase, in plain words without umlauts (`plain_key` writes texts that way):
    charged|billed ~4 twice        one of two words, up to four others, then "twice"
    is|are there? any news         a question mark: may be missing
    no_one answers                 an underscore is a space inside one choice
    @human                         one of a named list of words
    approv*                        a word that begins so
"""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache
from typing import Any

import re2

from domain.understanding.language.detection import signs_of
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.preprocess import match_key

_LONGEST = 400
"""Characters that are looked at: what a message does, it does near its beginning."""
_GAP = r"(?:\w+ )"
_WORD = re.compile(r"[a-z0-9]+")
_TOKENS_THAT_ARE_NONE = re.compile(r"~\d|@\w{1,20}|[_|?*$]")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e"})
_END = "$"
_MEMORY = 8 << 20
_NO_LISTS: Mapping[str, str] = {}


class Phrases:
    """A compiled table of turns of phrase."""

    def __init__(self, table: str, lists: Mapping[str, str] = _NO_LISTS) -> None:
        lines = [line.strip() for line in table.splitlines() if line.strip()]
        self.words = frozenset(_WORD.findall(_TOKENS_THAT_ARE_NONE.sub(" ", table)))
        """Every word that stands in the table itself."""
        self._pattern = "|".join(_sequence(line, lists) for line in lines)

    @cached_property
    def _compiled(self) -> Any:
        """Compiled when the first message comes: it takes some milliseconds."""
        options = re2.Options()
        options.max_mem = _MEMORY
        options.log_errors = False
        return re2.compile(f" (?:{self._pattern})", options)

    def found_in(self, key: str) -> tuple[int, int] | None:
        """Where the first of them stands in a text as `plain_key` writes it: start and end."""
        found = self._compiled.search(f" {key} ")
        return (found.start(), min(found.end() - 1, len(key))) if found else None

    def __contains__(self, key: str) -> bool:
        return self.found_in(key) is not None

    def without(self, key: str) -> str:
        """The text without the first of them."""
        found = self.found_in(key)
        return f"{key[: found[0]]}{key[found[1] :]}".strip() if found else key


@lru_cache(maxsize=16)
def plain_key(text: str, language: str = "en") -> str:
    """Lower case words with single spaces, short forms written out, umlauts as two letters.

    The language is that of the conversation; that of the text counts where it is another one.
    """
    key = match_key(text[:_LONGEST])
    signs = signs_of(key)
    shown = max(signs, key=lambda one: (signs[one], one == language))
    spelled = spelled_out(key, shown).casefold()
    return spelled.translate(_LETTERS).encode("ascii", "ignore").decode()


def _sequence(line: str, lists: Mapping[str, str]) -> str:
    return "".join(_token(token, lists) for token in line.split())


def _token(token: str, lists: Mapping[str, str]) -> str:
    if token == _END:
        return r"\z"
    if token.startswith("~"):
        return f"{_GAP}{{0,{int(token[1:])}}}"
    is_optional = token.endswith("?")
    named = "|".join(
        "|".join(lists[choice[1:]].split()) if choice.startswith("@") else choice
        for choice in token.removesuffix("?").split("|")
    )
    choices = named.replace("_", " ").replace("*", r"\w*")
    return f"(?:(?:{choices}) )?" if is_optional else f"(?:{choices}) "
