"""Files of conversations: what is known of one, and which a tenant takes."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AwareDatetime, Field

from domain.errors import InvalidInput
from domain.file_types import FileType, TextCheck, extensions_of, media_type_of, told_by_beginning
from domain.identifiers import ConversationId
from domain.messages import Attachment
from domain.values import Frozen, Printable, printable

LARGEST_FILE: Final = 50 * 1024 * 1024
"""In bytes; whatever a tenant allows."""
MOST_FILES: Final = 200
"""Of one conversation."""
UNSENT_FOR: Final = timedelta(hours=1)
"""So long a file is kept that no message names."""
BLOCK: Final = 256 * 1024
"""Bytes of a file that are read and sealed at once."""
_REFERENCE: Final = "file/"
_LONGEST_NAME: Final = 200

FileId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]


class FileState(StrEnum):
    """What the virus scanner has said. What is infected is never kept."""

    CLEAN = "clean"
    UNCHECKED = "unchecked"
    """No scanner is set up."""


class StoredFile(Frozen):
    """What is known of a file; its bytes are elsewhere."""

    file_id: FileId
    conversation_id: ConversationId
    name: Printable = Field(min_length=1, max_length=255, repr=False)
    media_type: str = Field(max_length=127)
    """Told by its content."""
    size: int = Field(ge=0, le=LARGEST_FILE)
    """In bytes."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False)
    state: FileState
    expires_at: AwareDatetime
    """From then on it is not given out, and soon deleted."""
    by: str = Field(default="", max_length=128)
    """The human agent who has sent it; "" for the customer."""

    def as_attachment(self, url: str | None = None) -> Attachment:
        """As a message names it. `url` is for channels whose customers see no chat of ours."""
        return Attachment(
            name=self.name,
            media_type=self.media_type,
            size=self.size,
            url=url,
            reference=_REFERENCE + self.file_id,
        )


class FoundInfected(Frozen):
    """The scanner's verdict on what must not be kept."""

    signature: str = Field(max_length=200)
    """What it is called, such as "Eicar-Test-Signature"."""


def file_id_in(attachment: Attachment) -> str | None:
    """The id of a file that is kept here; None for one that stands at a provider."""
    kept = attachment.reference.startswith(_REFERENCE)
    return attachment.reference.removeprefix(_REFERENCE) if kept else None


def told_type(head: bytes, text: TextCheck, name: str) -> FileType:
    """The type by content. `text` has read the whole file; the name only tells one kind of plain
    text from another.

    Raise InvalidInput for what is none that anybody may send.
    """
    known = told_by_beginning(head)
    if known is not None:
        return known
    if text.is_markup:
        raise InvalidInput("file", "must be no web page, SVG or XML: they can carry programs")
    if not text.passes():
        raise InvalidInput("file", "must be a picture, document, recording or text of a known type")
    return FileType.CSV if _extension(name) in extensions_of(FileType.CSV) else FileType.TXT


def fitting_name(name: str, file_type: FileType) -> str:
    """The name without folders, and with an extension. Raise InvalidInput for one whose extension
    says that the file is something else."""
    bare = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1].strip().strip(".")
    try:
        printable(bare)
    except ValueError as error:
        raise InvalidInput("name", str(error)) from error
    if not 0 < len(bare) <= _LONGEST_NAME:
        raise InvalidInput(
            "name", f"must be the file's name, of at most {_LONGEST_NAME} characters"
        )
    expected = extensions_of(file_type)
    extension = _extension(bare)
    if not extension:
        return f"{bare}.{expected[0]}"
    if extension not in expected:
        raise InvalidInput(
            "name",
            f"must end in .{' or .'.join(expected)}: by its content the file is "
            f"{media_type_of(file_type)}",
        )
    return bare


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
