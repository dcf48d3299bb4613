"""A measured figure of quality, and what it must reach."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One number, and all that one needs to come to it again."""

    area: str
    """Such as "intents"; the module that measures it."""
    name: str
    value: float
    data_set: str
    """Which texts, which split."""
    rule: str
    """How the number is made, with the thresholds it depends on."""
    seed: int | None = None
    target: float | None = None
    at_most: bool = False
    """Whether the target is a most, such as a share of wrong answers, rather than a least."""
    size: int | None = None
    """Of how many cases it is a share or a mean."""

    @property
    def is_met(self) -> bool | None:
        if self.target is None:
            return None
        value = float(self.value)  # numpy's own numbers and answers are no JSON
        return value <= self.target if self.at_most else value >= self.target

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "value": float(self.value), "is_met": self.is_met}


@dataclass
class Findings:
    """What one area found: its figures, and plots as SVG by their file names."""

    figures: list[Figure] = field(default_factory=list)
    plots: dict[str, str] = field(default_factory=dict)


def table(figures: list[Figure]) -> str:
    """For people: a row for each figure."""
    lines = ["| area | figure | value | target | | data set, seed | rule |", "|---" * 7 + "|"]
    verdicts = {True: "met", False: "**missed**", None: ""}
    for one in figures:
        sign = "≤" if one.at_most else "≥"
        target = "" if one.target is None else f"{sign} {one.target:g}"
        source = one.data_set + (f" ({one.size})" if one.size else "")
        source += "" if one.seed is None else f", seed {one.seed}"
        lines.append(
            f"| {one.area} | {one.name} | {one.value:.4g} | {target} | {verdicts[one.is_met]}"
            f" | {source} | {one.rule} |"
        )
    return "\n".join(lines)
