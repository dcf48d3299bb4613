"""`PageFetcher` over HTTP: guarded as tools' calls are, within a tenant's allow-list, politely."""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from domain.addresses import AllowedAddresses
from domain.documents import MOST_BYTES, RawDocument
from domain.errors import ConfigurationError, DependencyUnavailable
from domain.ports.documents import FetchedPage
from domain.web_addresses import AllowedPages, PageAddress
from infra.http.connections import ALLOWED, TENANT, Resolve, open_client, resolve
from infra.http.robots import LARGEST, USER_AGENT, Robots, read_robots

_WITHIN_S, _CONNECTED_WITHIN_S = 30.0, 5.0
_MOST_REDIRECTS = 5
_BETWEEN_S = 1.0
"""Requests to one site are as far apart at least."""
_ROBOTS_KEPT_S = 3_600.0
_MOST_SITES = 1_000
_GONE = frozenset({404, 410})
_BUSY = frozenset({408, 425, 429})
_NOT_MODIFIED = 304
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FIRST_SERVER_ERROR, _OK = 500, 200
_LONGEST_TAG = 300


@dataclass
class _Site:
    """One origin as one tenant's source sees it."""

    robots: Robots = field(default_factory=Robots)
    asked_at: float = float("-inf")
    next_at: float = 0.0
    alone: asyncio.Lock = field(default_factory=asyncio.Lock)


class HttpPages:
    """A page is reached where its name leads to a public address, or to one inside that the
    operator has listed; wherever a redirect leads, all is asked again."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        *,
        listed: Sequence[str] = (),
        between_s: float = _BETWEEN_S,
        within_s: float = _WITHIN_S,
    ) -> None:
        """`listed` are the operator's own entries: ranges inside the network that may be called."""
        self._client = client
        self._addresses = AllowedAddresses.of(listed)
        self._between_s = between_s
        self._within_s = within_s
        self._sites: dict[tuple[str, str], _Site] = {}

    async def fetch(
        self,
        tenant_id: str,
        url: str,
        allowed: AllowedPages,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        asks_robots: bool = True,
    ) -> FetchedPage:
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        asked = {name: value for name, value in headers.items() if value}
        page = _address(url)
        for _ in range(_MOST_REDIRECTS + 1):
            if not allowed.allows(page):
                raise ConfigurationError(f"{page.url} is not within `allow` of sources.yaml")
            if asks_robots:
                await self._require_robots(tenant_id, page)
            response, body = await self._answer(tenant_id, page, asked, MOST_BYTES)
            if response.status_code not in _REDIRECTS:
                return _fetched(page, response, body)
            page = _address(response.headers.get("location", ""), page.url)
        raise ConfigurationError(f"it redirects more than {_MOST_REDIRECTS} times")

    async def _require_robots(self, tenant_id: str, page: PageAddress) -> None:
        site = self._site(tenant_id, page)
        async with site.alone:
            if time.monotonic() - site.asked_at > _ROBOTS_KEPT_S:
                site.robots = await self._robots(tenant_id, page)
                site.asked_at = time.monotonic()
        path = page.url[len(str(page.origin)) :]
        if not site.robots.allows(path):
            raise ConfigurationError("the site's robots.txt does not allow it")

    async def _robots(self, tenant_id: str, page: PageAddress) -> Robots:
        """A site without one allows everything; one that cannot say so is left alone."""
        at = PageAddress.of(f"{page.origin}/robots.txt")
        for _ in range(_MOST_REDIRECTS + 1):
            response, body = await self._answer(tenant_id, at, {}, LARGEST)
            if response.status_code in _REDIRECTS:
                at = _address(response.headers.get("location", ""), at.url)
                if at.origin.host != page.origin.host:
                    return Robots()
                continue
            is_there = response.status_code == _OK
            return read_robots(body.decode("utf-8", "replace")) if is_there else Robots()
        return Robots()

    async def _answer(
        self, tenant_id: str, page: PageAddress, headers: dict[str, str], most: int
    ) -> tuple[httpx.Response, bytes]:
        await self._wait(self._site(tenant_id, page))
        try:
            async with asyncio.timeout(self._within_s):
                return await self._exchange(self._request(tenant_id, page, headers), most)
        except TimeoutError:
            said = f"{page.origin} does not answer within {self._within_s:g} s"
            raise DependencyUnavailable(said) from None
        except httpx.TransportError as error:
            said = f"{page.origin} cannot be reached ({type(error).__name__})"
            raise DependencyUnavailable(said) from None

    def _request(self, tenant_id: str, page: PageAddress, headers: dict[str, str]) -> httpx.Request:
        try:
            return self._client.build_request(
                "GET",
                page.url,
                headers={
                    **headers,
                    "Accept": "text/html, application/xhtml+xml, application/pdf, */*;q=0.5",
                    "Accept-Encoding": "identity",
                    "User-Agent": f"{USER_AGENT} (knowledge; reads what its tenant lists)",
                },
                timeout=httpx.Timeout(self._within_s, connect=_CONNECTED_WITHIN_S),
                extensions={TENANT: f"{tenant_id} pages", ALLOWED: self._addresses},
            )
        except httpx.InvalidURL as error:
            raise ConfigurationError("its address cannot be used") from error

    async def _exchange(self, request: httpx.Request, most: int) -> tuple[httpx.Response, bytes]:
        response = await self._client.send(request, stream=True)
        try:
            if response.status_code >= _FIRST_SERVER_ERROR or response.status_code in _BUSY:
                raise DependencyUnavailable(f"the site answers {response.status_code}")
            if response.status_code != _OK:
                return response, b""
            return response, await _body(response, most)
        finally:
            await response.aclose()

    async def _wait(self, site: _Site) -> None:
        """Whoever comes next waits for its own turn, not for this answer."""
        now = time.monotonic()
        at = max(site.next_at, now)
        site.next_at = at + max(self._between_s, min(site.robots.delay_s, self._within_s))
        if at > now:
            await asyncio.sleep(at - now)

    def _site(self, tenant_id: str, page: PageAddress) -> _Site:
        key = (tenant_id, str(page.origin))
        if key not in self._sites and len(self._sites) >= _MOST_SITES:
            self._sites.clear()
        return self._sites.setdefault(key, _Site())


