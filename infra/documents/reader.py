"""Reads a document of any form: to be called in a process that may be ended, see `processes`."""

from domain.documents import MOST_BYTES, DocumentKind, RawDocument, ReadDocument
from domain.errors import ConfigurationError
from infra.documents.kinds import kind_of

_LONGEST_TEXT = 4_000_000
"""Characters of a page or a text."""


def read_document(document: RawDocument) -> ReadDocument:
    """Raise ConfigurationError with the reason, for whoever put the document there."""
    if len(document.content) > MOST_BYTES:
        raise ConfigurationError(f"a document has at most {MOST_BYTES >> 20} MB")
    kind, text = kind_of(document)
    if len(text) > _LONGEST_TEXT:
        raise ConfigurationError(f"a text has at most {_LONGEST_TEXT:,} characters; split it")
    # Each reader's library is loaded with the first document of its kind.
    if kind is DocumentKind.PDF:
        from infra.documents.pdf import read_pdf  # noqa: PLC0415

        return read_pdf(document.content)
    if kind is DocumentKind.DOCX:
        from infra.documents.docx import read_docx  # noqa: PLC0415

        return read_docx(document.content)
    if kind is DocumentKind.HTML:
        from infra.documents.html import read_page  # noqa: PLC0415

        return read_page(text)
    if kind is DocumentKind.MARKDOWN:
        return ReadDocument(kind=kind, title="", markdown=text)
    return _of_text(kind, text)


def _of_text(kind: DocumentKind, text: str) -> ReadDocument:
    from infra.documents.plain_text import read_plain_text  # noqa: PLC0415
    from infra.documents.question_tables import read_questions  # noqa: PLC0415

    if kind is DocumentKind.QUESTIONS:
        built, notices = read_questions(text)
        return ReadDocument(
            kind=kind, title="", sections=tuple(built.sections()), notices=tuple(notices)
        )
    built = read_plain_text(text)
    if not built.has_text():
        raise ConfigurationError("there is no text in it")
    return ReadDocument(kind=kind, title="", sections=tuple(built.sections()))


def title_of(name: str) -> str:
    """ "knowledge/price-list_2027.pdf" as people would call it: "Price list 2027"."""
    last = name.rstrip("/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:200]
