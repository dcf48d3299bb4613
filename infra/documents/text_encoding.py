"""Bytes as text: UTF-8, UTF-16 or Windows-1252, whichever they are."""

from domain.errors import ConfigurationError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_LOOKED_AT = 4_000
_HALF = 0.3
"""Of every other byte, zeros: ordinary text in UTF-16 has more, any other text none."""
_MOST_CONTROLS = 0.02
_FIRST_OF_SEVERAL = 0xC2
_KNOWN = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "iso-8859-15": "iso8859-15",
}


def decode(content: bytes, said: str = "") -> str:
    """`said` is the encoding that the sender names, where it does: one that does not fit the
    bytes is not believed. Raise ConfigurationError for what is no text."""
    if content.startswith(_UTF_32):
        raise ConfigurationError("it is text in UTF-32; save it as UTF-8")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _cleaned(content.decode(encoding, "replace"))
    if b"\x00" in content[:_LOOKED_AT]:
        return _cleaned(content.decode(_utf_16_without_mark(content), "replace"))
    try:
        return _cleaned(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        # A character cut off at the very end, or one bad byte among many good ones: still UTF-8.
        named = _KNOWN.get(said.strip().lower(), "")
        is_mostly = _is_mostly_utf8(content, error)
        encoding = "utf-8" if is_mostly else named if named not in {"", "utf-8"} else "cp1252"
        return _cleaned(content.decode(encoding, "replace"))


def _utf_16_without_mark(content: bytes) -> str:
    head = content[:_LOOKED_AT]
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) / half > _HALF > head[0::2].count(0) / half:
        return "utf-16-le"
    if head[0::2].count(0) / half > _HALF > head[1::2].count(0) / half:
        return "utf-16-be"
    raise ConfigurationError("it is no text and no document of a kind that is read")


def _is_mostly_utf8(content: bytes, error: UnicodeDecodeError) -> bool:
    """Characters of several bytes that fit are no accident; those that do not are damage."""
    damaged = content.decode("utf-8", "replace").count("\ufffd")
    wide = sum(1 for byte in content[: 1024 * 1024] if byte >= _FIRST_OF_SEVERAL) - damaged
    return wide > 3 * damaged or error.start >= len(content) - 3


def _cleaned(text: str) -> str:
    """Raise ConfigurationError where it is full of what no text has."""
    head = text[:_LOOKED_AT]
    odd = sum(1 for char in head if char < " " and char not in "\t\n\r\f\v\x1b")
    if odd > max(len(head) * _MOST_CONTROLS, 1):
        raise ConfigurationError("it is no text and no document of a kind that is read")
    return text.removeprefix("\ufeff").replace("\x00", "\ufffd")