def _address(text: str, base: str = "") -> PageAddress:
    try:
        return PageAddress.of(text, base)
    except ValueError as error:
        where = "it redirects to what" if base else "its address"
        raise ConfigurationError(f"{where} {error}") from error


def _fetched(page: PageAddress, response: httpx.Response, body: bytes) -> FetchedPage:
    if response.status_code in _GONE:
        return FetchedPage(url=page.url, is_gone=True)
    if response.status_code == _NOT_MODIFIED:
        return FetchedPage(url=page.url)
    if response.status_code != _OK:
        raise ConfigurationError(f"the site answers {response.status_code}")
    etag = response.headers.get("etag", "")
    changed = response.headers.get("last-modified", "")
    return FetchedPage(
        url=page.url,
        document=RawDocument(
            name=page.url,
            content_type=response.headers.get("content-type", "")[:_LONGEST_TAG],
            content=body,
        ),
        etag=etag if 0 < len(etag) <= _LONGEST_TAG else None,
        last_modified=changed if 0 < len(changed) <= _LONGEST_TAG else None,
    )


async def _body(response: httpx.Response, most: int) -> bytes:
    """Never more than is allowed, however it is sent; some sites compress without being asked."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise ConfigurationError(f"it is sent compressed as {encoding[:20]}")
    unpacking = None if encoding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = bytearray()
    async for piece in response.aiter_raw():
        try:
            body += unpacking.decompress(piece, most + 1) if unpacking else piece
        except zlib.error as error:
            raise ConfigurationError("it is sent compressed, and damaged") from error
        if len(body) > most or (unpacking is not None and unpacking.unconsumed_tail):
            raise ConfigurationError(f"it is larger than {most / (1 << 20):g} MB")
    return bytes(body)


@asynccontextmanager
async def open_pages(
    listed: Sequence[str], *, resolver: Resolve = resolve, between_s: float = _BETWEEN_S
) -> AsyncIterator[HttpPages]:
    """They last as long as the block."""
    async with open_client(resolver) as client:
        yield HttpPages(client, listed=listed, between_s=between_s)
