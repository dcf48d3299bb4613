"""Short pages for people who open an address of ours in a browser, where programs read JSON."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse

from domain.knowledge import Section

if TYPE_CHECKING:
    from jinja2 import Template

_LONGEST_ACCEPT: Final = 1_000
_HTML: Final = "text/html"
_JSON: Final = frozenset({"application/json", "application/problem+json"})


def prefers_html(headers: Headers) -> bool:
    """As browsers ask when somebody opens an address; scripts and programs ask for anything."""
    worth: dict[str, float] = {}
    for each in headers.get("accept", "")[:_LONGEST_ACCEPT].split(","):
        kind, *parameters = (part.strip().lower() for part in each.split(";"))
        worth[kind] = next((_quality(one) for one in parameters if one.startswith("q=")), 1.0)
    of_html = worth.get(_HTML, 0.0)
    return of_html > 0 and of_html >= max(worth.get(kind, 0.0) for kind in _JSON)


def plain_page(
    title: str,
    text: str,
    *,
    status: int = 200,
    links: Sequence[tuple[str, str]] = (),
    sections: Sequence[Section] = (),
    small: str = "",
    headers: dict[str, str] | None = None,
    language: str = "en",
) -> HTMLResponse:
    """Everything given is escaped; nothing but the page's own style may load."""
    page = _template().render(
        title=title,
        text=text,
        links=links,
        sections=[(anchor_of(one.heading), one.heading, one.paragraphs) for one in sections],
        small=small,
        language=language,
        style=_safe_style(),
    )
    return HTMLResponse(
        page,
        status,
        headers={**(headers or {}), "Content-Security-Policy": _policy(), "Vary": "Accept"},
    )


def anchor_of(heading: str) -> str:
    """Where a heading stands on a page: "What it costs?" is "what-it-costs". The chat makes the
    same one for its links."""
    words = "".join(char if char.isalnum() else " " for char in heading.lower()).split()
    return "-".join(words)


def _quality(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - only when somebody looks

    return Environment(loader=PackageLoader("api"), autoescape=True).get_template("page.html")


@cache
def _style() -> str:
    return files("api").joinpath("templates/page.css").read_text(encoding="utf-8")


def _safe_style() -> object:
    from markupsafe import Markup  # noqa: PLC0415 - only when somebody looks

    return Markup(_style())  # noqa: S704 - a file of ours


@cache
def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )
