"""Parts of a composite value: "two blue mugs" is an item, a quantity and a colour."""

from typing import Annotated

from pydantic import Field

from domain.values import Strict

MOST_PARTS = 6
MOST_ITEMS = 10
"""Of one value: a conversation carries it along, and its state is small."""

Marker = Annotated[str, Field(min_length=1, max_length=30)]


class Part(Strict):
    """One part: a value of another slot."""

    slot: str
    said_after: Annotated[tuple[Marker, ...], Field(max_length=20)] = ()
    """Words before it that say which part is meant: "from" and "to" before two cities."""
    optional: bool = False
    """Whether it may be missing; it is not asked for then."""
    default: str | int | None = None
    """Its value where nothing else is said; it is not asked for either."""
    ask: str | None = None
    """Name of the response that asks for it; else that of its slot."""

    @property
    def is_needed(self) -> bool:
        """Whether a value without it is not complete."""
        return not self.optional and self.default is None


class Composite(Strict):
    """What a composite value is made of. The first part names the thing: what is said beside it
    belongs to it."""

    parts: dict[str, Part]
    most: int = Field(default=1, ge=1, le=MOST_ITEMS)
    """So many at once; 1 where it is a single one and no list."""
    label: dict[str, str] = Field(default_factory=dict)
    """Per locale, how one is written, with its parts in braces."""

    @property
    def is_list(self) -> bool:
        return self.most > 1

    @property
    def head(self) -> str:
        """The part that names the thing."""
        return next(iter(self.parts))
