"""Documents as people put them into a folder: broken, locked, huge, misnamed. Made from a seed."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter

from domain.documents import RawDocument

_WORDS = [
    "return", "parcel", "order", "shop", "delivery", "refund", "card", "price", "week", "customer",
    "number", "invoice", "Größe", "Preis", "Rückgabe", "Bestellung", "Lieferung", "Tage",
    "kostenlos", "Straße", "Konto", "Karte",
]  # fmt: skip
_CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="urn:x"/>'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True)
class MessyDocument:
    """One of them; `may_be_read` where nothing is wrong with it but its looks."""

    kind: str
    document: RawDocument
    may_be_read: bool


Maker = Callable[[random.Random], MessyDocument]


def messy_documents(count: int, seed: int) -> Iterator[MessyDocument]:
    """As many of each kind, in turn."""
    chance = random.Random(seed)  # noqa: S311 - the same documents each time
    for number in range(count):
        yield MAKERS[number % len(MAKERS)](chance)


def a_pdf(pages: Sequence[Sequence[tuple[float, str]]], *, title: str = "") -> bytes:
    """Lines with the size of their letters, one below the other."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    kids = []
    for lines in pages:
        stream = zlib.compress(_text_stream(lines))
        objects.append(
            b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream)
        )
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    info = f"<</Title({title})>>".encode() if title else b""
    return _assembled([*objects, *([info] if info else [])], info=bool(info))


