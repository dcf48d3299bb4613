"""The page of a double: static files under a strict policy, on this machine only."""

from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

OWN_NAMES = ["127.0.0.1", "localhost", "testserver"]
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
_KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}


def only_here() -> Middleware:
    """A page of somebody else's, under a name that leads to this machine, is not served."""
    return Middleware(TrustedHostMiddleware, allowed_hosts=OWN_NAMES)


def page_routes(*folders: Path) -> list[Route]:
    """`/` and every other file of the folders, by its name."""
    files = {file.name: file for folder in folders for file in sorted(folder.iterdir())}

    async def serve(request: Request) -> Response:
        file = files.get(request.path_params.get("name", "index.html"))
        if file is None:
            return Response("Not Found", 404)
        return FileResponse(
            file,
            media_type=_KINDS.get(file.suffix, "application/octet-stream"),
            headers={
                "Content-Security-Policy": _POLICY,
                "X-Content-Type-Options": "nosniff",
                "Referrer-Policy": "no-referrer",
                "Cache-Control": "no-cache",
            },
        )

    return [
        Route("/", serve, methods=["GET"]),
        Route("/page/{name}", serve, methods=["GET"]),
    ]
