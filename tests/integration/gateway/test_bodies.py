"""A stranger's body costs nothing: it is not read before the sender is known."""

import json
import re

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.caller_check import GuardedRoute
from tests.integration.gateway.sockets import head, wire
from tests.unit.api.doubles import CAPABILITY, Doubles

HUGE = str(3 * 1024 * 1024)
OPEN_TO_ALL = {"make_session", "login"}
"""Who calls them has no credential yet, or brings it in the body, of 64 kB at most."""


def _routes(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []
    waiting = list(app.routes)
    while waiting:
        route = waiting.pop()
        if isinstance(route, APIRoute):
            found.append(route)
        router = getattr(route, "original_router", None)
        waiting.extend(router.routes if router else ())
    return found


def _with_bodies(app: FastAPI) -> list[APIRoute]:
    return [route for route in _routes(app) if route.body_field is not None]


def test_every_route_with_a_body_is_guarded(app: FastAPI) -> None:
    """
    A new route that is not would read before it asks.
    """
    found = _with_bodies(app)

    assert len(found) >= 10
    assert [route.path for route in found if not isinstance(route, GuardedRoute)] == []


async def test_who_calls_is_asked_before_the_body_on_every_route(
    app: FastAPI, address: str
) -> None:
    """
    Headers that announce megabytes, and then nothing: the answer is there all the same.
    """
    guarded = [route for route in _with_bodies(app) if route.name not in OPEN_TO_ALL]
    for route in guarded:
        path = route.path.replace("{tenant}", "acme").replace("{capability}", "wrong")
        path = re.sub(r"{\w+}", "web-1", path)
        method = "".join(route.methods or ())
        for headers in ({}, {"Authorization": "Bearer nobodys"}):
            async with wire(address) as line:
                await line.send(
                    head(
                        method,
                        path,
                        Content_Type="application/json",
                        Content_Length=HUGE,
                        **headers,
                    )
                )
                expected = 404 if "{capability}" in route.path else 401
                assert (route.name, await line.status()) == (route.name, expected)


async def test_a_credential_of_another_role_is_refused_before_the_body(address: str) -> None:
    """
    An agent may not publish, so what they would publish is not read either.
    """
    async with wire(address) as line:
        await line.send(
            head(
                "POST",
                "/v1/tenants/acme/bots/revisions",
                Authorization="Bearer agent-token",
                Content_Type="application/json",
                Content_Length=HUGE,
            )
        )

        assert await line.status() == 403


async def test_too_many_decodes_are_refused_before_the_body(address: str, doubles: Doubles) -> None:
    """
    Each costs as much as hundreds of other requests; the limit is the credential's own.
    """
    doubles.rate_limiter.used_up = "acme/codec/Ann"
    async with wire(address) as line:
        await line.send(
            head(
                "POST",
                "/codec/decode",
                Authorization="Bearer agent-token",
                X_Duralogue_Tenant="acme",
                Content_Type="application/json",
                Content_Length=HUGE,
            )
        )

        assert await line.status() == 429


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8"])
async def test_a_body_is_json_in_utf_8_and_nothing_else(
    address: str, doubles: Doubles, encoding: str, content_type: str
) -> None:
    """
    Python's reader of JSON guesses other encodings; what stands before us did not.
    """
    body = json.dumps({"payloads": [], "\xe4": 1}, ensure_ascii=False).encode(encoding)
    async with wire(address) as line:
        await line.send(
            head(
                "POST",
                f"/codec/{CAPABILITY}/decode",
                Content_Type=content_type,
                Content_Length=str(len(body)),
            )
        )
        await line.send(body)

        assert await line.status() == 400
    assert doubles.payloads.opened_for == []


@pytest.mark.parametrize("path", ["/codec/decode", "/health", "/v1/tenants/acme/sessions", "/no"])
async def test_two_answers_to_where_a_request_ends_are_refused(address: str, path: str) -> None:
    """
    Proxies read such a request differently, so one request could hide in another.
    """
    async with wire(address) as line:
        await line.send(
            head("POST", path, Content_Length="4", Transfer_Encoding="chunked")
            + "0\r\n\r\n"
            + head("GET", "/metrics")
        )

        assert await line.status() == 400
        assert b"duralogue_http" not in await line.until_closed()
