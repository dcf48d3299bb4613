"""Pages for whoever opened an address of the desk in vain, in their language, with a way on."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from fastapi import Request

from api.desk_words import language_of

_DESK: Final = re.compile(r"/desk/[^/]{1,64}(?=/)")
_WORDS: Final[Mapping[str, Mapping[int, tuple[str, str]]]] = {
    "en": {
        403: ("Not for your role", "This page is for other roles. Yours has what the desk shows."),
        404: ("There is no such page", "There is nothing at this address."),
    },
    "de": {
        403: ("Nicht für Ihre Rolle", "Diese Seite ist für andere Rollen."),
        404: ("Diese Seite gibt es nicht", "Unter dieser Adresse ist nichts."),
    },
}
_TO_DESK: Final = {"en": "To the desk", "de": "Zum Arbeitsplatz"}
_HELP: Final = {"en": "If you ask for help, quote", "de": "Wenn Sie um Hilfe bitten, nennen Sie"}


class DeskRefusal(NamedTuple):
    title: str
    text: str
    links: tuple[tuple[str, str], ...]
    """Address and words of each."""
    small: str
    language: str


def desk_refusal(
    request: Request, status: int, title: str, text: str, trace_id: str
) -> DeskRefusal | None:
    """None for an address that is no page of a desk's, or the desk itself."""
    found = _DESK.match(request.url.path)
    if found is None:
        return None
    language = language_of(request)
    title, text = _WORDS[language].get(status, (title, text))
    way = ((found[0], _TO_DESK[language]),)
    return DeskRefusal(title, text, way, f"{_HELP[language]} {trace_id}.", language)
