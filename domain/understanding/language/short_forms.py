"""Short forms of chats written out: "whats ur policy pls" is "what is your policy please".

For telling what is meant, never for what is kept: a customer's own words stay as they are.
"""

import re

from domain.understanding.language.registry import LANGUAGES, by_language

_FORMS: dict[str, dict[str, str]] = by_language("short_forms", "FORMS")
_WORD = re.compile(r"(?<![\w@.'/+-])[A-Za-zäöüß][\w']{0,11}(?![\w@'/+-]|\.\w)")


def spelled_out(text: str, language: str) -> str:
    """The text with the short forms of this language written out; others are left alone."""
    forms = _FORMS.get(language) or _FORMS[LANGUAGES[0]]
    return _WORD.sub(lambda found: _full(found.group(), forms), text)


def _full(word: str, forms: dict[str, str]) -> str:
    return forms.get(word.casefold().replace("'", ""), word) if "'" not in word else word
