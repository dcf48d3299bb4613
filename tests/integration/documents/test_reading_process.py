"""Documents that would hang, crash or fill a process end by themselves, and nothing else does."""

import sys

import pytest

from bench.evals.messy import read_all
from bench.evals.messy_documents import MAKERS, a_docx, paragraph
from domain.documents import RawDocument
from domain.errors import ConfigurationError
from infra.documents.processes import CRASHED, ReadingProcess

GOOD = RawDocument(name="a.txt", content=b"Delivery is free.")

HOSTILE = """
import ctypes, sys, time
from infra.documents import reader, reading_process

read = reader.read_document

def hostile(document):
    if b"hang" in document.content:
        time.sleep(60)
    if b"burn" in document.content:
        while True:
            pass
    if b"crash" in document.content:
        ctypes.string_at(0)
    if b"fill" in document.content:
        return [bytearray(10_000_000) for _ in range(200)]
    return read(document)

reader.read_document = hostile
reading_process.CPU_SECONDS = 0
reading_process.main()
"""


def test_forty_messy_documents_of_eight_kinds() -> None:
    """None crashes a reader; each that fails says why; a thousand are read by `make eval`."""
    outcome = read_all(count=5 * len(MAKERS))

    assert outcome.crashes == []
    assert outcome.refused_wrongly == []
    assert outcome.read > len(MAKERS)
    assert all(reason for _, reason in outcome.refused)
    assert 0 < outcome.peak_mb < 300


@pytest.mark.parametrize(
    ("word", "within_s", "reason"),
    [
        ("hang", 0.5, "longer than 0.5 seconds"),
        ("burn", 30, "s of a core"),
        ("crash", 30, CRASHED),
        ("fill", 30, "more memory than one document may"),
    ],
)
def test_what_takes_too_much_ends_alone(word: str, within_s: float, reason: str) -> None:
    """The next document is read as if nothing had been."""
    started = (sys.executable, "-c", HOSTILE)
    with ReadingProcess(program=started) as reader:
        assert reader.read_now(GOOD).sections
        usual, reader._within_s = reader._within_s, within_s
        with pytest.raises(ConfigurationError, match=reason):
            reader.read_now(RawDocument(name="bad.txt", content=word.encode()))
        reader._within_s = usual
        assert reader.read_now(GOOD).sections


def test_a_process_has_none_of_our_secrets_and_writes_no_file() -> None:
    """A reader that a document takes over finds nothing to take."""
    program = (
        "import os, sys; from infra.documents import reading_process, reader;"
        "read = reader.read_document;"
        "reader.read_document = lambda d: read(d.model_copy(update={'content':"
        " ' '.join(['set:', *sorted(os.environ)]).encode()}));"
        "reading_process.main()"
    )
    with ReadingProcess(program=(sys.executable, "-c", program)) as reader:
        [section] = reader.read_now(GOOD).sections
    assert set(section.paragraphs[0].split()) <= {"set:", "MALLOC_ARENA_MAX", "LC_CTYPE"}


def test_images_in_a_word_document_are_not_unpacked() -> None:
    """A photo album with a line of text is a line of text."""
    album = a_docx(paragraph("A line."), extra={"word/media/1.png": b"\x00" * 50_000_000})
    with ReadingProcess() as reader:
        [section] = reader.read_now(RawDocument(name="a.docx", content=album)).sections
    assert section.paragraphs == ("A line.",)
