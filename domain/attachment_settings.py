"""Settings of the files that a tenant's customers and agents may send."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from domain.durations import Retention
from domain.file_types import FileType
from domain.values import Strict

_DEFAULT_TYPES = tuple(kind for kind in FileType if kind is not FileType.ZIP)
_MEGABYTE = 1024 * 1024


class AttachmentSettings(Strict):
    """Files in the chat on the tenant's pages, both ways."""

    enabled: bool = False
    max_megabytes: int = Field(default=10, ge=1, le=50)
    """Of one file."""
    types: Annotated[tuple[FileType, ...], Field(min_length=1, max_length=len(FileType))] = (
        _DEFAULT_TYPES
    )
    """By content, whatever a file is called. All but archives, unless said."""
    per_minute: int = Field(default=20, ge=1, le=600)
    """Files of one visitor or agent; of one address five times as many."""
    kept_for: Retention = timedelta(days=90)
    """From the message that names it; after that it is deleted."""
    allow_unchecked: bool = True
    """Whether files are taken that no virus scanner has looked at, because none is set up."""

    @property
    def largest(self) -> int:
        """In bytes."""
        return self.max_megabytes * _MEGABYTE
