"""From the schema's models to the compiled bot's, beside the defaults that every bot has."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from domain.bot import defaults
from domain.bot.card_builder import attachments_of, buttons_of, cards_of, list_of
from domain.bot.escalations import Escalation
from domain.bot.flow_schema import CallOffSource, GiveUpSource, StepSource, WaitSource
from domain.bot.local_texts import localised
from domain.bot.model import (
    Branch,
    Flow,
    GiveUp,
    HandoffRule,
    Intent,
    Response,
    Slot,
    SlotType,
    Step,
)
from domain.bot.parts import MOST_ITEMS, Composite
from domain.bot.schema import FlowSource, SlotSource
from domain.bot.unanswered_handoffs import Nobody
from domain.bot.waits import CallOff, Wait
from domain.bot.yaml_values import Parsed
from domain.date_limits import LIMITS

_ID_LENGTH = 8


def intents_of(parsed: Parsed, locale: str) -> dict[str, Intent]:
    """The tenant's intents and the default ones, by name."""
    own = {
        name: Intent(
            name=name, examples=localised(source.examples, locale), always_on=source.always_on
        )
        for name, source in parsed.intents.intents.items()
    }
    default = {
        name: intent.model_copy(update={"examples": _in(intent.examples, parsed)})
        for name, intent in defaults.default_intents().items()
    }
    human = own.get(defaults.TALK_TO_HUMAN)
    if human is not None:
        own[human.name] = human.model_copy(update={"always_on": True})
    described = _described_intents(parsed, locale, known=default | own)
    return default | own | described


def _described_intents(
    parsed: Parsed, locale: str, *, known: Mapping[str, Intent]
) -> dict[str, Intent]:
    """Where a model proposes what is wanted, a flow needs no examples. Its title and description
    take their place for as long as no model answers."""
    if parsed.tenant is None or parsed.tenant.models.proposals is None:
        return {}
    described: dict[str, Intent] = {}
    for flow in parsed.flows.values():
        before = known.get(flow.when or "")
        if flow.when is None or (before is not None and any(before.examples.values())):
            continue
        titles = localised(flow.title, locale)
        examples = {spoken: (title,) for spoken, title in titles.items()}
        if flow.description:
            examples[locale] = (*examples.get(locale, ()), flow.description)
        intent = before or Intent(name=flow.when, examples={})
        described[flow.when] = intent.model_copy(update={"examples": examples})
    return described


def _in(examples: Mapping[str, Any], parsed: Parsed) -> dict[str, Any]:
    """Only the languages that the tenant speaks; English where we know none of them."""
    locales = parsed.tenant.branding.locales if parsed.tenant else ()
    spoken = {locale.split("-")[0] for locale in locales}
    own = {locale: texts for locale, texts in examples.items() if locale in spoken}
    return own or {"en": examples["en"]}


def slots_of(parsed: Parsed) -> dict[str, Slot]:
    """The tenant's slots and the default ones, by name."""
    locales = parsed.tenant.branding.locales if parsed.tenant else ()
    own = {
        name: Slot(
            name=name,
            type=source.type,
            pattern=source.pattern,
            checksum=source.checksum,
            values=tuple(source.values),
            synonyms={value: words for value, words in source.values.items() if words},
            ask=source.ask,
            invalid=source.invalid,
            attempts=source.attempts,
            source=source.source,
            keep=source.keep,
            optional=source.optional,
            composite=_composite_of(source, next(iter(locales), "en")),
            **{limit: getattr(source, limit) for limit in LIMITS},
        )
        for name, source in parsed.slots.items()
    }
    known = defaults.default_slots() | own
    return {name: _with_part_slots(slot, known) for name, slot in known.items()}


def _composite_of(source: SlotSource, locale: str) -> Composite | None:
    if source.type is not SlotType.COMPOSITE:
        return None
    most = (source.most or MOST_ITEMS) if source.several else 1
    return Composite(parts=source.parts, most=most, label=localised(source.label, locale))


def _with_part_slots(slot: Slot, known: Mapping[str, Slot]) -> Slot:
    """With the slots that its parts are values of, as far as there are such."""
    if slot.composite is None:
        return slot
    names = dict.fromkeys(part.slot for part in slot.composite.parts.values())
    plain = {name: known[name] for name in names if name in known}
    return slot.model_copy(update={"part_slots": plain})


