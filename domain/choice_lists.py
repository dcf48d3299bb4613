"""Lists of choices and files of a reply, made from values that may be unfit."""

from collections.abc import Iterable

from pydantic import ValidationError

from domain.messages import Attachment, ChoiceList, ListItem, is_visible

_TITLE, _DESCRIPTION, _NAME = 80, 200, 255
_MOST = 10


def choice_list_of(title: str, choices: Iterable[tuple[str, str]]) -> ChoiceList | None:
    """A list from titles and descriptions. Never raises: what is too long is cut, a choice without
    words or with those of one before it is left out; without choices there is no list."""
    items: dict[str, ListItem] = {}
    for words, about in choices:
        if named := _cut(words, _TITLE):
            items.setdefault(named, ListItem(title=named, description=_cut(about, _DESCRIPTION)))
    if not items:
        return None
    return ChoiceList(title=_cut(title, _TITLE), items=tuple(items.values())[:_MOST])


def attachment_of(name: str, url: str, media_type: str, size: int) -> Attachment | None:
    """A file; None without a name, or at an address that is not https."""
    try:
        return Attachment(name=_cut(name, _NAME), url=url, media_type=media_type, size=size)
    except ValidationError:
        return None


def _cut(text: str, most: int) -> str:
    readable = text.encode("utf-8", "replace").decode().strip()
    shown = readable if is_visible(readable) else ""
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
