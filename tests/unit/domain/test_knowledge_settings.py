"""Settings that a tenant writes into knowledge/sources.yaml."""

from datetime import timedelta

import pytest

from domain.documents import narrower
from domain.errors import ConfigurationError
from domain.knowledge import Audience
from domain.knowledge_settings import KnowledgeSettings
from domain.web_addresses import AllowedPages, PageAddress
from infra.documents.sources_file import read_sources_file

WHOLE = """
keep_fresh: daily
sources:
  - name: help
    sitemap: https://www.example.com/sitemap.xml
    allow: [https://www.example.com/help]
    keep_fresh: 1h
    audience: signed_in
  - name: prices
    pages: [https://www.example.com/prices#top]
files:
  manuals/*.pdf: {audience: agents}
  manuals/a.pdf: {title: Manual A}
"""


def test_a_whole_file_is_read() -> None:
    """And comes back from the database as it was."""
    settings, problems = read_sources_file(WHOLE)
    assert problems == []
    assert settings is not None
    help_centre, prices = settings.sources
    assert settings.interval(help_centre) == timedelta(hours=1)
    assert settings.interval(prices) == timedelta(days=1)
    assert settings.shortest_interval() == timedelta(hours=1)
    assert prices.pages == ("https://www.example.com/prices",)
    assert settings.file("manuals/b.pdf").audience is Audience.AGENTS
    assert settings.file("manuals/a.pdf").title == "Manual A"
    assert settings.file("else.pdf").audience is None
    assert KnowledgeSettings.model_validate_json(settings.model_dump_json()) == settings


SOURCE = "sources:\n  - name: help\n    pages: [https://a.example/]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            SOURCE + "    audience: agent\n",
            "4: error: sources.0.audience: Input should be 'public'",
        ),
        (
            SOURCE + "    keep_fresh: 1m\n",
            "4: error: sources.0.keep_fresh: must be between 15m",
        ),
        (SOURCE + "    keep_fresh: often\n", "sources.0.keep_fresh: must be hourly, daily, weekly"),
        (SOURCE + "    feed: https://a.example/\n", "name exactly one of pages, sitemap and feed"),
        (SOURCE + "    every: 1h\n", "4: error: sources.0.every: this key is unknown"),
        (
            SOURCE + "  - name: help\n    pages: [https://b.example/]\n",
            "two sources are called help",
        ),
        ("sources:\n  - name: x\n    sitemap: https://a.example/s.xml\n", "allow: say where"),
        ("sources:\n  - name: x\n    pages: [ftp://a.example/]\n", "sources.0.pages.0: "),
        ("sources:\n  - name: x\n    pages: [https://u:p@a.example/]\n", "sources.0.pages.0: "),
        ("sources: [", "this is not YAML"),
        ("- a", "Input should be"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(text: str, said: str) -> None:
    """`duralogue check` shows them."""
    settings, problems = read_sources_file(text)
    assert settings is None
    assert said in "\n".join(map(str, problems))


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("https://www.example.com/help", True),
        ("https://www.example.com/help/", True),
        ("https://www.example.com/help/returns?page=2#x", True),
        ("https://WWW.example.com:443/help/a", True),
        ("https://www.example.com/helpdesk", False),
        ("https://www.example.com/", False),
        ("http://www.example.com/help", False),
        ("https://example.com/help", False),
        ("https://www.example.com.evil.example/help", False),
        ("https://www.example.com/help/internal/a", False),
    ],
)
def test_pages_are_allowed_by_origin_and_path(address: str, is_allowed: bool) -> None:  # noqa: FBT001
    """A prefix ends where a name in the path ends."""
    allowed = AllowedPages.of(
        ["https://www.example.com/help"], ["https://www.example.com/help/internal"]
    )
    assert allowed.allows(PageAddress.of(address)) is is_allowed


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/help/../admin",
        "https://a.example/help/%2e%2e/admin",
        "https://a.example/help%2Fadmin",
        "https://a.example\\@b.example/",
        "https://user@a.example/",
        "javascript:alert(1)",
        "https://a.example/ b",
        "https://127.1/",
        "//a.example/",
        "",
    ],
)
def test_addresses_that_two_readers_take_for_two_pages_are_refused(address: str) -> None:
    """What is checked must be what is fetched."""
    with pytest.raises(ValueError, match=r".+"):
        PageAddress.of(address)


def test_a_document_narrows_its_audience_and_never_widens_it() -> None:
    """The site that is read is somebody else's to write."""
    assert narrower(None, Audience.PUBLIC) is Audience.PUBLIC
    assert narrower("agents", Audience.PUBLIC) is Audience.AGENTS
    assert narrower("public", Audience.AGENTS) is Audience.AGENTS
    with pytest.raises(ConfigurationError, match="allowed are public, signed_in, agents"):
        narrower("staff", Audience.PUBLIC)
