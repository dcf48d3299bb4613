"""Validates and normalises values of slots."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from domain.bot.model import Slot, SlotType
from domain.dialogue.text.formatting import plain
from domain.understanding.preprocess import match_key
from domain.understanding.values.checksums import passes
from domain.understanding.values.emails import is_email
from domain.understanding.values.identifiers import folded
from domain.understanding.values.listed_values import words_for
from domain.understanding.values.names import as_name

_PHONE = re.compile(r"^\+[0-9]{6,15}$")
_MONEY = re.compile(r"^([0-9]{1,9}(?:\.[0-9]{1,2})?) ([A-Z]{3})$")
_TIME = re.compile(r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")
_INTEGER = re.compile(r"^-?[0-9]{1,12}$")
_POINT = r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?"
_DATE_RANGE = re.compile(rf"^(?:{_POINT}/(?:{_POINT}|\.\.)|\.\./{_POINT})$")
_DURATION = re.compile(
    r"^P(?=.)(?:\d{1,4}Y)?(?:\d{1,4}M)?(?:\d{1,6}D)?(?:T(?=.)(?:\d{1,6}H)?(?:\d{1,6}M)?(?:\d{1,6}S)?)?$"
)
_LONGEST = 100


def fitted(slot: Slot, value: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line for each type
    """The value as the slot keeps it, or None where it does not fit."""
    match slot.type:
        case SlotType.STRING:
            return _string(slot, value)
        case SlotType.ENUM:
            return _enum(slot, value)
        case SlotType.BOOL:
            return value if isinstance(value, bool) else None
        case SlotType.INTEGER:
            return _integer(value)
        case SlotType.MONEY:
            return _money(value)
        case SlotType.DATE:
            return _date(value)
        case SlotType.EMAIL:
            return _email(value)
        case SlotType.PHONE:
            return _matching(_PHONE, value)
        case SlotType.TIME:
            return _matching(_TIME, value)
        case SlotType.DATETIME:
            return _moment(value)
        case SlotType.DATE_RANGE:
            return _matching(_DATE_RANGE, value)
        case SlotType.DURATION:
            return _matching(_DURATION, value)
        case SlotType.NAME:
            return as_name(plain(value)) if isinstance(value, str) else None
        case SlotType.COMPOSITE:
            return _composite(slot, value)


def _composite(slot: Slot, value: Any) -> Any:
    """Things whose parts fit their slots, parts that are missing aside."""
    composite = slot.composite
    things = value if isinstance(value, list) else [value]
    if composite is None or not things or isinstance(value, list) != composite.is_list:
        return None
    for thing in things:
        known = isinstance(thing, Mapping) and thing.keys() <= composite.parts.keys()
        if not known or any(_misfits(slot, name, part) for name, part in thing.items()):
            return None
    return value


def _misfits(slot: Slot, part: str, value: Any) -> bool:
    name = slot.composite.parts[part].slot if slot.composite else ""
    return fitted(slot.part_slots[name], value) is None


def _string(slot: Slot, value: Any) -> str | None:
    text = plain(str(value)) if isinstance(value, str | int) else ""
    if not text or len(text) > _LONGEST:
        return None
    if slot.pattern is None:
        return text
    value = folded(slot.pattern, text)
    return value if value is not None and passes(slot.checksum, value) else None


def _enum(slot: Slot, value: Any) -> str | None:
    key = match_key(str(value))
    return next((v for v in slot.values if key and key in words_for(slot, v)), None)


def _integer(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return int(value) if _INTEGER.match(str(value)) else None


def _money(value: Any) -> dict[str, str] | None:
    """Of "129.90 EUR", or of an amount beside its currency."""
    if isinstance(value, Mapping):
        value = f"{value.get('amount')} {value.get('currency')}"
    found = _MONEY.match(value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        amount = f"{Decimal(found[1]):.2f}"
    except InvalidOperation:  # pragma: no cover - the pattern lets only numbers through
        return None
    return {"amount": amount, "currency": found[2]}


def _date(value: Any) -> str | None:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None


def _moment(value: Any) -> str | None:
    """A moment with its offset: which one it is must not depend on where it is read."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.isoformat() if moment.tzinfo is not None else None


def _email(value: Any) -> str | None:
    text = value.strip().lower() if isinstance(value, str) else ""
    return text if is_email(text) else None


def _matching(pattern: re.Pattern[str], value: Any) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= _LONGEST and pattern.match(text) else None
