"""Reads a document of any form: to be called in a process that may be ended, see `processes`."""

from datetime import date

from domain.documents import MOST_BYTES, DocumentKind, RawDocument, ReadDocument
from domain.errors import ConfigurationError
from infra.documents.kinds import kind_of

_FENCE, _LONGEST_HEAD = "---", 50
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
        return _of_markdown(text)
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


def _of_markdown(text: str) -> ReadDocument:
    """As it is written; of its front matter only what a line by itself says."""
    said, body = {}, text
    lines = text.splitlines()
    if lines and lines[0].strip() == _FENCE:
        head = [line.strip() for line in lines[1:_LONGEST_HEAD]]
        end = head.index(_FENCE) + 1 if _FENCE in head else 0
        body = "\n".join(lines[end + 1 :]) if end else text
        for line in lines[1:end]:
            key, _, value = line.partition(":")
            said[key.strip()] = value.strip().strip("\"'")
    try:
        valid_until = date.fromisoformat(said["valid_until"]) if "valid_until" in said else None
    except ValueError as error:
        raise ConfigurationError("valid_until: is no date such as 2027-01-31") from error
    return ReadDocument(
        kind=DocumentKind.MARKDOWN,
        title=said.get("title", ""),
        markdown=body,
        audience=said.get("audience"),
        valid_until=valid_until,
    )
