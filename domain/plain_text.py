"""Says what was meant to be drawn: replies for channels that show text alone, or little more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from domain.cards import in_words
from domain.messages import Attachment, Card, ChoiceList, Citation

_CUT = "…"


@dataclass(frozen=True, kw_only=True)
class ChannelFeatures:
    """What a channel draws by itself; the rest is said. `longest` is in characters."""

    longest: int
    cards: bool = False
    """With their links, images and buttons."""
    buttons: bool = False
    """Quick replies, and buttons of cards that are said."""
    lists: bool = False
    attachments: bool = False
    citations: bool = False
    forms: bool = False
    """Nothing of a form is ever said: the text asks for the first of its fields."""


class Drawable(Protocol):
    """A `Reply` or a `Delivery`."""

    @property
    def text(self) -> str: ...
    @property
    def quick_replies(self) -> tuple[str, ...]: ...
    @property
    def citations(self) -> tuple[Citation, ...]: ...
    @property
    def cards(self) -> tuple[Card, ...]: ...
    @property
    def lists(self) -> tuple[ChoiceList, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


def in_plain_text(said: Drawable, features: ChannelFeatures) -> str:
    """At most `longest` characters: the text, cards, lists, files, numbered choices, sources.

    The numbers run over everything that can be pressed, in the order of `choices`, so that "2"
    means the same however it is shown. Where it is too long the sources go first, then files, then
    the middle is cut: choices are what the customer needs in order to go on. No part of it is a
    sentence of ours, so that nothing has to be translated.
    """
    body = in_words(said.text, () if features.cards else said.cards)
    choices = "\n".join(_choices(said, features))
    files = "" if features.attachments else "\n".join(map(_file, said.attachments))
    sources = "" if features.citations else "\n".join(_sources(said.citations))
    for parts in ((body, files, choices, sources), (body, files, choices), (body, choices)):
        whole = _joined(parts)
        if len(whole) <= features.longest:
            return whole
    return _with_room_for(choices, body, features.longest)


def _choices(said: Drawable, features: ChannelFeatures) -> Iterator[str]:
    """Numbered through, with a list's title above its items."""
    numbers = count(1)
    for button in (button for card in said.cards for button in card.buttons):
        number = next(numbers)  # what is drawn is counted too, as the dialogue counts it
        if not features.cards and not features.buttons:
            yield f"{number}. {button}"
    for one in said.lists:
        if one.title and not features.lists:
            yield one.title
        for item in one.items:
            number = next(numbers)
            about = f": {item.description}" if item.description else ""
            if not features.lists:
                yield f"{number}. {item.title}{about}"
    if not features.buttons and said.quick_replies:
        replies = [
            (str(number), reply) for reply, number in zip(said.quick_replies, numbers, strict=False)
        ]
        if all(number == reply for number, reply in replies):  # a rating
            yield ", ".join(said.quick_replies)
        else:
            yield from (f"{number}. {reply}" for number, reply in replies)


def _file(attachment: Attachment) -> str:
    return f"{attachment.name}: {attachment.url}" if attachment.url else f"[{attachment.name}]"


def _sources(citations: Sequence[Citation]) -> Iterator[str]:
    """Each document once, as the answers' marks number them."""
    places = {(c.title, c.url): None for c in citations}
    for number, (title, url) in enumerate(places, start=1):
        is_whole = url is not None and url.startswith(("https://", "http://"))
        yield f"[{number}] {title}{f' {url}' if is_whole else ''}"


def _joined(parts: Sequence[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _with_room_for(choices: str, body: str, longest: int) -> str:
    room = longest - len(choices) - len("\n\n") if choices else longest
    if room <= len(_CUT):
        return _cut(_joined((body, choices)), longest)
    return _joined((_cut(body, room), choices))


def _cut(text: str, longest: int) -> str:
    """At a space where there is one near the end; an address is never left half."""
    if len(text) <= longest:
        return text
    kept = text[: max(longest - len(_CUT), 0)]
    begun = kept.rpartition(" ")[0] if not text[len(kept)].isspace() and " " in kept else kept
    return f"{begun.rstrip()}{_CUT}"[:longest]
