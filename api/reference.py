"""The API's description for people: one page, made here, without scripts or other sites."""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

_METHODS: Final = ("get", "post", "put", "patch", "delete")


def render_reference(document: dict[str, Any]) -> str:
    """Draw an OpenAPI document as HTML."""
    from jinja2 import (  # noqa: PLC0415 - only when somebody looks
        Environment,
        PackageLoader,
        select_autoescape,
    )
    from markupsafe import Markup  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("api"), autoescape=select_autoescape(), trim_blocks=True
    )
    return environment.get_template("reference.html").render(
        document=document,
        tags=_by_tag(document),
        style=Markup(_style()),  # noqa: S704 - a file of ours
    )


@cache
def reference_policy() -> str:
    """Allow the page its own styles and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; frame-ancestors 'none'"
    )


@cache
def _style() -> str:
    return files("api").joinpath("templates/reference.css").read_text(encoding="utf-8")


def _by_tag(document: dict[str, Any]) -> list[dict[str, Any]]:
    operations = [
        {
            **operation,
            "path": path,
            "method": method.upper(),
            "security": [name for scheme in operation.get("security", []) for name in scheme],
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    ]
    return [
        {**tag, "operations": [each for each in operations if tag["name"] in each["tags"]]}
        for tag in document["tags"]
    ]
