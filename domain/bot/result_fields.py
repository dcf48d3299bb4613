"""Fields of tools' results that a compiled bot reads: only these are kept."""

from collections.abc import Iterable, Iterator, Mapping

from domain import listed_results
from domain.bot import expressions, templates
from domain.bot.cards import AttachmentText, Buttons, Cards, ListText
from domain.bot.defaults import REFUSED
from domain.bot.model import Flow, Response, Step, Tool
from domain.errors import InvalidInput

ITEM = "item"
"""Under this name buttons read the item of the list that each stands for."""


def kept_results(
    flows: Iterable[Flow], tools: Mapping[str, Tool], responses: Iterable[Response]
) -> dict[str, tuple[str, ...]]:
    """Result name -> dotted fields that any expression, sentence, tool or step reads."""
    names = {tool.returns for tool in tools.values()}
    read: dict[str, set[str]] = {}
    for path in all_paths(flows, tools, responses):
        root, _, field = path.partition(".")
        if root in names and root != REFUSED and field:
            read.setdefault(root, set()).add(field)
    return {root: _outermost(fields) for root, fields in sorted(read.items())}


def paths_in_text(text: str) -> tuple[str, ...]:
    """What the placeholders of a text read: "order.status"."""
    return templates.names_in(text)


def paths_in_expression(text: str | None) -> tuple[str, ...]:
    """Nothing for an expression that is wrong: that is reported elsewhere."""
    try:
        return tuple(expressions.names_in(expressions.parse(text))) if text else ()
    except InvalidInput:
        return ()


def paths_in_inputs(inputs: Mapping[str, str]) -> tuple[str, ...]:
    """What the arguments of a call read; words in quotes read nothing."""
    return tuple(source for source in inputs.values() if not source.startswith("'"))


def paths_in_buttons(buttons: Buttons | None) -> Iterator[str]:
    """What the buttons read of each item: "free_times.items[].start"."""
    if buttons is None:
        return
    for text in (*buttons.label.values(), buttons.value):
        yield from _paths_of_items(text, buttons.items)


def paths_in_cards(cards: Cards | None) -> Iterator[str]:
    """The same of cards."""
    for card in cards.cards if cards else ():
        texts = (card.title, card.subtitle, card.text, card.alt, *(x.text for x in card.links))
        labels = (label for labels in card.buttons.values() for label in labels)
        urls = (card.image, *(link.url for link in card.links))
        for text in (*(t for by in texts for t in by.values()), *labels, *urls):
            yield from _paths_of_items(text, cards.items if cards else "")


def paths_in_list(choices: ListText | None) -> Iterator[str]:
    """The same of a list of choices; its title stands for none of them."""
    if choices is None:
        return
    for text in choices.title.values():
        yield from templates.names_in(text)
    for one in choices.choices:
        for text in (*one.title.values(), *one.description.values()):
            yield from _paths_of_items(text, choices.items)


def paths_in_attachments(attachments: Iterable[AttachmentText]) -> Iterator[str]:
    """What the names and addresses of files read."""
    for one in attachments:
        for text in (*one.name.values(), one.url):
            yield from templates.names_in(text)


def _paths_of_items(text: str, items: str) -> Iterator[str]:
    for name in templates.names_in(text):
        root, _, field = name.partition(".")
        if root == ITEM and items:
            yield f"{items}{listed_results.MARK}{field and '.'}{field}"
        else:
            yield name


def paths_in_wait(step: Step) -> tuple[str, ...]:
    """What a wait, or the calling off of waits, reads."""
    same = step.call_off.same if step.call_off else ()
    return (*paths_in_text(f"{step.wait.until}{step.wait.zone}"), *same) if step.wait else same


def steps_in(steps: Iterable[Step]) -> Iterator[Step]:
    """All of them, branches included."""
    for step in steps:
        yield step
        for branch in step.branch:
            yield from steps_in(branch.steps)
        for mending in (
            step.if_false, step.on_refused, step.on_failure, step.on_expire, step.on_reject,
            step.give_up.then if step.give_up else (), step.if_past,
        ):  # fmt: skip
            yield from steps_in(mending)


def all_paths(
    flows: Iterable[Flow], tools: Mapping[str, Tool], responses: Iterable[Response]
) -> Iterator[str]:
    """Every slot and dotted result that an expression, a sentence, a tool or a step reads."""
    for response in responses:
        for texts in (response.texts, *response.channels.values()):
            for text in texts.values():
                yield from paths_in_text(text)
    for tool in tools.values():
        yield from paths_in_inputs(tool.inputs)
        yield from paths_in_text(tool.idempotency or "")
    for flow in flows:
        for step in steps_in(flow.steps):
            yield from paths_in_inputs(step.inputs)
            yield from (*step.set.values(), *step.show)
            yield from paths_in_buttons(step.buttons)
            yield from paths_in_cards(step.cards)
            yield from paths_in_list(step.choices)
            yield from paths_in_attachments(step.attachments)
            yield from paths_in_wait(step)
            for condition in (step.when, *(branch.when for branch in step.branch)):
                yield from paths_in_expression(condition)


def _outermost(fields: set[str]) -> tuple[str, ...]:
    """Without those that lie inside another one that is kept."""
    return tuple(
        sorted(field for field in fields if not any(field.startswith(f"{o}.") for o in fields))
    )
