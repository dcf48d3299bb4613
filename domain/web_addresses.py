"""Addresses of pages that a tenant lists, and which of the others may be read besides."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urljoin, urlsplit

from domain.addresses import Origin, origin_of

LONGEST = 2_000
_UNREADABLE = ("%2e", "%2f", "%5c", "%00")
"""Some servers see another path in them."""


@dataclass(frozen=True)
class PageAddress:
    """An address of a page: its origin, its path, and the whole without a fragment."""

    origin: Origin
    path: str
    url: str

    @classmethod
    def of(cls, text: str, base: str = "") -> "PageAddress":
        """Raise ValueError for what is no plain address of a page."""
        text = urljoin(base, text.strip()) if base else text.strip()
        if len(text) > LONGEST or any(c <= " " or c == "\\" for c in text):
            raise ValueError("is no address such as https://www.example.com/help")
        origin = origin_of(text)
        split = urlsplit(text)
        path = split.path or "/"
        is_plain = not any(mark in path.lower() for mark in _UNREADABLE)
        if not is_plain or any(part in {".", ".."} for part in path.split("/")):
            raise ValueError("has a path with dots or encoded slashes in it")
        query = f"?{split.query}" if split.query else ""
        return cls(origin, path, f"{origin}{path}{query}")

    def document_id(self, source: str) -> str:
        """Readable, and unique: `help/returns-and-refunds-1f2e3d4c`."""
        last = next((part for part in reversed(self.path.split("/")) if part), "start")
        words = "".join(char if char.isalnum() else "-" for char in last.lower())[:60].strip("-")
        return f"{source}/{words or 'page'}-{sha256(self.url.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class AllowedPages:
    """Prefixes such as `https://www.example.com/help`: that page, and what lies below it."""

    allowed: tuple[PageAddress, ...]
    denied: tuple[PageAddress, ...] = ()

    @classmethod
    def of(cls, allowed: Iterable[str], denied: Iterable[str] = ()) -> "AllowedPages":
        return cls(tuple(map(PageAddress.of, allowed)), tuple(map(PageAddress.of, denied)))

    def allows(self, page: PageAddress) -> bool:
        """Whether the page may be read, and redirects may lead to it."""
        is_in = any(_covers(prefix, page) for prefix in self.allowed)
        return is_in and not any(_covers(prefix, page) for prefix in self.denied)

    def origins(self) -> list[Origin]:
        """Each once."""
        return list(dict.fromkeys(prefix.origin for prefix in self.allowed))


def _covers(prefix: PageAddress, page: PageAddress) -> bool:
    """`/help` covers `/help/returns` and not `/helpdesk`."""
    if prefix.origin != page.origin:
        return False
    path = prefix.path.rstrip("/")
    return page.path.rstrip("/") == path or page.path.startswith(f"{path}/")
