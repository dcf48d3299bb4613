"""Buttons and cards of a step, from how they are written to how the compiled bot has them."""

from collections.abc import Mapping

from domain.bot.button_schema import ButtonsSource
from domain.bot.card_schema import CardSource, CardsSource
from domain.bot.cards import Buttons, CardLinkText, Cards, CardText
from domain.bot.local_texts import localised
from domain.bot.model import Tool
from domain.bot.schema import ToolSource

Tools = Mapping[str, Tool | ToolSource]


def returned_by(name: str, source: Tool | ToolSource) -> str:
    """Unless it says, get_order returns `order`."""
    return source.returns or name.partition("_")[2] or name


def list_path(written: str, tools: Tools) -> str:
    """The path of a list: "tool.free_times" and "free_times" are the whole result of that tool.

    An answer that is a JSON array is read under the name `items`.
    """
    root, _, field = written.removeprefix("tool.").partition(".")
    tool = tools.get(root)
    returns = returned_by(root, tool) if tool is not None else root
    return f"{returns}.{field or 'items'}"


def buttons_of(source: ButtonsSource | None, tools: Tools, locale: str) -> Buttons | None:
    if source is None:
        return None
    label = localised(source.label, locale)
    return Buttons(
        items=list_path(source.items, tools),
        label=label,
        value=source.value or label.get(locale) or next(iter(label.values())),
        most=source.most,
        only=source.only,
    )


def cards_of(source: CardsSource | None, tools: Tools, locale: str) -> Cards | None:
    if source is None:
        return None
    return Cards(
        cards=tuple(_card(card, locale) for card in source.cards),
        items=list_path(source.items, tools) if source.items else "",
        most=source.most,
    )


def _card(source: CardSource, locale: str) -> CardText:
    return CardText(
        title=localised(source.title, locale),
        subtitle=localised(source.subtitle, locale),
        text=localised(source.text, locale),
        image=source.image.url if source.image else "",
        alt=localised(source.image.alt, locale) if source.image else {},
        buttons=localised(source.buttons, locale),
        links=tuple(
            CardLinkText(text=localised(link.text, locale), url=link.url) for link in source.links
        ),
    )
