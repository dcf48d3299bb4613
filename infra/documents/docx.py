"""Reads DOCX: what may be unpacked is measured first, then turned into a page and read as one."""

import io
import logging
import zipfile
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

import mammoth

from domain.documents import DocumentKind, ReadDocument
from domain.errors import ConfigurationError
from infra.documents.html import read_page

MOST_PARTS = 5_000
MOST_UNPACKED = 40 * 1024 * 1024
"""Of the parts that are read; images are not."""
_MOST_ALL = 2_000 * 1024 * 1024
_STEEPEST = 250
"""Times its packed size: text packs to a twentieth, a bomb to a thousandth."""
_SMALL = 1024 * 1024
_PIECE = 64 * 1024
_ENCRYPTED = 0x1
_READ = ("word/", "docProps/core.xml", "_rels/", "[Content_Types].xml")
_MEDIA = ("word/media/", "word/embeddings/", "word/fonts/", "word/theme/")
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Titel'] => h1:fresh",
        "p[style-name='Subtitle'] => p:fresh",
        *(f"p[style-name='Überschrift {level}'] => h{level}:fresh" for level in range(1, 7)),
    )
)
_LIBRARYS_OWN = (
    AssertionError,
    AttributeError,
    ExpatError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
)


def read_docx(content: bytes) -> ReadDocument:
    """Raise ConfigurationError for one that is damaged, locked, without text, or a bomb."""
    try:
        plain = _repacked(content)
        markup = mammoth.convert_to_html(
            plain, style_map=_STYLES, convert_image=mammoth.images.img_element(lambda _: {})
        ).value
    except RecursionError as error:
        raise ConfigurationError("its parts are nested too deep") from error
    except _LIBRARYS_OWN as error:
        raise ConfigurationError(f"it is a damaged DOCX ({type(error).__name__})") from error
    read = read_page(f"<main>{markup}</main>", tables_have_heads=True)
    return read.model_copy(update={"kind": DocumentKind.DOCX})


def _repacked(content: bytes) -> io.BytesIO:
    """Only the parts that are read, unpacked within bounds whatever their sizes are said to be."""
    logging.getLogger("mammoth").setLevel(logging.ERROR)
    plain = io.BytesIO()
    room = MOST_UNPACKED
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as repacked,
    ):
        for part in _measured(packed):
            unpacked = _unpacked(packed, part, room)
            room -= len(unpacked)
            if b"<!DOCTYPE" in unpacked or b"<!ENTITY" in unpacked:
                raise ConfigurationError("it declares entities, which no DOCX does")
            repacked.writestr(part.filename, unpacked)
    plain.seek(0)
    return plain


def _measured(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """By its table of contents, before anything is unpacked."""
    parts = packed.infolist()
    if len(parts) > MOST_PARTS:
        raise ConfigurationError(f"a DOCX has at most {MOST_PARTS:,} parts")
    if sum(part.file_size for part in parts) > _MOST_ALL:
        raise ConfigurationError("it unpacks to more than any document needs (a zip bomb)")
    read = [p for p in parts if p.filename.startswith(_READ) and not p.filename.startswith(_MEDIA)]
    if len({part.filename for part in read}) < len(read):
        raise ConfigurationError("it holds two parts of the same name")
    for part in read:
        if part.flag_bits & _ENCRYPTED:
            raise ConfigurationError("it is protected by a password; save it without one")
        if part.file_size > max(part.compress_size * _STEEPEST, _SMALL):
            raise ConfigurationError("it unpacks to more than any document needs (a zip bomb)")
        yield part


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    pieces = bytearray()
    with packed.open(part) as stream:
        while piece := stream.read(_PIECE):
            pieces += piece
            if len(pieces) > room:
                raise ConfigurationError(
                    f"its text unpacks to more than {MOST_UNPACKED // _SMALL} MB"
                )
    return bytes(pieces)
