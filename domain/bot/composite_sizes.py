"""Bounds of composite values: a conversation carries them along, and its state is small."""

import json
from typing import Any

from domain.bot.model import Slot

LONGEST = 1_000
"""Characters of one value as JSON."""


def is_too_much(slot: Slot, value: Any) -> bool:
    """Whether these are more things than the slot takes, or more than a conversation carries."""
    most = slot.composite.most if slot.composite else 1
    is_many = isinstance(value, list) and len(value) > most
    return is_many or len(json.dumps(value)) > LONGEST
