"""Reads PDF: its text in lines, headings guessed by the size of their letters."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from domain.documents import DocumentKind, ReadDocument
from domain.errors import ConfigurationError
from domain.sections import SectionBuilder

MOST_PAGES = 500
MOST_OBJECTS = 200_000
_LIBRARYS_OWN = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
"""What the library raises over a file that is damaged; trying again would end the same."""
_LARGER = 1.12
_LONGEST_HEADING, _MOST_WORDS = 120, 14
_GAP = 1.7
"""Times the height of a line: from here on a paragraph begins."""
_ENDS = (".", "!", "?", ":")
_EDGE = 2
"""Lines at the top and the bottom of a page that may repeat on every page."""
_MOST_PAGES_NAMED = 5
_DIGITS = re.compile(r"\d{1,9}")
_BULLETS = "\u2022\u25cf\u25aa \t"
_BULLET = re.compile(r"(?:[\u2022\u25cf\u25aa\u2013*-]|\d{1,3}[.)])\s")


@dataclass
class _Line:
    text: str
    size: float
    gap: float
    """To the line above, in heights of a line; 0 at the top of a page."""


def read_pdf(content: bytes) -> ReadDocument:
    """Raise ConfigurationError for one that is damaged, locked, too long, or has no text."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        _require_open(reader)
        pages = _pages(reader)
        title = _said_title(reader)
    except _LIBRARYS_OWN as error:
        raise ConfigurationError(f"it is a damaged PDF ({type(error).__name__})") from error
    lines, damaged, images = _lines_of(pages)
    if not any(line.text for page in lines for line in page):
        raise ConfigurationError(_why_empty(len(pages), len(damaged), images))
    body = _body_size(lines)
    title = title or _first_heading(lines, body)
    built = _built(_without_repeated(lines), body, title)
    return ReadDocument(
        kind=DocumentKind.PDF,
        title=title,
        sections=tuple(built.sections()),
        notices=_notices(damaged),
    )


def _require_open(reader: PdfReader) -> None:
    """Many are locked against changes only, and open with an empty password."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise ConfigurationError("it is protected by a password; save it without one")


def _pages(reader: PdfReader) -> list[PageObject]:
    objects = sum(len(of_generation) for of_generation in reader.xref.values())
    if objects > MOST_OBJECTS:
        raise ConfigurationError(f"a PDF has at most {MOST_OBJECTS:,} objects")
    count = len(reader.pages)
    if count > MOST_PAGES:
        raise ConfigurationError(
            f"a PDF has at most {MOST_PAGES} pages, and this one {count:,}; split it"
        )
    return list(reader.pages)


def _said_title(reader: PdfReader) -> str:
    said = reader.metadata.title if reader.metadata else None
    title = " ".join(said.split()) if isinstance(said, str) else ""
    is_file_name = title.lower().endswith((".doc", ".docx", ".pdf", ".indd", ".qxd"))
    is_file_name |= "\\" in title or "://" in title
    is_by_a_program = title.lower().startswith(("microsoft word", "untitled", "unbenannt"))
    return "" if is_file_name or is_by_a_program else title[:200]


def _lines_of(pages: list[PageObject]) -> tuple[list[list[_Line]], list[int], int]:
    """Each page's lines, the numbers of pages that could not be read, and how many hold images."""
    read: list[list[_Line]] = []
    damaged = []
    images = 0
    for number, page in enumerate(pages, start=1):
        try:
            lines = list(_lines(page))
            images += not lines and _has_image(page)
        except _LIBRARYS_OWN:
            damaged.append(number)
            lines = []
        read.append(lines)
    return read, damaged, images


def _lines(page: PageObject) -> Iterator[_Line]:
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        scale = abs(float(tm[3]) or float(tm[0]) or 1.0) * abs(float(cm[3]) or 1.0)
        height = float(tm[5]) * float(cm[3] or 1.0) + float(cm[5])
        pieces.append((text, height, round(abs(float(size)) * scale, 1)))

    page.extract_text(visitor_text=visit)
    above: float | None = None
    words: list[str] = []
    at, size = 0.0, 0.0
    for text, height, letters in [*pieces, ("\n", 0.0, 0.0)]:
        parts = text.split("\n")
        for place, part in enumerate(parts):
            if part.strip():
                if not words:
                    at, size = height, letters
                size = max(size, letters)
                words.append(part)
            is_end = place + 1 < len(parts)
            if is_end and words:
                gap = abs(above - at) / size if above is not None and size else 0.0
                yield _Line(" ".join("".join(words).split()), size, gap)
                above, words = at, []


