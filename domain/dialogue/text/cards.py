"""Cards of a `say`: the author's words with what a backend sent, within what a page may show."""

from collections.abc import Mapping
from typing import Any

from domain import listed_results
from domain.bot import templates
from domain.bot.cards import CardText
from domain.bot.model import Bot, Step
from domain.bot.result_fields import ITEM
from domain.cards import cards_of
from domain.dialogue.state import DialogueState
from domain.dialogue.text.rendering import fill, in_locale, value_at
from domain.messages import Card

_LONGEST_ADDRESS = 2_048


def cards_for(bot: Bot, state: DialogueState, step: Step) -> tuple[Card, ...]:
    """What the step shows beside its words. Never raises: what is unfit is left out."""
    if step.cards is None:
        return ()
    if not step.cards.items:
        return cards_of(FilledTexts(bot, state, None).card(card) for card in step.cards.cards)
    items = value_at(bot, state, step.cards.items)
    items = items[: step.cards.most] if isinstance(items, list) else []
    return cards_of(FilledTexts(bot, state, item).card(step.cards.cards[0]) for item in items)


class FilledTexts:
    """An author's templates, filled for one item of a list or for none."""

    def __init__(self, bot: Bot, state: DialogueState, item: Any) -> None:
        self._bot = bot
        self._state = state
        self._item = item

    def card(self, card: CardText) -> Mapping[str, Any]:
        labels = in_locale(self._bot, self._state, card.buttons) or ()
        links = [{"text": self.words(one.text), "url": self.address(one.url)} for one in card.links]
        return {
            "title": self.words(card.title),
            "subtitle": self.words(card.subtitle),
            "text": self.words(card.text),
            "image": {"url": self.address(card.image), "alt": self.words(card.alt)},
            "buttons": [self._text(label) for label in labels],
            "links": links,
        }

    def words(self, texts: Mapping[str, str]) -> str:
        """In the conversation's language; "" where there are none."""
        return self._text(str(in_locale(self._bot, self._state, texts) or ""))

    def _text(self, template: str) -> str:
        values = {name: self._value(name) for name in templates.names_in(template)}
        return fill(self._bot, self._state, template, values)

    def address(self, template: str) -> str:
        """As the backend wrote it, for it is no word of a language."""
        filled = templates.fill(template, lambda name: str(self._value(name) or ""))
        return filled if len(filled) <= _LONGEST_ADDRESS else ""

    def _value(self, path: str) -> Any:
        root, _, field = path.partition(".")
        if root == ITEM and self._item is not None:
            return listed_results.at(self._item, field)
        return value_at(self._bot, self._state, path)
