"""Sitemaps, feeds and lists of pages."""

import gzip

import pytest

from domain.errors import ConfigurationError
from infra.documents.link_lists import read_links

SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://a.example/1 </loc><lastmod>2026-01-01</lastmod></url>
<url><loc>https://a.example/2</loc></url><url><loc>https://a.example/1</loc></url></urlset>"""
RSS = b"""<rss version="2.0"><channel><title>News</title><link>https://a.example</link>
<item><title>One</title><link>https://a.example/1</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.example"/>
<entry><title>One</title><link rel="self" href="https://a.example/self"/>
<link href="https://a.example/1"/></entry></feed>"""


@pytest.mark.parametrize(
    ("content", "urls"),
    [
        (SITEMAP, ["https://a.example/1", "https://a.example/2"]),
        (gzip.compress(SITEMAP), ["https://a.example/1", "https://a.example/2"]),
        (RSS, ["https://a.example/1"]),
        (ATOM, ["https://a.example/1"]),
        (b'["https://a.example/1"]', ["https://a.example/1"]),
        (b'{"pages": [{"url": "https://a.example/1", "title": "One"}]}', ["https://a.example/1"]),
        (b'[{"link": 5}, 7, null, {"href": "/x"}]', ["/x"]),
    ],
)
def test_pages_are_named_by_each_form(content: bytes, urls: list[str]) -> None:
    """Each page once."""
    assert [link.url for link in read_links(content).pages] == urls


def test_an_index_names_other_sitemaps() -> None:
    """Large sites have many."""
    index = b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>"
    assert read_links(index).sitemaps == ("https://a.example/s.xml",)


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><urlset>&a;</urlset>',
        b"<html><body>404</body></html>",
        b"<urlset><url>",
        b'{"a": 1}',
        b"[" * 5_000,
        b"hello",
        b"",
        gzip.compress(b"\x00" * 60_000_000),
        b"\x1f\x8bnot gzip",
    ],
)
def test_what_is_none_of_them_is_refused(content: bytes) -> None:
    """With a reason, and without unpacking a bomb."""
    with pytest.raises(ConfigurationError, match=r".+"):
        read_links(content)
