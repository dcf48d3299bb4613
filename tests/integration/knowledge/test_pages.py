"""Pages of a site that is not ours, over real HTTP: what is fetched, and what never is."""

from collections.abc import AsyncIterator

import pytest

from domain.errors import ConfigurationError, DependencyUnavailable
from domain.ports.documents import FetchedPage
from domain.web_addresses import AllowedPages
from infra.http.connections import open_client
from infra.http.pages import HttpPages
from tests.integration.knowledge.site import HOST, Site, a_site, resolve


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as made:
        made.pages["/help/a"] = "<main><p>Text.</p></main>"
        yield made


@pytest.fixture
async def pages(site: Site) -> AsyncIterator[HttpPages]:
    async with open_client(resolve) as client:
        listed = (f"127.0.0.1:{site.port}",)
        yield HttpPages(client, listed=listed, between_s=0, within_s=1)


def allowed(site: Site, path: str = "/help") -> AllowedPages:
    return AllowedPages.of([site.url(path)])


async def fetch(pages: HttpPages, site: Site, path: str, etag: str | None = None) -> FetchedPage:
    return await pages.fetch("acme", site.url(path), allowed(site), etag=etag)


async def test_a_page_is_fetched_once_and_then_only_if_it_changed(
    pages: HttpPages, site: Site
) -> None:
    """The site learns who we are, and is asked no more than it must be."""
    first = await fetch(pages, site, "/help/a")
    again = await fetch(pages, site, "/help/a", first.etag)

    assert first.document is not None
    assert first.document.content == b"<main><p>Text.</p></main>"
    assert again.document is None
    assert not again.is_gone
    assert site.asked == ["/robots.txt", "/help/a", "/help/a"]
    assert {agent.split()[0] for agent in site.agents} == {"Duralogue"}


@pytest.mark.parametrize("status", [404, 410])
async def test_a_page_that_is_gone_is_told_apart(pages: HttpPages, site: Site, status: int) -> None:
    """Its document leaves the index; a site's fault removes nothing."""
    site.status["/help/gone"] = status
    assert (await fetch(pages, site, "/help/gone")).is_gone


@pytest.mark.parametrize(
    ("path", "error", "said"),
    [
        ("/help/500", DependencyUnavailable, "the site answers 500"),
        ("/help/429", DependencyUnavailable, "the site answers 429"),
        ("/help/403", ConfigurationError, "the site answers 403"),
        ("/help/slow", DependencyUnavailable, "does not answer within 1 s"),
        ("/help/endless", ConfigurationError, "larger than 20 MB"),
        ("/help/loop", ConfigurationError, "redirects more than 5 times"),
        ("/help/out", ConfigurationError, "/admin is not within `allow`"),
        ("/help/inside", ConfigurationError, "127.0.0.1:1/ is not within `allow`"),
        ("/help/scheme", ConfigurationError, "it redirects to what"),
        ("/help/secret", ConfigurationError, "robots.txt does not allow it"),
        ("/else", ConfigurationError, "is not within `allow`"),
    ],
)
async def test_what_is_not_fetched_is_named(
    pages: HttpPages, site: Site, path: str, error: type[Exception], said: str
) -> None:
    """Each in words that the tenant can act on."""
    site.robots = "User-agent: *\nDisallow: /help/secret\n"
    site.status |= {"/help/500": 500, "/help/429": 429, "/help/403": 403}
    site.slow, site.endless = {"/help/slow"}, {"/help/endless"}
    site.redirects = {
        "/help/loop": "/help/loop",
        "/help/out": "/admin",
        "/help/inside": "http://127.0.0.1:1/",
        "/help/scheme": "file:///etc/passwd",
    }
    with pytest.raises(error, match=said):
        await fetch(pages, site, path)
    assert "/admin" not in site.asked
    assert "/help/secret" not in site.asked


async def test_a_redirect_within_the_list_is_followed(pages: HttpPages, site: Site) -> None:
    """Its end is the page's address."""
    site.redirects["/help/old"] = "/help/a"
    fetched = await fetch(pages, site, "/help/old")
    assert fetched.url == site.url("/help/a")


async def test_a_name_that_leads_inside_is_refused(site: Site) -> None:
    """Nobody but the operator opens the inside of the network: the name is the tenant's."""
    async with open_client(resolve) as client:
        unlisted = HttpPages(client, between_s=0, within_s=1)
        with pytest.raises(ConfigurationError, match="not allowed"):
            await fetch(unlisted, site, "/help/a")
        inside = f"http://127.0.0.1:{site.port}/help/a"
        with pytest.raises(ConfigurationError, match="not allowed"):
            await unlisted.fetch("acme", inside, AllowedPages.of([inside]))
    assert site.asked == []


async def test_a_site_whose_robots_cannot_be_had_is_left_alone(
    pages: HttpPages, site: Site
) -> None:
    """It may forbid everything; it is asked again later."""
    site.is_down = True
    with pytest.raises(DependencyUnavailable, match="503"):
        await fetch(pages, site, "/help/a")
    assert site.asked == ["/robots.txt"]


async def test_requests_to_one_site_keep_their_distance(site: Site) -> None:
    """Two pages take two distances, robots.txt included."""
    async with open_client(resolve) as client:
        slowly = HttpPages(client, listed=(f"127.0.0.1:{site.port}",), between_s=0.05, within_s=1)
        await fetch(slowly, site, "/help/a")
        await fetch(slowly, site, "/help/a")
        waited = slowly._sites["acme", f"http://{HOST}:{site.port}"]
    assert len(site.asked) == 3
    assert waited.next_at > 0
