"""Texts by locale; a bare one is in the tenant's first locale."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.bot.short_forms import STRING, STRINGS, OrShort

LOCALE = r"^[a-z]{2,3}(-[A-Z]{2})?$"
IS_LOCALE = re.compile(LOCALE)
ANY_LOCALE = "und"
"""Where a text says no locale: the tenant's first one takes its place when it is compiled."""

Texts = dict[Annotated[str, Field(pattern=LOCALE)], str]
Lists = dict[Annotated[str, Field(pattern=LOCALE)], tuple[str, ...]]


def as_texts(value: Any) -> Any:
    """Read a bare sentence as that sentence in the tenant's first locale."""
    return {ANY_LOCALE: value} if isinstance(value, str) else value


def as_lists(value: Any) -> Any:
    return {ANY_LOCALE: value} if isinstance(value, list) else value


BY_LOCALE: dict[str, Any] = {
    "type": "object",
    "patternProperties": {LOCALE: STRING},
    "additionalProperties": False,
}
LISTS_BY_LOCALE: dict[str, Any] = {**BY_LOCALE, "patternProperties": {LOCALE: STRINGS}}

LocalTexts = Annotated[Texts, BeforeValidator(as_texts), OrShort((STRING,))]
LocalLists = Annotated[Lists, BeforeValidator(as_lists), OrShort((STRINGS,))]


def localised(texts: Mapping[str, Any], first_locale: str) -> dict[str, Any]:
    """A text without a locale is in the tenant's first one."""
    return {first_locale if key == ANY_LOCALE else key: value for key, value in texts.items()}