def a_docx(body: str, *, extra: dict[str, bytes] | None = None) -> bytes:
    """A Word document of these paragraphs in its own markup."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        )
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()


def paragraph(text: str, style: str = "") -> str:
    """Of a Word document."""
    of_style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{of_style}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(5, 14))).capitalize() + "."


def _ordinary_pdf(chance: random.Random, pages: int = 3) -> bytes:
    return a_pdf(
        [[(18, "Heading"), *((11, _ascii(chance)) for _ in range(20))] for _ in range(pages)]
    )


def _ascii(chance: random.Random) -> str:
    return _sentence(chance).encode("ascii", "ignore").decode()


def _broken_pdf(chance: random.Random) -> MessyDocument:
    content = bytearray(_ordinary_pdf(chance))
    damage = chance.randrange(6)
    if damage == 0:
        content = content[: chance.randint(10, len(content) - 10)]
    elif damage == 1:
        for _ in range(chance.randint(5, 200)):
            content[chance.randrange(9, len(content))] = chance.randrange(256)
    elif damage == 2:
        content = bytearray(b"%PDF-1.7\n" + chance.randbytes(chance.randint(10, 5_000)))
    elif damage == 3:
        content = bytearray(bytes(content).replace(b"/Kids[", b"/Kids[2 0 R "))
    elif damage == 4:
        bomb = zlib.compress(zlib.compress(b"0 " * 30_000_000, 9), 9)
        content = bytearray(_with_stream(bomb, b"[/FlateDecode/FlateDecode]"))
    else:
        content = bytearray(bytes(content).replace(b"/Length", b"/Lenght"))
    return _made("broken PDF", "broken.pdf", bytes(content))


def _bomb(chance: random.Random) -> MessyDocument:
    shape = chance.randrange(4)
    if shape == 0:
        content = a_docx(paragraph("a" * chance.choice((50_000_000, 120_000_000))))
    elif shape == 1:
        content = _with_lying_sizes(a_docx(paragraph("a" * 60_000_000)))
    elif shape == 2:
        declared = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        entities = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">{declared}]>'
        content = a_docx("", extra={"word/styles.xml": (entities + "<w>&j;</w>").encode()})
    else:
        extra = {f"word/part{n}.xml": b"<a/>" for n in range(chance.choice((6_000, 8_000)))}
        content = a_docx(paragraph("Text."), extra=extra)
    return _made("zip bomb", "bomb.docx", content)


def _locked(chance: random.Random) -> MessyDocument:
    if chance.random() < 0.5:
        content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + chance.randbytes(500)
        content += "EncryptedPackage".encode("utf-16-le") + chance.randbytes(500)
        return _made("password", "locked.docx", content)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(_ordinary_pdf(chance, 1))))
    writer.encrypt("secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return _made("password", "locked.pdf", written.getvalue())


def _long_table(chance: random.Random) -> MessyDocument:
    rows = [
        (_sentence(chance)[:40], _sentence(chance)) for _ in range(chance.choice((4_000, 5_000)))
    ]
    if chance.random() < 0.5:
        lines = ["question;answer", *(f'"{q}?";"{a}"' for q, a in rows)]
        return _made("5,000 rows", "table.csv", "\n".join(lines).encode(), may_be_read=True)
    cells = "".join(f"<tr><td>{q}</td><td>{a}</td></tr>" for q, a in rows)
    page = f"<html><body><main><h1>Prices</h1><table><tr><th>A<th>B</tr>{cells}</table></main>"
    return _made("5,000 rows", "table.html", page.encode(), may_be_read=True)


def _misnamed(chance: random.Random) -> MessyDocument:
    content, may_be_read = chance.choice(
        (
            (_ordinary_pdf(chance, 1), True),
            (a_docx(paragraph(_sentence(chance))), True),
            (f"<!doctype html><body><p>{_sentence(chance)}</p>".encode(), True),
            (b"\x89PNG\r\n\x1a\n" + chance.randbytes(300), False),
            (b"\xff\xd8\xff\xe0" + chance.randbytes(300), False),
            (b"{\\rtf1 hello}", False),
            (b"\x7fELF" + chance.randbytes(200), False),
            (a_docx("").replace(b"word/document.xml", b"xl/workbook.xmlXX"), False),
            (f"frage,antwort\n{_sentence(chance)},{_sentence(chance)}\n".encode(), True),
        )
    )
    name = chance.choice(("a.pdf", "a.docx", "a.html", "a.txt", "a", "a.csv", "a.jpg"))
    return _made("wrong extension", name, content, may_be_read=may_be_read)


def _deep(chance: random.Random) -> MessyDocument:
    depth = chance.choice((300, 3_000, 30_000))
    shape = chance.randrange(4)
    if shape == 0:
        tag = chance.choice(("div", "b", "ul><li", "table><tr><td", "blockquote", "custom-x"))
        return _made("deep nesting", "deep.html", (f"<{tag}>" * depth + "Text.").encode())
    if shape == 1:
        inner = "<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth
        return _made("deep nesting", "deep.docx", a_docx(inner))
    if shape == 2:
        nested = b"[" * depth + b"]" * depth
        return _made("deep nesting", "deep.pdf", _with_stream(b"", b"/FlateDecode", nested))
    lists = "".join(f"{' ' * n}- item {n}\n" for n in range(min(depth, 2_000)))
    return _made("deep nesting", "deep.txt", lists.encode(), may_be_read=True)


def _huge(chance: random.Random) -> MessyDocument:
    shape = chance.randrange(4)
    if shape == 0:
        part = f"<p>{_sentence(chance)}</p>"
        size = chance.choice((1_500_000, 6_000_000, 22_000_000))
        return _made("huge", "huge.html", (part * (size // len(part))).encode())
    if shape == 1:
        return _made("huge", "huge.txt", b"word " * chance.choice((300_000, 700_000, 4_500_000)))
    if shape == 2:
        pages = chance.choice((400, 700))
        return _made("huge", "huge.pdf", a_pdf([[(11, "A page.")]] * pages))
    cell = "x" * chance.choice((10_000, 30_000))
    return _made("huge", "huge.csv", f'question,answer\nWhy?,"{cell}"\n'.encode())


def _badly_encoded(chance: random.Random) -> MessyDocument:
    text = "\n\n".join(_sentence(chance) for _ in range(20))
    encoding = chance.choice(("cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"))
    content = text.encode(encoding)
    damage = chance.randrange(4)
    if damage == 1:
        content = content[:-1]
    elif damage == 2:
        content += chance.randbytes(20)
    elif damage == 3:
        content = bytes(chance.choice(range(1, 32)) for _ in range(400))
    name = chance.choice(("a.txt", "a.html", "a.csv"))
    is_text = damage < 2 and encoding != "utf-32" and name == "a.txt"
    return _made("bad encoding", name, content, may_be_read=is_text)


MAKERS: tuple[Maker, ...] = (
    _broken_pdf,
    _bomb,
    _locked,
    _long_table,
    _misnamed,
    _deep,
    _huge,
    _badly_encoded,
)


def _made(kind: str, name: str, content: bytes, *, may_be_read: bool = False) -> MessyDocument:
    return MessyDocument(kind, RawDocument(name=name, content=content), may_be_read)


def _text_stream(lines: Sequence[tuple[float, str]]) -> bytes:
    written = ["BT 40 800 Td"]
    for size, text in lines:
        safe = text.replace("\\", "").replace("(", "").replace(")", "")
        written.append(f"/F1 {size} Tf 0 -{size * 1.3:.1f} Td ({safe}) Tj")
    return ("\n".join(written) + "\nET").encode("latin-1", "replace")


def _with_stream(stream: bytes, filters: bytes, contents: bytes = b"4 0 R") -> bytes:
    return _assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents %s>>" % contents,
            b"<</Length %d/Filter%s>>stream\n%s\nendstream" % (len(stream), filters, stream),
        ]
    )


def _assembled(objects: Sequence[bytes], *, info: bool = False) -> bytes:
    written = bytearray(b"%PDF-1.5\n")
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    more = b"/Info %d 0 R" % len(objects) if info else b""
    written += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        more,
        start,
    )
    return bytes(written)


def _with_lying_sizes(packed: bytes) -> bytes:
    """Every size in the table of contents says that little is to be unpacked."""
    lying = bytearray(packed)
    at = lying.find(b"PK\x01\x02")
    while at >= 0:
        lying[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
        at = lying.find(b"PK\x01\x02", at + 4)
    return bytes(lying)
