"""Parts of a composite value as they are written in slots.yaml."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from domain.bot.parts import MOST_PARTS, Part
from domain.bot.short_forms import STRING, OrShort

PART_NAME = r"^[a-z][a-z0-9_]{0,39}$"


def as_part(value: Any) -> Any:
    """Read the name of a slot as a part that is nothing more than a value of it."""
    return {"slot": value} if isinstance(value, str) else value


Parts = Annotated[
    dict[
        Annotated[str, Field(pattern=PART_NAME)],
        Annotated[Part, BeforeValidator(as_part), OrShort((STRING,))],
    ],
    Field(max_length=MOST_PARTS),
]
