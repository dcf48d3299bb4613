"""Values: compared by what they hold, never changed in place, with nothing invisible in them."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

_CONTROLS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Frozen(BaseModel):
    """A value: compared by what it holds, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Strict(BaseModel):
    """A part of a tenant's files: unknown keys are errors, values never change."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def printable(text: str) -> str:
    """Such values go into headers, logs and pages, and are compared: what cannot be seen in them
    makes two customers look like one."""
    if any(unicodedata.category(char) in _CONTROLS for char in text):
        raise ValueError("must hold no control or invisible characters")
    return text


Printable = Annotated[str, AfterValidator(printable)]
