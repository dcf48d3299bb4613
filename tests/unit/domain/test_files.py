"""Files: their types by content, and names that fit."""

import io
import zipfile

import pytest

from domain.errors import InvalidInput
from domain.file_types import HEAD, FileType, TextCheck, is_shown_in_place, media_type_of
from domain.files import fitting_name, told_type

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def of(data: bytes, name: str = "file", piece: int = 1_000) -> FileType:
    text = TextCheck()
    for start in range(0, len(data), piece):
        text.add(data[start : start + piece])
    return told_type(data[:HEAD], text, name)


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (PNG, FileType.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", FileType.JPEG),
        (b"GIF89a" + bytes(9), FileType.GIF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", FileType.WEBP),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", FileType.WAV),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", FileType.HEIC),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", FileType.MP4),
        (b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00", FileType.M4A),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00", FileType.MOV),
        (b"%PDF-1.7\n%\xe2\xe3", FileType.PDF),
        (b"ID3\x04\x00", FileType.MP3),
        (b"\xff\xfb\x90\x00", FileType.MP3),
        (b"OggS\x00\x02", FileType.OGG),
        (packed("[Content_Types].xml", "_rels/.rels", "word/document.xml"), FileType.DOCX),
        (packed("[Content_Types].xml", "xl/workbook.xml"), FileType.XLSX),
        (packed("photos/one.jpg"), FileType.ZIP),
        (packed("word/of-mouth.txt"), FileType.ZIP),
        (b"Order A100001\r\nGr\xc3\xbc\xc3\x9fe\t\xf0\x9f\x99\x82\n", FileType.TXT),
        (b"\xef\xbb\xbfwith a byte order mark", FileType.TXT),
        (b"a < b, and 2 > 1", FileType.TXT),
    ],
)
def test_the_type_is_told_by_content(data: bytes, expected: FileType) -> None:
    """Whatever the sender's browser says, and however the bytes arrive."""
    assert of(data) is expected
    assert of(data, piece=1) is expected


def test_a_table_in_text_is_told_by_its_name() -> None:
    """Nothing in it says so for sure."""
    assert of(b"a,b\n1,2\n", "orders.CSV") is FileType.CSV
    assert of(b"a,b\n1,2\n", "orders.txt") is FileType.TXT


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<!DOCTYPE html><p>hello", "web page"),
        (b"  \n<HTML>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg/>', "SVG"),
        (b"<svg onload=alert(1)>", "SVG"),
        (b"<script>alert(1)</script>", "web page"),
        (b"MZ\x90\x00\x03", "known type"),
        (b"\x7fELF", "known type"),
        (b"", "known type"),
        (b"  \n ", "known type"),
        (b"text with \x00 in it", "known type"),
        (b"caf\xe9", "known type"),
        (b"cut off \xc3", "known type"),
        (b"\xff\xfeh\x00i\x00", "known type"),
        (b"\x00\x00\x00\x18ftypcrx ", "known type"),
    ],
)
def test_what_could_run_and_what_nobody_knows_is_refused(data: bytes, why: str) -> None:
    """With words, for whoever has sent it."""
    for piece in (1, 1_000):
        with pytest.raises(InvalidInput, match=why):
            of(data, piece=piece)


def test_a_control_far_behind_the_beginning_counts_too() -> None:
    """All of it is read, not the head alone."""
    with pytest.raises(InvalidInput, match="known type"):
        of(b"a" * 100_000 + b"\x07")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("parcel.png", "parcel.png"),
        ("PARCEL.PNG", "PARCEL.PNG"),
        ("parcel", "parcel.png"),
        ("C:\\photos\\parcel.png", "parcel.png"),
        ("../../etc/parcel.png", "parcel.png"),
        (" my parcel.v2.png. ", "my parcel.v2.png"),
        (".png", "png.png"),
    ],
)
def test_a_name_is_kept_without_its_folders(name: str, kept: str) -> None:
    """And has an extension, so that whoever downloads it can open it."""
    assert fitting_name(name, FileType.PNG) == kept


@pytest.mark.parametrize(
    "name",
    ["parcel.jpg", "parcel.svg", "parcel.png.html", "", " ", "a/", "x" * 201, "a\u202egnp.png"],
)
def test_a_name_that_lies_is_refused(name: str) -> None:
    """Also one that reads as another."""
    with pytest.raises(InvalidInput):
        fitting_name(name, FileType.PNG)


def test_only_what_runs_nothing_is_shown_in_place() -> None:
    """A PDF may hold scripts, and text may be taken for a page."""
    shown = {kind for kind in FileType if is_shown_in_place(media_type_of(kind))}
    assert shown == {
        *(FileType.PNG, FileType.JPEG, FileType.GIF, FileType.WEBP),
        *(FileType.MP4, FileType.MP3, FileType.M4A, FileType.WAV, FileType.OGG),
    }
    assert not is_shown_in_place("text/html")
