"""Segments of a text: GSM 03.38 where every character is in it, else UCS-2."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")


def segments_of(text: str) -> tuple[int, str]:
    """The number, and the encoding: "GSM-7" or "UCS-2"."""
    if all(char in _BASIC or char in _EXTENDED for char in text):
        septets = sum(2 if char in _EXTENDED else 1 for char in text)
        return _parts(septets, 160, 153), "GSM-7"
    units = len(text.encode("utf-16-be")) // 2
    return _parts(units, 70, 67), "UCS-2"


def _parts(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
