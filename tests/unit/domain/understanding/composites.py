"""Slots with composite values, for tests: an order, a journey and a pair of shoes."""

from domain.bot.model import Slot, SlotType
from domain.bot.parts import Composite, Part


def an_enum(name: str, **values: tuple[str, ...]) -> Slot:
    return Slot(name=name, type=SlotType.ENUM, values=tuple(values), synonyms=values)


ITEM = an_enum(
    "item",
    mug=("cup", "becher", "tasse"),
    plate=("dish", "teller"),
    bowl=("schale", "schüssel"),
    tea_towel=("geschirrtuch",),
)
COLOUR = an_enum(
    "colour", blue=("blau",), red=("rot",), white=("weiß",), dark_blue=("dunkelblau", "navy")
)
QUANTITY = Slot(name="quantity", type=SlotType.INTEGER)
SIZE = Slot(name="size", type=SlotType.INTEGER)
CITY = an_enum("city", berlin=(), hamburg=(), munich=("münchen",), cologne=("köln",))
DAY = Slot(name="day", type=SlotType.DATE)


def composite(name: str, parts: dict[str, Part], *slots: Slot, most: int = 1) -> Slot:
    return Slot(
        name=name,
        type=SlotType.COMPOSITE,
        composite=Composite(parts=parts, most=most),
        part_slots={slot.name: slot for slot in slots},
    )


ORDER = composite(
    "order",
    {
        "item": Part(slot="item"),
        "quantity": Part(slot="quantity", default=1),
        "colour": Part(slot="colour"),
    },
    ITEM,
    QUANTITY,
    COLOUR,
    most=10,
)
JOURNEY = composite(
    "journey",
    {
        "from": Part(slot="city", said_after=("from", "von", "ab", "aus")),
        "to": Part(slot="city", said_after=("to", "nach")),
        "day": Part(slot="day"),
    },
    CITY,
    DAY,
)
SHOES = composite(
    "shoes",
    {
        "size": Part(slot="size", said_after=("size", "größe")),
        "colour": Part(slot="colour"),
        "quantity": Part(slot="quantity", optional=True),
    },
    SIZE,
    QUANTITY,
    COLOUR,
)
