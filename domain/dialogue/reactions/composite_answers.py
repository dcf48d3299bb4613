"""Answers that name parts of a composite value, and corrections of one of its parts."""

import json
import re
from dataclasses import replace
from typing import Any

from domain.bot.composite_sizes import LONGEST, is_too_much
from domain.bot.model import Slot, SlotType
from domain.dialogue.draft import Draft
from domain.dialogue.message_reading import Heard
from domain.dialogue.text.composite_values import (
    MissingPart,
    answered,
    changed,
    first_missing,
    said_in,
    things_of,
)
from domain.dialogue.text.value_errors import Misfit
from domain.understanding.composite_reading import Reading
from domain.understanding.language.registry import fragment

_CORRECTS = re.compile(rf"\b(?:{fragment('candidates', 'TAKES_BACK')})\b", re.IGNORECASE)
_INQUIRES = re.compile(rf"(?:{fragment('composite_values', 'INQUIRES')})\b", re.IGNORECASE)
_BY_THEMSELVES = {SlotType.ENUM, SlotType.STRING}
"""Of these a value is seldom about anything else; a number or a day needs words of correction."""


def values(draft: Draft, heard: Heard, slot: Slot) -> list[Any]:
    """What the whole value may be after an answer: none where it says nothing of it, several where
    it leaves open whose part is meant."""
    known = draft.state.slots.get(slot.name)
    missing = first_missing(slot, known)
    if _inquires(heard, slot):
        return []
    if missing is None:
        found = said_in(slot, heard.parts_of(slot))
    else:
        found = _with_missing(heard, slot, known, missing)
    return _bearable(slot, found)


def corrections(heard: Heard, slot: Slot, known: Any, asked: Slot | None = None) -> list[Any]:
    """What a value that is there may be after a message that answers another question, `asked`, if
    any: none where it does not speak of it."""
    composite = slot.composite
    reading = heard.parts_of(slot)
    if composite is None or reading.is_empty or _inquires(heard, slot):
        return []
    adds = bool(reading.further)
    corrects = heard.corrects or _CORRECTS.search(heard.text) is not None
    is_confirming = asked is None or asked.type is SlotType.BOOL
    if not corrects and not adds:
        if composite.is_list and not _speaks_of(slot, known, reading, is_confirming=is_confirming):
            return []
        if not composite.is_list:
            reading = _said_for_sure(slot, reading) if is_confirming else Reading()
    found = changed(slot, known, reading, adds=adds, replaces=corrects and not adds)
    return _bearable(slot, found)


def _inquires(heard: Heard, slot: Slot) -> bool:
    """ "How much is a blue mug?" asks about a thing and wants none; "can I have it in white?" and
    "how about white?" do."""
    asks = _INQUIRES.match(heard.text) is not None and heard.is_question
    return asks and not heard.corrects and heard.parts_of(slot).says_more


def _speaks_of(slot: Slot, known: Any, reading: Reading, *, is_confirming: bool) -> bool:
    """Whether a thing that is there is named, or nothing but a part is said where a yes or no was
    asked for: "in white", "four, please". Of a single thing a part may stand among other words."""
    head = slot.composite.head if slot.composite else ""
    there = {thing.get(head) for thing in things_of(known)}
    named = {thing.get(head) for thing in reading.things}
    gone = {value for name, value in reading.denied if name == head}
    if there & (named | gone):
        return True
    parts = slot.composite.parts if slot.composite else {}
    kinds = {slot.part_slots[parts[name].slot].type for name in (reading.loose | reading.every)}
    if not is_confirming or not kinds or reading.things:
        return False
    is_of_the_one = kinds <= _BY_THEMSELVES and len(things_of(known)) == 1
    return is_of_the_one or not reading.says_more


def misfit(draft: Draft, heard: Heard, slot: Slot) -> Misfit | None:
    """What is wrong with an answer for a part, where that is known."""
    missing = first_missing(slot, draft.state.slots.get(slot.name))
    return heard.misfit(missing.slot) if missing is not None else None


def _with_missing(heard: Heard, slot: Slot, known: Any, missing: MissingPart) -> list[Any]:
    """Other things that are named are told of; else it is the part that was asked for."""
    reading = heard.parts_of(slot, asked=missing.name)
    is_list = slot.composite is not None and slot.composite.is_list
    if is_list and (reading.things or reading.denied) and not _only_denies(missing, reading):
        if missing.name not in reading.loose:
            return changed(slot, known, reading, adds=True)
        known = answered(slot, known, missing, reading.loose[missing.name], reading)
        return changed(slot, known, replace(reading, loose={}), adds=True) or [known]
    if not is_list and reading.things:
        return changed(slot, known, reading, adds=False)
    said = heard.values_for(missing.slot, asked=True)
    part = reading.loose.get(missing.name)
    if len(said) > 1:
        return _shared_out(known, missing, said) or [
            answered(slot, known, missing, one, Reading()) for one in said
        ]
    if part is None and missing.name not in reading.every:
        part = said[0] if said else None
    if part is None and missing.name not in reading.every:
        return []
    return [answered(slot, known, missing, part, reading)]


def _only_denies(missing: MissingPart, reading: Reading) -> bool:
    """Whether all that is said is denied: "not blue" where a colour is asked for."""
    return not reading.things and all(name == missing.name for name, _ in reading.denied)


def _shared_out(known: Any, missing: MissingPart, said: list[Any]) -> list[Any]:
    """ "Blue and white" for two things that lack their colour: in their order."""
    things = things_of(known)
    lacking = [thing for thing in things if thing.get(missing.name) is None]
    if len(lacking) != len(said):
        return []
    for thing, value in zip(lacking, said, strict=True):
        thing[missing.name] = value
    return [things]


def _said_for_sure(slot: Slot, reading: Reading) -> Reading:
    parts = slot.composite.parts if slot.composite else {}
    kept = tuple(
        {
            name: value
            for name, value in thing.items()
            if slot.part_slots[parts[name].slot].type in _BY_THEMSELVES
        }
        for thing in reading.things
    )
    return Reading(things=tuple(thing for thing in kept if thing))


def _bearable(slot: Slot, found: list[Any]) -> list[Any]:
    """Of several only so many as can be asked about; none that is too much."""
    fitting = [one for one in found if not is_too_much(slot, one)]
    is_short = len(fitting) < 2 or len(json.dumps(fitting)) <= LONGEST  # noqa: PLR2004 - a choice
    return fitting if is_short else []
