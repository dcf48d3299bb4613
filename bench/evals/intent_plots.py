"""Plots of what is understood, as SVG."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from bench.evals.intent_sets import STRANGER
from bench.evals.learned_bots import Asked

_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 420, 300, 46, 44, 34
_COLOURS = ("#1b6ef3", "#d23f31", "#2a9d5c")
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#334}.h{font-size:15px}"
    ".f{fill:#f6f7f9;stroke:#d5d9e0}.g{stroke:#9aa4b2;stroke-dasharray:3 3}"
)
_BINS = 10

Points = Sequence[tuple[float, float]]


def strangers_plot(asked: Mapping[str, Asked]) -> str:
    """Strangers refused over known messages answered rightly, for every threshold."""
    curves: dict[str, Points] = {}
    for name, one in asked.items():
        right = one.is_right & one.is_known
        curves[name] = [
            (
                float((right & (one.inside >= below))[one.is_known].mean()),
                float((one.inside < below)[~one.is_known].mean()),
            )
            for below in np.linspace(0, 1, 101)
        ]
    return _chart("Strangers refused over known messages right (CLINC150)", curves, least=0.5)


def reliability_plot(asked: Sequence[Asked]) -> tuple[str, float]:
    """How often the likeliest intent is meant, over how probable it was said to be; and the mean
    distance of the two."""
    said = np.concatenate([one.best_confidence for one in asked])
    true = np.concatenate([one.is_right & (np.array(one.truth) != STRANGER) for one in asked])
    bins = np.minimum((said * _BINS).astype(int), _BINS - 1)
    points, error = [], 0.0
    for number in sorted(set(bins.tolist())):
        here = bins == number
        points.append((float(said[here].mean()), float(true[here].mean())))
        error += abs(points[-1][0] - points[-1][1]) * float(here.mean())
    ideal = [(0.0, 0.0), (1.0, 1.0)]
    return _chart("Meant, over how probable it was said", {"said": points, "ideal": ideal}), error


def bars(head: str, values: Mapping[str, float]) -> str:
    most = max(*values.values(), 1.0)
    rows = []
    for row, (name, value) in enumerate(values.items()):
        y, wide = _TOP + row * 26, max(value, 0.0) / most * 200
        rows.append(
            f'<text x="10" y="{y + 14}">{escape(name)}</text>'
            f'<rect x="230" y="{y + 3}" width="{wide:.1f}" height="14" fill="{_COLOURS[0]}"/>'
            f'<text x="{236 + wide:.1f}" y="{y + 14}">{value:+.1f}</text>'
        )
    return _drawn(head, "\n".join(rows), 490, _TOP + 26 * len(values) + 10)


def _chart(head: str, curves: Mapping[str, Points], least: float = 0.0) -> str:
    def place(x: float, y: float) -> tuple[float, float]:
        across, up = (x - least) / (1 - least), (y - least) / (1 - least)
        return _LEFT + max(across, 0) * _WIDE, _TOP + (1 - max(up, 0)) * _HIGH

    parts = [f'<rect class="f" x="{_LEFT}" y="{_TOP}" width="{_WIDE}" height="{_HIGH}"/>']
    for tick in np.linspace(least, 1, 6):
        x, y = place(tick, tick)
        parts.append(f'<text x="{x - 8:.0f}" y="{_TOP + _HIGH + 16}">{tick:.0%}</text>')
        parts.append(f'<text x="8" y="{y + 4:.0f}">{tick:.0%}</text>')
    for (name, points), colour in zip(curves.items(), _COLOURS, strict=False):
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
        number = list(curves).index(name)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        label = f'x="{_LEFT + 12}" y="{_TOP + _HIGH - 14 - 16 * number}" style="fill:{colour}"'
        parts.append(f"<text {label}>{escape(name)}</text>")
    return _drawn(head, "\n".join(parts), _LEFT + _WIDE + 14, _TOP + _HIGH + _BOTTOM)


def _drawn(head: str, body: str, width: int, height: int) -> str:
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(head)}</title><style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text class="h" x="10" y="24">{escape(head)}</text>',
            body,
            "</svg>\n",
        ]
    )
