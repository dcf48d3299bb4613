"""A text's own account of a composite value, before it is laid over what is known already."""

from dataclasses import dataclass, field

from domain.understanding.model import Scalar

Values = dict[str, Scalar]
"""Part -> value, of one thing."""


@dataclass(frozen=True)
class Reading:
    """What a text says of a composite value."""

    things: tuple[Values, ...] = ()
    """Each with its parts as far as they are said, in their order."""
    further: frozenset[int] = frozenset()
    """Places of those that are wanted beside one of the same name: "one more mug"."""
    loose: Values = field(default_factory=dict)
    """Of nothing that is named: "in blue", said of what was asked about."""
    every: Values = field(default_factory=dict)
    """What holds for all things."""
    denied: tuple[tuple[str, Scalar], ...] = ()
    """Parts that are not, or no longer, wanted: "no plate", "not blue"."""
    either: tuple[tuple[int, int], ...] = ()
    """Places of two things of which one is meant: "a mug or a plate"."""
    says_more: bool = True
    """Whether there are other words than these."""
    places: tuple[tuple[int, int], ...] = ()
    """Of all values that were read."""

    @property
    def is_empty(self) -> bool:
        return not (self.things or self.loose or self.every or self.denied)
