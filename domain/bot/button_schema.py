"""Schema of buttons made from a tool's result, beside `collect` or `say`."""

from pydantic import Field

from domain.bot.local_texts import LocalTexts
from domain.values import Strict


class ButtonsSource(Strict):
    """One button for each item of a list: `{from: free_times, label: "{item.start}"}`."""

    items: str = Field(alias="from", min_length=1, max_length=200)
    """A result that is a list, or the dotted path of a list in it; "tool." may stand before it."""
    label: LocalTexts
    value: str | None = None
    most: int = Field(default=5, ge=1, le=10)
    only: bool = False
