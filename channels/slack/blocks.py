"""Blocks that can be pressed or looked at: choices, cards, lists, sources, forms, feedback."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from channels.slack.mrkdwn import escaped, in_parts, linked
from domain.forms import Form
from domain.messages import Attachment, Card, ChoiceList, Citation

Block = dict[str, Any]

SAY, FORM, RATE, OPEN = "say", "form", "rate", "open"
"""Action ids: `say:<n>` and `open:<n>` are numbered through a message, the others stand once."""
UP, DOWN = "up", "down"
"""Values of the feedback buttons."""

LONGEST_SECTION = 3_000
MOST_BLOCKS = 50
_LONGEST_LABEL = 75
_LONGEST_VALUE = 300
"""As much as a pressed button may say."""
_LONGEST_OPTION = 150
_LONGEST_CARD_LINE = 150
_LONGEST_CARD_BODY = 200
_MOST_BUTTONS = 5
_MOST_ELEMENTS = 10
_LONGEST_FORM = 2_000


@dataclass
class Numbers:
    """Numbers the buttons of one message, so that no two have the same action id."""

    def __post_init__(self) -> None:
        self._says, self._opens = count(1), count(1)

    def say(self) -> str:
        return f"{SAY}:{next(self._says)}"

    def open(self) -> str:
        return f"{OPEN}:{next(self._opens)}"


def sections(formatted: str) -> list[Block]:
    """Formatted text, all of it, in as many sections as it takes."""
    return [_section(part) for part in in_parts(formatted, LONGEST_SECTION) if part.strip()]


def choices(said: Sequence[str], numbers: Numbers) -> list[Block]:
    """Buttons, or more than five in a select. What is pressed says all of its words."""
    shown = [words for words in dict.fromkeys(said) if words.strip()]
    if not shown:
        return []
    if len(shown) > _MOST_BUTTONS and all(len(words) <= _LONGEST_OPTION for words in shown):
        options = [{"text": _plain(words), "value": words} for words in shown[:100]]
        return [_actions({"type": "static_select", "action_id": numbers.say(), "options": options})]
    buttons = [_button(words, numbers) for words in shown]
    return [
        _actions(*buttons[start : start + _MOST_BUTTONS])
        for start in range(0, len(buttons), _MOST_BUTTONS)
    ]


def cards(drawn: Sequence[Card], numbers: Numbers) -> list[Block]:
    """Slack's own cards where all fit into them, several side by side; else sections."""
    if not drawn or not all(map(_fits, drawn)):
        return [block for card in drawn for block in _card_as_sections(card, numbers)]
    made = [_card(card, numbers) for card in drawn]
    return made if len(made) == 1 else [{"type": "carousel", "elements": made}]


def lists(drawn: Sequence[ChoiceList], numbers: Numbers) -> Iterator[Block]:
    """What there is to choose, with what it is about, and the buttons below."""
    for one in drawn:
        title = [f"*{escaped(one.title)}*"] if one.title else []
        items = [
            f"• {escaped(item.title)}"
            + (f": {escaped(item.description)}" if item.description else "")
            for item in one.items
        ]
        yield from sections("\n".join([*title, *items]))
        yield from choices([item.title for item in one.items], numbers)


def files(attached: Sequence[Attachment]) -> list[Block]:
    """Each by its name, as a link where there is an address."""
    return sections(
        "\n".join(
            linked(each.url, each.name) if each.url else f"[{escaped(each.name)}]"
            for each in attached
        )
    )


def sources(citations: Sequence[Citation]) -> list[Block]:
    """Each document once, numbered as the answer's marks are."""
    places = dict.fromkeys((each.title, each.url) for each in citations)
    elements = [
        _mrkdwn(f"[{number}] {_source(title, url)}"[:LONGEST_SECTION])
        for number, (title, url) in enumerate(places, start=1)
    ]
    return [
        {"type": "context", "elements": elements[start : start + _MOST_ELEMENTS]}
        for start in range(0, len(elements), _MOST_ELEMENTS)
    ]


def speaker(name: str | None) -> list[Block]:
    """Who of the tenant's people says it."""
    words = escaped((name or "").strip())
    return [{"type": "context", "elements": [_mrkdwn(f"*{words}*")]}] if words else []


def form(asked: Form | None) -> list[Block]:
    """The button that opens it. Where it is too long for a button's value there is none, and the
    questions are answered one after the other."""
    if asked is None:
        return []
    value = json.dumps(
        asked.model_dump(mode="json", exclude_defaults=True),
        separators=(",", ":"),
        ensure_ascii=False,
    )
    if len(value) > _LONGEST_FORM:
        return []
    label = asked.title.strip() or asked.fields[0].label
    return [_actions({"type": "button", "action_id": FORM, "text": _plain(label), "value": value})]


def feedback() -> list[Block]:
    """Thumbs: understood in every language."""
    buttons: Block = {
        "type": "feedback_buttons",
        "action_id": RATE,
        "positive_button": {"text": _plain("👍"), "value": UP},
        "negative_button": {"text": _plain("👎"), "value": DOWN},
    }
    return [{"type": "context_actions", "elements": [buttons]}]


def _source(title: str, url: str | None) -> str:
    is_address = url is not None and url.startswith(("https://", "http://")) and " " not in url
    return linked(url, title) if url is not None and is_address else escaped(title)


def _fits(card: Card) -> bool:
    lines = (escaped(card.title), escaped(card.subtitle))
    return all(len(line) <= _LONGEST_CARD_LINE for line in lines) and (
        len(escaped(card.text)) <= _LONGEST_CARD_BODY
    )


def _card(card: Card, numbers: Numbers) -> Block:
    made: Block = {"type": "card", "title": _mrkdwn(escaped(card.title))}
    if card.image is not None:
        made["hero_image"] = _image(card)
    if card.subtitle:
        made["subtitle"] = _mrkdwn(escaped(card.subtitle))
    if card.text:
        made["body"] = _mrkdwn(escaped(card.text))
    if pressed := _card_buttons(card, numbers):
        made["actions"] = pressed
    return made


def _card_as_sections(card: Card, numbers: Numbers) -> Iterator[Block]:
    lines = [f"*{escaped(card.title)}*", *map(escaped, (card.subtitle, card.text))]
    parts = sections("\n".join(line for line in lines if line))
    if card.image is not None:
        parts[0]["accessory"] = _image(card)
    yield from parts
    if pressed := _card_buttons(card, numbers):
        yield _actions(*pressed)


def _card_buttons(card: Card, numbers: Numbers) -> list[Block]:
    links = [
        {
            "type": "button",
            "action_id": numbers.open(),
            "text": _plain(link.text),
            "url": link.url,
        }
        for link in card.links
    ]
    return [*(_button(words, numbers) for words in card.buttons if words.strip()), *links]


def _image(card: Card) -> Block:
    image = card.image
    return {"type": "image", "image_url": image.url, "alt_text": image.alt} if image else {}


def _button(words: str, numbers: Numbers) -> Block:
    return {
        "type": "button",
        "action_id": numbers.say(),
        "text": _plain(words),
        "value": words[:_LONGEST_VALUE],
    }


def _actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain(text: str) -> Block:
    label = " ".join(text.split())
    if len(label) > _LONGEST_LABEL:
        label = label[: _LONGEST_LABEL - 1].rstrip() + "…"
    return {"type": "plain_text", "text": label}
