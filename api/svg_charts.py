"""Charts as inline SVG, without a script and readable without seeing them."""

from collections.abc import Sequence
from html import escape
from typing import Final

_WIDTH: Final = 640
_HEIGHT: Final = 180
_FOOT: Final = 24
_HEAD: Final = 16
_GAP: Final = 2
_MOST_BARS: Final = 60
_MOST_LABELS: Final = 12


def bar_chart(title: str, bars: Sequence[tuple[str, float]]) -> str:
    """One bar for each label, the highest as high as the chart. Colours follow the text's own.

    `title` and the values are what a screen reader says.
    """
    shown = bars[:_MOST_BARS]
    highest = max((value for _, value in shown), default=0) or 1
    step = _WIDTH / max(1, len(shown))
    every = -(-len(shown) // _MOST_LABELS) or 1
    parts = [
        _bar(label, value, n, step=step, highest=highest) for n, (label, value) in enumerate(shown)
    ]
    parts += [
        f'<text x="{(n + 0.5) * step:.1f}" y="{_HEIGHT - 6}" text-anchor="middle"'
        f' font-size="11" fill="currentColor">{escape(label)}</text>'
        for n, (label, _) in enumerate(shown)
        if n % every == 0
    ]
    said = "; ".join(f"{label}: {value:g}" for label, value in shown)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img"'
        f' xmlns="http://www.w3.org/2000/svg"><title>{escape(title)}</title>'
        f"<desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def _bar(label: str, value: float, number: int, *, step: float, highest: float) -> str:
    room = _HEIGHT - _FOOT - _HEAD
    height = room * max(0.0, value) / highest
    x, width = number * step + _GAP / 2, max(1.0, step - _GAP)
    top = _HEAD + room - height
    bar = (
        f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="currentColor" fill-opacity="0.55"><title>{escape(label)}: {value:g}</title></rect>'
    )
    if not value:
        return bar
    return bar + (
        f'<text x="{x + width / 2:.1f}" y="{top - 4:.1f}" text-anchor="middle" font-size="11"'
        f' fill="currentColor">{value:g}</text>'
    )
