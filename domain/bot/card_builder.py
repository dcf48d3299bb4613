"""Builder of a step's buttons, cards, lists and files, from how they are written."""

from collections.abc import Iterable, Mapping

from domain.bot.button_schema import ButtonsSource
from domain.bot.card_schema import CardSource, CardsSource
from domain.bot.cards import (
    AttachmentText,
    Buttons,
    CardLinkText,
    Cards,
    CardText,
    ChoiceText,
    ListText,
)
from domain.bot.list_schema import AttachmentSource, ListSource
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


def list_of(source: ListSource | None, tools: Tools, locale: str) -> ListText | None:
    if source is None:
        return None
    return ListText(
        title=localised(source.title, locale),
        choices=tuple(
            ChoiceText(
                title=localised(one.title, locale), description=localised(one.description, locale)
            )
            for one in source.items
        ),
        items=list_path(source.items_from, tools) if source.items_from else "",
        most=source.most,
    )


def attachments_of(sources: Iterable[AttachmentSource], locale: str) -> tuple[AttachmentText, ...]:
    return tuple(
        AttachmentText(
            name=localised(one.name, locale),
            url=one.url,
            media_type=one.media_type,
            size=one.size,
        )
        for one in sources
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
