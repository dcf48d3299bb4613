"""Segments of text messages: what a text costs, exactly, and how a long one is divided."""

from collections.abc import Iterator

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"
_WEIGHTS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENSION, 2)
"""GSM 03.38, in septets: what stands in the extension table goes behind an escape."""
_GSM_ALONE, _GSM_JOINED = 160, 153
_UCS2_ALONE, _UCS2_JOINED = 70, 67
"""Of one segment alone, and of each where a header joins several."""
_BEYOND_BMP = 0xFFFF

_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "`": "'",
        "\u00b4": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"',
        "\u00ab": '"', "\u00bb": '"', "\u2039": "'", "\u203a": "'",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-",
        "\u2212": "-", "\u00ad": None, "\u2026": "...", "\u2022": "-", "\u00b7": "-",
        "\u25cf": "-", "\u2043": "-", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ",
        "\u202f": " ", "\u2003": " ", "\u2002": " ", "\u3000": " ", "\t": " ", "\u200b": None,
        "\u200c": None, "\u200e": None, "\u200f": None, "\u2060": None, "\ufeff": None,
        "\u00d7": "x", "\u2192": "->", "\u2190": "<-", "\u00bd": "1/2", "\u00bc": "1/4",
        "\u2122": "TM", "\u00ae": "(R)", "\u00a9": "(C)",
        "\u1e9e": "SS", "\u2028": "\n", "\u2029": "\n",
    }
)  # fmt: skip
"""Typographic characters that say the same in the plain set. No letter becomes another one."""


def is_gsm(text: str) -> bool:
    """Whether all of it stands in GSM-7; one character beyond makes every one cost twice."""
    return all(char in _WEIGHTS for char in text)


def segments(text: str) -> int:
    """What the text costs: as many segments as a phone gets of it. An escaped character and a
    surrogate pair are never divided, so that a segment may end one short."""
    if is_gsm(text):
        weights, alone, joined = [_WEIGHTS[char] for char in text], _GSM_ALONE, _GSM_JOINED
    else:
        weights = [2 if ord(char) > _BEYOND_BMP else 1 for char in text]
        alone, joined = _UCS2_ALONE, _UCS2_JOINED
    if sum(weights) <= alone:
        return 1
    count, used = 1, 0
    for weight in weights:
        if used + weight > joined:
            count, used = count + 1, 0
        used += weight
    return count


def economical(text: str) -> str:
    """The text with typographic characters replaced, where that saves segments; else as it is."""
    plain = text.translate(_PLAIN)
    return plain if segments(plain) < segments(text) else text


def divided(text: str, *, most_segments: int, longest: int) -> tuple[str, ...]:
    """Messages of at most `most_segments` and `longest` characters each, divided between words and
    marked (1/3); one that fits is left as it is."""
    if _fits(text, most_segments, longest):
        return (text,)
    # Each mark takes room, and more digits take more of it: so many as there turn out to be.
    for digits in range(1, 5):
        room = len("(/) ") + 2 * digits
        parts = list(_pieces(text, most_segments, longest, "0" * room))
        if len(str(len(parts))) <= digits:
            break
    return tuple(f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, start=1))


def _pieces(text: str, most_segments: int, longest: int, mark: str) -> Iterator[str]:
    rest = text.strip()
    while rest:
        if _fits(mark + rest, most_segments, longest):
            yield rest
            return
        end = _end(rest, most_segments, longest, mark)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()


def _end(text: str, most_segments: int, longest: int, mark: str) -> int:
    """Where the first message ends: the last space that leaves it whole, or within a word that is
    longer than a message. At least one character, so that every step goes on."""
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(mark + text[:middle], most_segments, longest):
            low = middle
        else:
            high = middle - 1
    if low < len(text) and not text[low].isspace():
        space = max(text.rfind(char, 0, low) for char in " \n\t")
        if space > 0:
            return space
    return low


def _fits(text: str, most_segments: int, longest: int) -> bool:
    return len(text) <= longest and segments(text) <= most_segments
