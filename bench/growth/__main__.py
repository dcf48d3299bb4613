"""`python -m bench.growth`: draw how the time of every pattern grows with its worst text."""

import re
from pathlib import Path

from bench.growth.chart import Curve, drawn
from bench.growth.discovery import patterns
from bench.growth.hostile import Maker, for_everybody, for_pattern
from bench.growth.timing import cpu, every_use

CHART = Path(__file__).parents[2] / "docs" / "images" / "growth.svg"
_SCREENED = 4_000
_LENGTHS = (500, 1_000, 2_000, 4_000, 8_000, 16_000)


def worst_text(pattern: re.Pattern[str]) -> Maker:
    read, texts = every_use(pattern), for_everybody() | for_pattern(pattern)
    took = {name: cpu(read, make(_SCREENED)) for name, make in texts.items()}
    slowest = sorted(took, key=lambda name: -took[name])[:5]
    again = {name: min(cpu(read, texts[name](_SCREENED)) for _ in range(5)) for name in slowest}
    return texts[max(again, key=lambda name: again[name])]


def curve_of(pattern: re.Pattern[str]) -> Curve:
    read, make = every_use(pattern), worst_text(pattern)
    return [(n, min(cpu(read, make(n)) for _ in range(9))) for n in _LENGTHS]


def main() -> None:
    curves = {place: curve_of(pattern) for place, pattern in patterns().items()}
    for place, curve in curves.items():
        steps = " ".join(f"{seconds * 1e3:8.3f}" for _, seconds in curve)
        print(f"{place:55} {steps} ms, x{curve[-1][1] / curve[0][1]:.0f}")
    head = f"{len(curves)} patterns over outside text"
    CHART.write_text(drawn(curves, head), encoding="utf-8")
    print(f"{_LENGTHS} characters; drawn to {CHART}")


if __name__ == "__main__":
    main()
