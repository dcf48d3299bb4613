"""How a tenant's human agents work: `desk` in tenant.yaml."""

from typing import Annotated

from pydantic import Field

from domain.values import Strict

_Label = Annotated[str, Field(min_length=1, max_length=80)]


class Disposition(Strict):
    """A way in which a talk can end, as agents choose it."""

    label: _Label
    note_required: bool = False


class DeskSettings(Strict):
    """How human agents wrap up their talks."""

    dispositions: dict[str, Disposition] = Field(default_factory=dict, max_length=50)
    """By their ids; with none, agents may write what they like."""
    disposition_required: bool = False
