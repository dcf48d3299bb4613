"""PDF, DOCX, tables of questions and plain text; each told by its content."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from bench.evals.messy_documents import a_docx, a_pdf, paragraph
from domain.documents import DocumentKind, RawDocument, ReadDocument
from domain.errors import ConfigurationError
from infra.documents.reader import read_document


def read(content: bytes, name: str = "file") -> ReadDocument:
    return read_document(RawDocument(name=name, content=content))


def said(read: ReadDocument) -> list[tuple[str, tuple[str, ...]]]:
    return [(section.heading, section.paragraphs) for section in read.sections]


def reason(content: bytes, name: str = "file") -> str:
    with pytest.raises(ConfigurationError) as refused:
        read(content, name)
    return str(refused.value)


HEADED = [
    (20.0, "Handbook"),
    (15.0, "Returns"),
    (11.0, "You may return an item within thirty days after its deli-"),
    (11.0, "very if it is unworn."),
    (15.0, "Refunds"),
    (11.0, "We pay you back within a week by the way you paid."),
    (9.0, "Page 1 of 3"),
]


OTHERS = [
    [(11.0, f"Chapter {word} of it."), (11.0, f"More about {word}."), (9.0, f"Page {n} of 3")]
    for n, word in ((2, "two"), (3, "three"))
]


def test_a_pdf_has_headings_by_the_size_of_their_letters() -> None:
    """Parted words are whole again, and what stands at the foot of each page is left out."""
    document = read(a_pdf([HEADED, *OTHERS]))

    assert document.kind is DocumentKind.PDF
    assert document.title == "Handbook"
    assert said(document)[:2] == [
        (
            "Returns",
            ("You may return an item within thirty days after its delivery if it is unworn.",),
        ),
        (
            "Refunds",
            (
                "We pay you back within a week by the way you paid.",
                "Chapter two of it. More about two.",
                "Chapter three of it. More about three.",
            ),
        ),
    ]
    assert "Page" not in str(said(document))


@pytest.mark.parametrize(
    ("said", "title"),
    [("Prices 2027", "Prices 2027"), ("Microsoft Word - a.docx", ""), ("C:/x/a.doc", ""), ("", "")],
)
def test_a_pdf_is_not_called_by_the_file_it_was_made_of(said: str, title: str) -> None:
    """Word processors write its name where the title belongs."""
    assert read(a_pdf([[(11.0, "Delivery is free.")]], title=said)).title == title


def test_a_table_of_contents_is_no_content() -> None:
    """Its entries would be found before what they stand for."""
    lines = [(11.0, "Returns . . . . . . . 2"), (11.0, "Refunds ......... 3"), (11.0, "Text.")]
    assert said(read(a_pdf([lines]))) == [("", ("Text.",))]


def test_a_pdf_that_cannot_be_read_says_why() -> None:
    """Its author can do something about each of them."""
    whole = a_pdf([HEADED])
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole)))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    scan = whole.replace(b"/Resources<</Font<</F1 3 0 R>>>>", b"/Resources<</XObject<</I 7 0 R>>>>")
    scan = scan.replace(b"/Contents 4 0 R", b"")
    image = b"7 0 obj\n<</Subtype/Image/Length 0>>stream\n\nendstream\nendobj\n"
    scan = scan.replace(b"xref\n", image + b"xref\n", 1)

    assert "damaged PDF" in reason(whole[:50])
    assert reason(locked.getvalue()) == "it is protected by a password; save it without one"
    assert reason(scan).startswith("it is a scan: its page is an image without text")
    assert "at most 500 pages, and this one 501" in reason(a_pdf([[(11.0, "A page")]] * 501))
    assert reason(a_pdf([[]])) == "there is no text in it"


def test_a_word_document_keeps_headings_lists_and_tables() -> None:
    """The first row of its tables names the columns."""
    row = "<w:tr>{}</w:tr>".format
    cell = "<w:tc>{}</w:tc>".format
    table = "".join(
        row("".join(cell(paragraph(text)) for text in texts))
        for texts in (("Country", "Price"), ("Iceland", "12 EUR"))
    )
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
        "</w:styles>"
    )
    body = paragraph("Delivery", "H1") + paragraph("It is quick.") + f"<w:tbl>{table}</w:tbl>"
    document = read(
        a_docx(
            body, extra={"word/styles.xml": styles.encode(), "word/_rels/document.xml.rels": RELS}
        )
    )

    assert document.kind is DocumentKind.DOCX
    assert document.title == "Delivery"
    assert said(document) == [("", ("It is quick.", "Iceland \u2013 Price: 12 EUR"))]


RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/styles" Target="styles.xml"/></Relationships>'
)


@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        ("question,answer\nHow long?,30 days.\n", "utf-8"),
        ("\ufeffQuestion;Answer\r\nHow long?;30 days.\r\n", "utf-8"),
        ("Frage\tAntwort\nWie lange für Grüße?\t30 Tage.\n", "utf-16"),
        ("Frage;Antwort\nWie lange für Grüße?;30 Tage.\n", "cp1252"),
        ('"answer","id","question"\n"30 days.","7","How, long?"\n', "utf-8"),
        ("Q|A\nHow long?|30 days.\n", "utf-16-le"),
    ],
)
def test_a_table_of_questions_is_read_however_it_was_saved(table: str, encoding: str) -> None:
    """Delimiters, encodings and the order of columns are those of whoever saved it."""
    document = read(table.encode(encoding))
    assert document.kind is DocumentKind.QUESTIONS
    [(heading, [answer])] = said(document)
    assert heading in {"How long?", "How, long?", "Wie lange für Grüße?"}
    assert answer in {"30 days.", "30 Tage."}


def test_rows_stand_under_their_topic_and_lines_apart() -> None:
    """Rows that miss something are named and stop nothing."""
    table = 'question,answer,topic\nMay I?,"Yes.\nAlways.",Returns\nWhy?,,\n,,\nWhat?,This.,\n'
    document = read(table.encode())
    assert said(document) == [("Returns \u203a May I?", ("Yes.", "Always.")), ("What?", ("This.",))]
    assert document.notices == ("rows without a question or an answer are left out: 3",)


def test_plain_text_has_paragraphs_headings_and_items() -> None:
    """By how lines stand."""
    text = "Opening hours\n=====\n\nWe are open\nfrom nine.\n\nOn holidays\n\n- Easter: closed\n"
    text += "2) Ring.\n"
    document = read(text.encode())
    assert said(document) == [
        ("Opening hours", ("We are open from nine.",)),
        ("Opening hours \u203a On holidays", ("Easter: closed", "2) Ring.")),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\x89PNG\r\n\x1a\n....", "it is an image (PNG)"),
        (b"{\\rtf1 hello}", "it is RTF; save it as DOCX"),
        (b"PK\x03\x04....", "damaged DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "Office before 2007"),
        (bytes(range(256)) * 9, "no text and no document"),
        ("text".encode("utf-32"), "UTF-32"),
        (b"<?xml version='1.0'?><urlset/>", "it is XML and no page"),
    ],
)
def test_what_is_not_read_is_told_by_what_it_is(content: bytes, said: str) -> None:
    """Whatever its name says."""
    for name in ("a.pdf", "a.txt", "a.docx"):
        assert said in reason(content, name)


def test_a_table_without_the_two_columns_is_told_which_they_are() -> None:
    """In both languages."""
    assert "columns question and answer (Frage and Antwort)" in reason(b"a,b\n1,2\n", "x.csv")


@pytest.mark.parametrize("name", ["a.pdf", "a.csv", "a", "a.docx"])
def test_a_documents_form_is_told_by_its_content(name: str) -> None:
    """People rename files, and servers name types at random."""
    assert read(b"<!doctype html><p>Some text.</p>", name).kind is DocumentKind.HTML
    assert read(a_pdf([HEADED]), name).kind is DocumentKind.PDF
    assert read(b"question;answer\nWhy?;So.\n", name).kind is DocumentKind.QUESTIONS
    assert read(b"---\ntitle: A\n---\nText.\n", name).kind is DocumentKind.MARKDOWN
