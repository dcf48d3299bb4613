"""One small chart for each pattern, as SVG: time over length, both on logarithmic axes."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

Curve = Sequence[tuple[int, float]]
"""Characters and seconds, the shortest text first."""

_COLUMNS, _WIDE, _HIGH, _GAP = 4, 236, 96, 10
_LEFT, _TOP = 10, 64
_SECONDS = (1e-6, 1e-1)
_STYLE = (
    "text{font:11px system-ui,sans-serif;fill:#334}.n{font-size:9px}.h{font-size:16px}"
    ".f{fill:#f6f7f9;stroke:#d5d9e0}.l{fill:none;stroke:#1b6ef3;stroke-width:2}"
    ".g{stroke:#9aa4b2;stroke-dasharray:3 3}.q{stroke:#d23f31;stroke-dasharray:3 3}"
)


def drawn(curves: Mapping[str, Curve], head: str) -> str:
    rows = -(-len(curves) // _COLUMNS)
    width = 2 * _LEFT + _COLUMNS * (_WIDE + _GAP)
    height = _TOP + rows * (_HIGH + 28 + _GAP)
    panels = [
        _panel(name, curve, index % _COLUMNS, index // _COLUMNS)
        for index, (name, curve) in enumerate(curves.items())
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            f"<title>{escape(head)}</title><style>{_STYLE}</style>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text class="h" x="{_LEFT}" y="24">{escape(head)}</text>',
            (
                f'<text x="{_LEFT}" y="44">Blue: its worst text, CPU (1 µs to 100 ms) over length; '
                "both axes logarithmic. Grey: in proportion. Red: the square.</text>"
            ),
            *panels,
            "</svg>\n",
        ]
    )


def _panel(name: str, curve: Curve, column: int, row: int) -> str:
    left, top = _LEFT + column * (_WIDE + _GAP), _TOP + row * (_HIGH + 28 + _GAP)
    first, last = curve[0], curve[-1]
    times = last[0] / first[0]
    straight = [first, (last[0], first[1] * times)]
    square = [first, (last[0], first[1] * times**2)]
    module, _, short = name.rpartition(":")
    return "\n".join(
        [
            f'<g transform="translate({left},{top})"><text y="10">{escape(short)}</text>',
            f'<text class="n" y="21">{escape(module)}</text>',
            f'<svg y="26" width="{_WIDE}" height="{_HIGH}">',
            f'<rect class="f" width="{_WIDE}" height="{_HIGH}"/>',
            _line("g", straight, curve),
            _line("q", square, curve),
            _line("l", curve, curve),
            (
                f'<text class="n" x="{_WIDE - 4}" y="12" text-anchor="end">'
                f"{last[0]:,}: {last[1] * 1e3:.2f} ms</text></svg></g>"
            ),
        ]
    )


def _line(style: str, points: Curve, curve: Curve) -> str:
    shortest, longest = curve[0][0], curve[-1][0]
    lowest, highest = map(log10, _SECONDS)
    placed = " ".join(
        f"{_WIDE * log10(length / shortest) / log10(longest / shortest):.1f},"
        f"{_HIGH * (1 - (log10(max(seconds, 1e-9)) - lowest) / (highest - lowest)):.1f}"
        for length, seconds in points
    )
    return f'<polyline class="{style}" fill="none" points="{placed}"/>'
