"""Buttons, cards, choices and files that a `say` shows beside its words."""

from collections.abc import Iterator

from domain.bot.cards import ListText
from domain.bot.model import Bot, Step
from domain.choice_lists import attachment_of, choice_list_of
from domain.dialogue.state import DialogueState
from domain.dialogue.text.buttons import offers_of
from domain.dialogue.text.cards import FilledTexts, cards_for
from domain.dialogue.text.rendering import value_at
from domain.messages import Attachment, ChoiceList, Reply


def shown_with(bot: Bot, state: DialogueState, reply: Reply, step: Step) -> Reply:
    """The reply with all that the step shows. Never raises: what is unfit is left out."""
    shown: dict[str, object] = {"cards": cards_for(bot, state, step)}
    if step.buttons is not None:
        offers = offers_of(bot, state, step)[: step.buttons.most]
        shown["quick_replies"] = tuple(offer.label for offer in offers)
    if step.choices is not None:
        found = _choices(bot, state, step.choices)
        shown["lists"] = (found,) if found is not None else ()
    shown["attachments"] = tuple(_attachments(bot, state, step))
    return reply.model_copy(update=shown)


def _choices(bot: Bot, state: DialogueState, source: ListText) -> ChoiceList | None:
    items: list[object] = [None]
    if source.items:
        found = value_at(bot, state, source.items)
        items = found[: source.most] if isinstance(found, list) else []
    choices = [
        (texts.words(one.title), texts.words(one.description))
        for texts in (FilledTexts(bot, state, item) for item in items)
        for one in (source.choices[:1] if source.items else source.choices)
    ]
    return choice_list_of(FilledTexts(bot, state, None).words(source.title), choices)


def _attachments(bot: Bot, state: DialogueState, step: Step) -> Iterator[Attachment]:
    texts = FilledTexts(bot, state, None)
    for one in step.attachments:
        name, url = texts.words(one.name), texts.address(one.url)
        found = attachment_of(name, url, one.media_type, one.size)
        if found is not None:
            yield found
