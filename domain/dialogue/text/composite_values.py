"""Composite values as a slot keeps them: whole or with parts missing, and how they change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.bot.model import Slot
from domain.bot.parts import Part
from domain.dialogue.text.value_errors import beyond
from domain.understanding.composite_reading import Reading

Thing = dict[str, Any]
"""Part -> value."""


@dataclass(frozen=True)
class MissingPart:
    """The first part that is to be asked for, and of which thing."""

    place: int
    """Among the things of a list; 0 for a single one."""
    name: str
    part: Part
    slot: Slot
    """The one that the part is a value of."""


def things_of(value: Any) -> list[Thing]:
    """Those of a list, the single one, or none."""
    if value is None:
        return []
    return [dict(thing) for thing in (value if isinstance(value, list) else [value])]


def as_value(slot: Slot, things: Sequence[Mapping[str, Any]]) -> Any:
    """As the slot keeps them, with what is understood where nothing is said. None for nothing."""
    composite = slot.composite
    if composite is None or not things:
        return None
    given = {n: p.default for n, p in composite.parts.items() if p.default is not None}
    whole = [
        {name: both[name] for name in composite.parts if name in both}
        for thing in things
        for both in [given | dict(thing)]
    ]
    return whole if composite.is_list else whole[0]


def first_missing(slot: Slot, value: Any) -> MissingPart | None:
    """None where every thing has all that it needs."""
    if slot.composite is None:
        return None
    for place, thing in enumerate(things_of(value)):
        for name, part in slot.composite.parts.items():
            if part.is_needed and thing.get(name) is None:
                return MissingPart(place, name, part, slot.part_slots[part.slot])
    return None


def within_limits(slot: Slot, reading: Reading, today: date) -> Reading:
    """Without parts beyond the limits of their slots, which are so asked for."""
    parts = slot.composite.parts if slot.composite else {}

    def kept(thing: Mapping[str, Any]) -> Thing:
        return {
            name: value
            for name, value in thing.items()
            if beyond(slot.part_slots[parts[name].slot], value, today) is None
        }

    return replace(
        reading,
        things=tuple(map(kept, reading.things)),
        loose=kept(reading.loose),
        every=kept(reading.every),
    )


def said_in(slot: Slot, reading: Reading) -> list[Any]:
    """The value that a message gives by itself, two where it leaves open which of two things is
    meant, and none where it names nothing."""
    gone = [{place} for pair in reading.either[:1] for place in reversed(pair)] or [set[int]()]
    values = [
        as_value(slot, [one for place, one in enumerate(reading.things) if place not in without])
        for without in gone
    ]
    return [value for value in values if value is not None]


def answered(slot: Slot, value: Any, missing: MissingPart, part: Any, reading: Reading) -> Any:
    """The value with the part that was asked for, or with what holds for all; and with what else
    was said of the same thing."""
    things = things_of(value)
    for place, thing in enumerate(things):
        for name, said in reading.every.items():
            if thing.get(name) is None or place == missing.place:
                thing[name] = said
    if missing.name not in reading.every:
        things[missing.place] |= {n: v for n, v in reading.loose.items() if n != missing.name}
        things[missing.place][missing.name] = part
    return as_value(slot, things)


def changed(
    slot: Slot, value: Any, reading: Reading, *, adds: bool = False, replaces: bool = False
) -> list[Any]:
    """What the value may be after a message that names parts of it: one value, several where it is
    not said whose part is meant, or none where nothing changes. A thing that is not there yet
    `adds` one, or it `replaces` one, as in "I meant bowls"."""
    composite = slot.composite
    if composite is None:
        return []
    if composite.is_list:
        found = _changed_list(slot, things_of(value), reading, adds=adds, replaces=replaces)
    else:
        found = [[things_of(value)[0] | dict(reading.things[0])]] if reading.things else []
    values = [as_value(slot, things) for things in found]
    return [one for one in values if one is not None and one != value]


def _changed_list(
    slot: Slot, things: list[Thing], reading: Reading, *, adds: bool, replaces: bool
) -> list[list[Thing]]:
    head = slot.composite.head if slot.composite else ""
    gone = {said for name, said in reading.denied if name == head}
    kept = [thing for thing in things if thing.get(head) not in gone]
    replaced = len(things) - len(kept)
    for place, said in enumerate(reading.things):
        same = [one for one in kept if one.get(head) == said.get(head)]
        if same and place not in reading.further:
            _nearest(same, said).update(said)
        elif adds or replaced or place in reading.further:
            kept.append(dict(said))
        elif replaces and len(reading.things) == 1:
            return [[*kept[:at], one | said, *kept[at + 1 :]] for at, one in enumerate(kept)]
        else:
            return []
    kept = [thing | reading.every for thing in kept]
    if reading.loose:
        return list(_with_loose(kept, reading))
    return [kept]


def _with_loose(things: list[Thing], reading: Reading) -> Iterator[list[Thing]]:
    """A part of nothing named: of the thing that has what is denied, else perhaps of each."""
    denied = dict(reading.denied)
    meant = [
        place
        for place, thing in enumerate(things)
        if denied and any(thing.get(name) == said for name, said in denied.items())
    ] or [
        place
        for place, thing in enumerate(things)
        if any(thing.get(name) != said for name, said in reading.loose.items())
    ]
    for place in meant:
        yield [thing | (reading.loose if place == at else {}) for at, thing in enumerate(things)]


def _nearest(same: Sequence[Thing], said: Mapping[str, Any]) -> Thing:
    """Of several of one name the one that has most of what is said, then the first that lacks it:
    "make the red one two"."""
    return max(same, key=lambda thing: sum(thing.get(n) == v for n, v in said.items()))
