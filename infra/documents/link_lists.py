"""Reads what names pages: sitemaps, RSS and Atom feeds, lists in JSON."""

import gzip
import io
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError, ParserCreate

from domain.documents import MOST_LINKS, Link, LinkList
from domain.errors import ConfigurationError
from infra.documents.text_encoding import decode

_MOST_UNPACKED = 50 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_LONGEST_ADDRESS = 2_000
_MOST_SITEMAPS = 200
_ADDRESSES = ("url", "link", "href", "loc")


def read_links(content: bytes) -> LinkList:
    """Raise ConfigurationError for what is none of them."""
    if content.startswith(_GZIP):
        content = _unpacked(content)
    text = content.lstrip(b"\xef\xbb\xbf \r\n\t")
    if text.startswith((b"{", b"[")):
        found, sitemaps = list(_of_json(decode(content))), list[str]()
    else:
        found, sitemaps = _of_xml(content)
    unique = {link.url: link for link in found if 0 < len(link.url) <= _LONGEST_ADDRESS}
    return LinkList(
        pages=tuple(unique.values())[:MOST_LINKS],
        sitemaps=tuple(dict.fromkeys(sitemaps))[:_MOST_SITEMAPS],
        was_cut=len(unique) > MOST_LINKS or len(sitemaps) > _MOST_SITEMAPS,
    )


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            unpacked = stream.read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, ValueError) as error:
        raise ConfigurationError("it is packed with gzip, and damaged") from error
    if len(unpacked) > _MOST_UNPACKED:
        raise ConfigurationError(f"it unpacks to more than {_MOST_UNPACKED >> 20} MB")
    return unpacked


def _of_json(text: str) -> Iterator[Link]:
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError("it is neither a sitemap, nor a feed, nor JSON") from error
    if isinstance(document, dict):
        document = next((document[k] for k in ("pages", "items", "urls") if k in document), None)
    if not isinstance(document, list):
        raise ConfigurationError(
            'a list of pages is [{"url": …, "title": …}, …], or that under "pages"'
        )
    for entry in document:
        if isinstance(entry, str):
            yield Link(url=entry)
        elif isinstance(entry, dict):
            url = next((entry[k] for k in _ADDRESSES if isinstance(entry.get(k), str)), "")
            title = entry.get("title")
            yield Link(url=url, title=title[:200] if isinstance(title, str) else "")


def _of_xml(content: bytes) -> tuple[list[Link], list[str]]:
    _refuse_entities(content)
    try:
        root = ET.fromstring(content)  # noqa: S314 - no entities, and in a child process
    except (ET.ParseError, ValueError, LookupError) as error:
        raise ConfigurationError("it is neither a sitemap, nor a feed, nor JSON") from error
    kind = _local(root.tag)
    if kind == "sitemapindex":
        return [], [_text(entry, "loc") for entry in root if _local(entry.tag) == "sitemap"]
    if kind == "urlset":
        return [Link(url=_text(entry, "loc")) for entry in root if _local(entry.tag) == "url"], []
    if kind in {"rss", "rdf", "feed"}:
        return [_entry(e) for e in root.iter() if _local(e.tag) in {"item", "entry"}], []
    raise ConfigurationError(f"<{kind[:40]}> is neither a sitemap nor a feed (RSS, Atom)")


def _refuse_entities(content: bytes) -> None:
    """A few bytes of declared entities may stand for gigabytes."""

    def refuse(*_: Any) -> None:
        raise ConfigurationError("it declares entities, which no sitemap and no feed does")

    parser = ParserCreate()
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise ConfigurationError("it is neither a sitemap, nor a feed, nor JSON") from error


def _entry(entry: ET.Element) -> Link:
    for link in entry:
        if _local(link.tag) == "link" and link.get("rel", "alternate") == "alternate":
            url = (link.get("href") or link.text or "").strip()
            return Link(url=url, title=_text(entry, "title")[:200])
    return Link(url="")


def _text(entry: ET.Element, name: str) -> str:
    found = next((part for part in entry if _local(part.tag) == name), None)
    return " ".join((found.text or "").split()) if found is not None else ""


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()