def _has_image(page: PageObject) -> bool:
    resources = page.get("/Resources")
    held = resources.get_object().get("/XObject") if resources is not None else None
    inner = held.get_object().values() if held is not None else ()
    return any(each.get_object().get("/Subtype") == "/Image" for each in inner)


def _why_empty(pages: int, damaged: int, images: int) -> str:
    if images:
        said = "its page is an image" if pages == 1 else f"its {pages} pages are images"
        return f"it is a scan: {said} without text; run text recognition (OCR) over it first"
    if damaged:
        return "it is a damaged PDF: none of its pages can be read"
    return "there is no text in it"


def _body_size(pages: list[list[_Line]]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0]


def _without_repeated(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Without what stands at the top or the bottom of most pages, and numbers of pages."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = {_DIGITS.sub("#", line.text) for line in [*page[:_EDGE], *page[-_EDGE:]]}
        seen.update(edges)
    often = max(3, len(pages) // 2)
    return [
        [
            line
            for place, line in enumerate(page)
            if not _is_entry_of_contents(line.text)
            and (_EDGE <= place < len(page) - _EDGE or not _repeats(line.text, seen, often))
        ]
        for page in pages
    ]


def _is_entry_of_contents(text: str) -> bool:
    """ "Returns . . . . . . 12" says nothing that the heading itself does not."""
    return ". . . ." in text or "....." in text


def _repeats(text: str, seen: Counter[str], often: int) -> bool:
    return text.isdecimal() or seen[_DIGITS.sub("#", text)] >= often


def _built(pages: list[list[_Line]], body: float, title: str) -> SectionBuilder:
    built = SectionBuilder(title)
    levels = {size: place for place, size in enumerate(_heading_sizes(pages, body), start=1)}
    gathered: list[str] = []
    for line in (line for page in pages for line in page):
        is_heading = line.size in levels and _may_be_heading(line.text)
        is_next_page = not line.gap and bool(gathered) and gathered[-1].endswith(_ENDS)
        begins = line.gap > _GAP or is_next_page or _BULLET.match(line.text) or is_heading
        if begins:
            _end(built, gathered)
        if is_heading:
            built.open(levels[line.size], line.text)
            continue
        gathered.append(line.text)
    _end(built, gathered)
    return built


def _end(built: SectionBuilder, gathered: list[str]) -> None:
    built.add(_joined(gathered).lstrip(_BULLETS))
    gathered.clear()


def _joined(lines: list[str]) -> str:
    """A word that was parted at the end of a line is whole again."""
    text = ""
    for line in lines:
        if text.endswith("-") and line[:1].islower() and text[-2:-1].isalpha():
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text


def _heading_sizes(pages: list[list[_Line]], body: float) -> list[float]:
    sizes = {
        line.size
        for page in pages
        for line in page
        if line.size >= body * _LARGER and _may_be_heading(line.text)
    }
    return sorted(sizes, reverse=True)[:6]


def _may_be_heading(text: str) -> bool:
    is_short = len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_WORDS
    return is_short and any(char.isalpha() for char in text) and not text.endswith((".", ","))


def _first_heading(pages: list[list[_Line]], body: float) -> str:
    largest = _heading_sizes(pages, body)[:1]
    lines = (line for page in pages for line in page)
    return next((line.text for line in lines if [line.size] == largest), "")


def _notices(damaged: list[int]) -> tuple[str, ...]:
    if not damaged:
        return ()
    named = ", ".join(map(str, damaged[:_MOST_PAGES_NAMED]))
    more = " …" if len(damaged) > _MOST_PAGES_NAMED else ""
    return (f"pages that cannot be read are left out: {named}{more}",)
