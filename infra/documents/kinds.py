"""Tells by its content what form a document has, whatever its name says."""

import io
import re
import zipfile

from domain.documents import DocumentKind, RawDocument
from domain.errors import ConfigurationError
from infra.documents.question_tables import has_question_columns
from infra.documents.text_encoding import decode

_PDF_WITHIN = 1_024
_HTML_WITHIN = 2_000
_OFFICE_BEFORE_2007 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FENCE = "---"
_REFUSED = (
    (b"\x89PNG", "it is an image (PNG)"),
    (b"\xff\xd8\xff", "it is an image (JPEG)"),
    (b"GIF8", "it is an image (GIF)"),
    (b"II*\x00", "it is an image (TIFF)"),
    (b"MM\x00*", "it is an image (TIFF)"),
    (b"{\\rtf", "it is RTF; save it as DOCX"),
    (b"\x1f\x8b", "it is packed with gzip; put the document itself here"),
    (b"7z\xbc\xaf", "it is an archive (7z); documents are read one by one"),
    (b"Rar!", "it is an archive (RAR); documents are read one by one"),
    (b"\x7fELF", "it is a program"),
    (b"MZ", "it is a program"),
    (b"%!PS", "it is PostScript; save it as PDF"),
)
_ZIPPED = (
    ("word/document.xml", ""),
    ("xl/workbook.xml", "it is a spreadsheet (XLSX); save its table as CSV"),
    ("ppt/presentation.xml", "it is a presentation (PPTX); save it as PDF"),
    ("content.xml", "it is an OpenDocument file; save it as DOCX or PDF"),
    ("META-INF/container.xml", "it is an e-book (EPUB); save it as PDF or HTML"),
)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PART_OF_A_PAGE = re.compile(
    r"<(?:h[1-6]|p|div|main|article|section|table|ul|ol|dl|header|nav|title|meta)[\s>]",
    re.IGNORECASE,
)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s{0,3}=\s{0,3}[\"']?([A-Za-z0-9_-]{1,30})", re.IGNORECASE)


def kind_of(document: RawDocument) -> tuple[DocumentKind, str]:
    """The form, and the text where it is one of text. Raise ConfigurationError, saying what it is,
    for what is not read."""
    content = document.content
    if not content.strip():
        raise ConfigurationError("it is empty")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return DocumentKind.PDF, ""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(content), ""
    if content.startswith(_OFFICE_BEFORE_2007):
        if _ENCRYPTED in content:
            raise ConfigurationError("it is protected by a password; save it without one")
        raise ConfigurationError("it is in a form of Office before 2007; save it as DOCX")
    for mark, said in _REFUSED:
        if content.startswith(mark):
            raise ConfigurationError(said)
    if content[8:12] == b"WEBP":
        raise ConfigurationError("it is an image (WebP)")
    text = decode(content, _charset(document))
    return _of_text(document, text), text


def _zipped(content: bytes) -> DocumentKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ConfigurationError("it is a damaged DOCX or another damaged archive") from error
    for name, said in _ZIPPED:
        if name in names:
            if said:
                raise ConfigurationError(said)
            return DocumentKind.DOCX
    raise ConfigurationError("it is an archive (ZIP); documents are read one by one")


def _charset(document: RawDocument) -> str:
    head = document.content[:_HTML_WITHIN].decode("latin-1")
    found = _CHARSET.search(document.content_type) or (
        _CHARSET.search(head) if "<" in head else None
    )
    return found[1] if found else ""


def _of_text(document: RawDocument, text: str) -> DocumentKind:
    head = text[:_HTML_WITHIN].lstrip()
    name = document.name.lower()
    said = document.content_type.partition(";")[0].strip().lower()
    if head.startswith(_FENCE):
        return DocumentKind.MARKDOWN
    if head.startswith("<") and (
        _PAGE.search(head) or _PART_OF_A_PAGE.match(head) or said in _HTML_TYPES
    ):
        return DocumentKind.HTML
    if head.startswith("<?xml"):
        raise ConfigurationError("it is XML and no page; sitemaps and feeds go into sources.yaml")
    if name.endswith((".md", ".markdown")) or said == "text/markdown":
        return DocumentKind.MARKDOWN
    if has_question_columns(text):
        return DocumentKind.QUESTIONS
    if name.endswith((".csv", ".tsv")) or said in {"text/csv", "text/tab-separated-values"}:
        raise ConfigurationError(
            "a table needs the columns question and answer (Frage and Antwort) in its first line"
        )
    if name.endswith((".html", ".htm")) or said in _HTML_TYPES:
        return DocumentKind.HTML
    if name.endswith(".json") or said == "application/json":
        raise ConfigurationError("it is JSON; a list of pages goes into sources.yaml as a feed")
    return DocumentKind.TEXT
