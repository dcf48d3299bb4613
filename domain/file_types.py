"""Types of files: told by what is in them, never by what their sender says."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HEAD: Final = 8 * 1024
"""Bytes from the beginning of a file by which its type is told."""


class FileType(StrEnum):
    """What a tenant may allow, under the name that stands in `tenant.yaml`."""

    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ZIP = "zip"
    MP4 = "mp4"
    MOV = "mov"
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"
    OGG = "ogg"
    TXT = "txt"
    CSV = "csv"


@dataclass(frozen=True)
class _Form:
    media_type: str
    extensions: tuple[str, ...]
    """The first is given to a file whose name has none."""
    is_shown: bool = False
    """Whether a browser may draw or play it where it stands, because it runs nothing."""


_FORMS: Final[Mapping[FileType, _Form]] = {
    FileType.PNG: _Form("image/png", ("png",), is_shown=True),
    FileType.JPEG: _Form("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), is_shown=True),
    FileType.GIF: _Form("image/gif", ("gif",), is_shown=True),
    FileType.WEBP: _Form("image/webp", ("webp",), is_shown=True),
    FileType.HEIC: _Form("image/heic", ("heic", "heif")),
    FileType.PDF: _Form("application/pdf", ("pdf",)),
    FileType.DOCX: _Form(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
    ),
    FileType.XLSX: _Form(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
    ),
    FileType.ZIP: _Form("application/zip", ("zip",)),
    FileType.MP4: _Form("video/mp4", ("mp4", "m4v"), is_shown=True),
    FileType.MOV: _Form("video/quicktime", ("mov", "qt")),
    FileType.MP3: _Form("audio/mpeg", ("mp3",), is_shown=True),
    FileType.M4A: _Form("audio/mp4", ("m4a",), is_shown=True),
    FileType.WAV: _Form("audio/wav", ("wav",), is_shown=True),
    FileType.OGG: _Form("audio/ogg", ("ogg", "oga", "opus"), is_shown=True),
    FileType.TXT: _Form("text/plain", ("txt", "md", "log")),
    FileType.CSV: _Form("text/csv", ("csv", "tsv")),
}

_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"%PDF-", FileType.PDF),
    (b"ID3", FileType.MP3),
    (b"OggS", FileType.OGG),
)
_BRANDS: Final = {
    b"M4A ": FileType.M4A,
    b"M4B ": FileType.M4A,
    b"qt  ": FileType.MOV,
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim"), FileType.HEIC),
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"),
        FileType.MP4,
    ),
}
"""What stands after `ftyp` in the family of MP4."""
_MARKUP: Final = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<iframe")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES: Final = "\ufeff \n\r\t\f"


def media_type_of(file_type: FileType) -> str:
    """Such as "image/png"."""
    return _FORMS[file_type].media_type


def is_shown_in_place(media_type: str) -> bool:
    """Whether a browser may draw or play it; all else is for download only."""
    return any(form.is_shown for form in _FORMS.values() if form.media_type == media_type)


def extensions_of(file_type: FileType) -> tuple[str, ...]:
    """In small letters and without the dot."""
    return _FORMS[file_type].extensions


def told_by_beginning(head: bytes) -> FileType | None:
    """The type of a file that begins with these bytes, `HEAD` of them or all there are. None where
    it can only be text, or is nothing that is taken."""
    known = next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)
    if known is not None:
        return known
    if head[:4] == b"RIFF":
        return {b"WEBP": FileType.WEBP, b"WAVE": FileType.WAV}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head[:4] == b"PK\x03\x04":
        return _packed(head)
    return FileType.MP3 if _is_mp3_frame(head) else None


def _packed(head: bytes) -> FileType:
    """Documents of Office are archives: the names of their first parts say which."""
    if b"[Content_Types].xml" not in head and b"_rels/.rels" not in head:
        return FileType.ZIP
    if b"word/" in head:
        return FileType.DOCX
    return FileType.XLSX if b"xl/" in head else FileType.ZIP


def _is_mp3_frame(head: bytes) -> bool:
    """Eleven bits of synchronisation, then "layer III"; a byte order mark is neither."""
    return len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2  # noqa: PLR2004


class TextCheck:
    """Whether bytes, given piece by piece, are plain text in UTF-8: no controls, no markup."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_text = True
        self._opening = ""

    def add(self, piece: bytes) -> None:
        """Take the next bytes."""
        if self._is_text:
            self._read(piece, is_last=False)

    def passes(self) -> bool:
        """After the last piece. Nothing at all is no text."""
        if self._is_text:
            self._read(b"", is_last=True)
        return self._is_text and bool(self._opening) and not self.is_markup

    @property
    def is_markup(self) -> bool:
        """Whether it begins as HTML, SVG or XML do, which a browser could run."""
        return self._opening.startswith(_MARKUP)

    def _read(self, piece: bytes, *, is_last: bool) -> None:
        try:
            text = self._decoder.decode(piece, is_last)
        except UnicodeDecodeError:
            self._is_text = False
            return
        if _CONTROLS.search(text):
            self._is_text = False
        if len(self._opening) < len(max(_MARKUP, key=len)):
            self._opening = (self._opening + text[:HEAD].lower()).lstrip(_SPACES)[:HEAD]