def responses_of(parsed: Parsed, locale: str) -> dict[str, Response]:
    """The tenant's responses and the default ones, by name."""
    own = {
        name: Response(
            name=name,
            texts=localised(source.text, locale),
            channels={c: localised(texts, locale) for c, texts in source.channels.items()},
            quick_replies=localised(source.quick_replies, locale),
        )
        for name, source in parsed.responses.items()
    }
    return defaults.default_responses() | own


def handoffs_of(parsed: Parsed) -> dict[str, HandoffRule]:
    """The tenant's handoff rules and the default ones, by name."""
    own = {
        name: HandoffRule(
            name=name,
            queue=source.queue,
            skills=source.skills,
            priority=source.priority,
            first_reply=source.first_reply,
            next_reply=source.next_reply,
            resolution=source.resolution,
            nobody=Nobody.model_validate(source.nobody.model_dump()),
            escalate_to=source.on_breach.escalate if source.on_breach else None,
            return_to=source.return_to,
            csat=source.csat,
        )
        for name, source in parsed.handoffs.items()
    }
    return defaults.default_handoffs() | own


def flows_of(parsed: Parsed, locale: str) -> dict[str, Flow]:
    """A tenant's flow takes the place of a default one of its name or for its intent."""
    own = {name: _flow(name, source, parsed, locale) for name, source in parsed.flows.items()}
    taken = {flow.when for flow in own.values() if flow.when}
    default = {
        name: flow for name, flow in defaults.default_flows().items() if flow.when not in taken
    }
    return default | own


def _flow(name: str, source: FlowSource, parsed: Parsed, locale: str) -> Flow:
    return Flow(
        name=name,
        when=source.when,
        requires=source.requires,
        description=source.description,
        title=localised(source.title, locale),
        about=localised(source.about, locale),
        form=source.form,
        steps=_Steps(parsed, locale).steps(source.steps),
    )


def _wait(source: WaitSource | None) -> Wait | None:
    return Wait(until=source.until, zone=source.zone or "") if source else None


def _call_off(source: CallOffSource | None) -> CallOff | None:
    return CallOff(flow=source.flow, same=source.same) if source else None


class _Steps:
    """Builds the steps of one flow, each with an id of its own."""

    def __init__(self, parsed: Parsed, locale: str) -> None:
        self._parsed = parsed
        self._locale = locale
        self._taken: set[str] = set()

    def steps(self, sources: Iterable[StepSource]) -> tuple[Step, ...]:
        return tuple(self._step(source) for source in sources)

    def _step(self, source: StepSource) -> Step:
        return Step(
            id=self._id(source),
            **source.model_dump(
                include={
                    "collect", "call", "say", "answer", "approve", "handoff", "end", "set",
                    "inputs", "when", "goes_on", "by", "show", "skip",
                }
            ),
            buttons=buttons_of(source.buttons, self._parsed.tools, self._locale),
            cards=cards_of(source.cards, self._parsed.tools, self._locale),
            choices=list_of(source.choices, self._parsed.tools, self._locale),
            attachments=attachments_of(source.attachments, self._locale),
            retry_slot=source.retry,
            remind=source.remind,
            escalate=_escalation(source),
            expire=source.expire,
            branch=tuple(
                Branch(when="" if b.when == "else" else b.when, steps=self.steps(b.steps))
                for b in source.branch
            ),
            if_false=self.steps(source.if_false),
            on_refused=self.steps(source.on_refused),
            on_failure=self.steps(source.on_failure),
            on_expire=self.steps(source.on_expire),
            on_reject=self.steps(source.on_reject),
            wait=_wait(source.wait),
            call_off=_call_off(source.call_off),
            if_past=self.steps(source.if_past),
            give_up=self._give_up(source.give_up),
        )  # fmt: skip

    def _give_up(self, source: GiveUpSource | None) -> GiveUp | None:
        if source is None:
            return None
        return GiveUp(
            after=source.after,
            parked=source.parked,
            say=source.say,
            then=self.steps(source.then),
        )

    def _id(self, source: StepSource) -> str:
        """Named by the tenant, or a hash of what the step says; numbered where that repeats."""
        said = json.dumps(source.model_dump(mode="json", exclude_defaults=True), sort_keys=True)
        wanted = source.id or hashlib.sha256(said.encode()).hexdigest()[:_ID_LENGTH]
        found, number = wanted, 1
        while found in self._taken:
            number += 1
            found = f"{wanted}-{number}"
        self._taken.add(found)
        return found


def _escalation(source: StepSource) -> Escalation | None:
    if source.escalate is None:
        return None
    return Escalation(after=source.escalate.after, to=source.escalate.to)
