"""Somebody else's web site on the loopback, with every fault that sites have."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "help.example"


@dataclass
class Site:
    """Pages by their paths; what was asked for is remembered."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    robots: str = ""
    status: dict[str, int] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    endless: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    unchanged: int = 0
    is_down: bool = False

    def url(self, path: str) -> str:
        return f"http://{HOST}:{self.port}{path}"

    def sitemap(self, *paths: str) -> None:
        """Serve one that names these."""
        urls = "".join(f"<url><loc>{self.url(path)}</loc></url>" for path in paths)
        self.pages["/sitemap.xml"] = f"<urlset>{urls}</urlset>"
        self.types["/sitemap.xml"] = "application/xml"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path_qs
        self.asked.append(path)
        self.agents.add(request.headers.get("User-Agent", ""))
        if self.is_down:
            return web.Response(status=503)
        if path == "/robots.txt":
            return web.Response(text=self.robots, status=200 if self.robots else 404)
        if path in self.redirects:
            return web.Response(status=302, headers={"Location": self.redirects[path]})
        if path in self.slow:
            await asyncio.sleep(30)
        if path in self.endless:
            return await self._endless(request)
        if path in self.status or path not in self.pages:
            return web.Response(status=self.status.get(path, 404))
        return self._page(request, path)

    def _page(self, request: web.Request, path: str) -> web.Response:
        content = self.pages[path]
        tag = f'"{hash(content)}"'
        if request.headers.get("If-None-Match") == tag:
            self.unchanged += 1
            return web.Response(status=304)
        kind = self.types.get(path, "text/html")
        return web.Response(body=content.encode(), content_type=kind, headers={"ETag": tag})

    async def _endless(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<p>more and more</p>" * 100_000)


@asynccontextmanager
async def a_site() -> AsyncIterator[Site]:
    """Listens until the block ends."""
    site = Site()
    app = web.Application()
    app.router.add_get("/{path:.*}", site.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.port = runner.addresses[0][1]
    try:
        yield site
    finally:
        await runner.cleanup()


async def resolve(host: str, port: int) -> list[str]:
    """Names lead to the loopback, as a hostile DNS may have them; one leads to a public address."""
    del port
    return ["93.184.216.34"] if host == "public.example" else ["127.0.0.1"]
