"""Ids of ours in an address. What cannot be one is simply not there: 404."""

import re
from typing import Annotated, Final

from fastapi import Path
from pydantic import AfterValidator

from domain.errors import NotFound

_SHAPE: Final = re.compile(r"[A-Za-z0-9_:.~-]{1,200}")


def _possible(text: str) -> str:
    """Let nothing strange get as far as a query or a workflow id."""
    if not _SHAPE.fullmatch(text):
        raise NotFound("There is nothing with this id.")
    return text


RecordId = Annotated[
    str, AfterValidator(_possible), Path(description="The id, as lists and events show it.")
]
