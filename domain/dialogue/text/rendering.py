"""The tenant's sentences with their placeholders filled, in the conversation's language."""

from collections.abc import Mapping
from typing import Any

from domain.bot import templates
from domain.bot.composite_words import in_words
from domain.bot.defaults import default_responses
from domain.bot.model import Bot, Flow, Response, Slot, SlotType
from domain.dialogue.state import DialogueState
from domain.dialogue.text.formatting import clock, habit, shown
from domain.messages import Reply
from domain.understanding.language.detection import language_of

_BUILT_IN = default_responses()
_NONE: Mapping[str, Any] = {}
Localised = Mapping[str, Any]


def render(bot: Bot, state: DialogueState, name: str, values: Mapping[str, Any] = _NONE) -> Reply:
    """A named response; `values` are at hand beside the slots and results. Never raises."""
    response = response_of(bot, name)
    if response is None:
        return Reply(text=shown(values.get("text", name), state.locale), response=name)
    locale, words = _wording(bot, state, response)
    return Reply(
        text=fill(bot, state.model_copy(update={"locale": locale}), words, values),
        quick_replies=tuple(in_locale(bot, state, response.quick_replies) or ()),
        response=name,
    )


def response_of(bot: Bot, name: str) -> Response | None:
    """The tenant's sentence; the built-in one where the revision is older than that is."""
    return bot.responses.get(name) or _BUILT_IN.get(name)


def fill(bot: Bot, state: DialogueState, text: str, values: Mapping[str, Any] = _NONE) -> str:
    """A bot's text with its placeholders filled in."""
    return templates.fill(text, lambda path: _shown(bot, state, path, values))


def in_locale(bot: Bot, state: DialogueState, texts: Localised) -> Any:
    """In the conversation's language, else in the tenant's first, else in any; None for none."""
    locale = _locale_of(bot, state, texts)
    return texts[locale] if locale is not None else None


def value_at(bot: Bot, state: DialogueState, path: str) -> Any:
    """A slot, a dotted result, or what is known of the customer; None where there is nothing."""
    root, *fields = path.split(".")
    value: Any
    if root == "customer":
        value = state.customer.model_dump() if state.customer else None
    elif root == "bot":
        value = bot.tenant.branding.name
    elif root in state.results and (fields or root not in bot.slots):
        value = state.results[root]
    else:
        value = state.slots.get(root)
    for field in fields:
        value = value.get(field) if isinstance(value, Mapping) else None
    return value


def topic(bot: Bot, state: DialogueState, flow: Flow | None) -> str:
    """What the flow is about, as words inside a sentence: "your return"."""
    about = in_locale(bot, state, flow.about) if flow else None
    return str(about) if about else render(bot, state, "this_request").text


def title(bot: Bot, state: DialogueState, flow: Flow) -> str:
    """The flow as something to choose: "Return an item"."""
    return str(in_locale(bot, state, flow.title) or flow.name.replace("_", " ").capitalize())


def choices_of(bot: Bot, state: DialogueState, slot: Slot) -> tuple[str, ...]:
    """What there is to choose from when a slot is asked for."""
    if slot.type is SlotType.BOOL:
        return render(bot, state, "yes").text, render(bot, state, "no").text
    return tuple(label(bot, state, value) for value in slot.values)


def label(bot: Bot, state: DialogueState, value: str) -> str:
    """The words for an enum's value or a backend's code: response `value_…`, else itself."""
    name = f"value_{value}"
    if name in bot.responses:
        return render(bot, state, name).text
    return value.replace("_", " ")


def wording_of(bot: Bot, state: DialogueState, slot: Slot, value: Any) -> str:
    """A slot's value as the customer reads it, and may answer with it."""
    if slot.type is SlotType.TIME:
        return clock(str(value), state.locale)
    if slot.type is SlotType.COMPOSITE:
        return composite_in_words(bot, state, slot, value)
    return label(bot, state, value) if slot.type is SlotType.ENUM else shown(value, state.locale)


def composite_in_words(bot: Bot, state: DialogueState, slot: Slot, value: Any) -> str:
    """A composite value in one line, in the conversation's language."""

    def words(name: str, part: Any) -> str:
        own = bot.slots.get(name) or slot.part_slots[name]
        return wording_of(bot, state, own, part)

    last = f" {habit('AND', state.locale)}"
    return in_words(slot, value, state.locale, words, last)


def _wording(bot: Bot, state: DialogueState, response: Response) -> tuple[str, str]:
    """The locale and the words: dates and amounts are written as the sentence around them is."""
    own = response.channels.get(state.channel, {})
    if own.get(state.locale):
        return state.locale, own[state.locale]
    locale = _locale_of(bot, state, response.texts)
    if locale is None:
        return state.locale, ""
    is_theirs = language_of(locale) == language_of(state.locale)
    return (state.locale if is_theirs else locale), response.texts[locale]


def _locale_of(bot: Bot, state: DialogueState, texts: Localised) -> str | None:
    for locale in (state.locale, language_of(state.locale), *bot.tenant.branding.locales):
        if locale in texts:
            return locale
    return next(iter(texts), None)


def _shown(bot: Bot, state: DialogueState, path: str, values: Mapping[str, Any]) -> str:
    value = values[path] if path in values else value_at(bot, state, path)
    if isinstance(value, str) and (f"value_{value}" in bot.responses or _is_enum(bot, path)):
        return label(bot, state, value)
    if (slot := bot.slots.get(path)) and slot.composite and isinstance(value, list | Mapping):
        return composite_in_words(bot, state, slot, value)
    if isinstance(value, str) and _is_time(bot, path):
        return clock(value, state.locale)
    return shown(value, state.locale)


def _is_time(bot: Bot, path: str) -> bool:
    slot = bot.slots.get(path)
    return slot is not None and slot.type is SlotType.TIME


def _is_enum(bot: Bot, path: str) -> bool:
    slot = bot.slots.get(path)
    return slot is not None and slot.type is SlotType.ENUM
