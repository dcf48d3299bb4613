"""Calls to an OpenAI-compatible server over HTTP, each answered or refused in time."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import httpx

from domain.errors import DependencyRejected, DependencyUnavailable
from infra.hosted_models.deadlines import Deadlines, within
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.event_stream import read_events
from infra.hosted_models.network_failures import network_failures
from infra.hosted_models.refusals import LONGEST_REFUSAL, refusal

_LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes: 96 vectors of 4,096 numbers are about 8 MiB of JSON."""
_LARGEST_WHOLE = 1024 * 1024
"""Of a completion that came in one piece."""


class ServerClient:
    """One server and one model. The connections belong to whoever made the HTTP client."""

    def __init__(
        self, endpoint: ModelEndpoint, client: httpx.AsyncClient, deadlines: Deadlines
    ) -> None:
        self.endpoint = endpoint
        self.deadlines = deadlines
        self._client = client

    async def events(self, path: str, asked: Mapping[str, Any]) -> AsyncGenerator[Any]:
        """The JSON values of an answer's events; `DONE` where the server says so. A server that
        does not stream gives one."""
        headers = {**self._headers(), "Accept": "text/event-stream"}
        async with self._client.stream(
            "POST", self.endpoint.at(path), json=asked, headers=headers
        ) as response:
            if response.status_code != httpx.codes.OK:
                await self._refuse(response)
            if "json" in response.headers.get("content-type", ""):
                yield self._parsed(await _read(response, _LARGEST_WHOLE))
                return
            async for event in read_events(response.aiter_bytes(), self.endpoint.vendor):
                yield event

    async def call(
        self, method: str, path: str, asked: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The JSON object that it answers."""
        with self.failures():
            return await within(
                self._call(method, path, asked),
                vendor=self.endpoint.vendor,
                deadlines=self.deadlines,
            )

    async def served_models(self) -> frozenset[str]:
        """The ids that it serves to this key. Raise as `LanguageModel.stream` does."""
        answer = await self.call("GET", "models")
        listed = answer.get("data") or answer.get("models") or []
        return frozenset(
            name
            for each in (listed if isinstance(listed, list) else [])
            if isinstance(each, Mapping)
            and isinstance(name := each.get("id") or each.get("name"), str)
        )

    def failures(self) -> AbstractContextManager[None]:
        """Raise what the network raises as errors of ours."""
        return network_failures(self.endpoint.vendor)

    async def _call(
        self, method: str, path: str, asked: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        async with self._client.stream(
            method, self.endpoint.at(path), json=asked, headers=self._headers()
        ) as response:
            if response.status_code != httpx.codes.OK:
                await self._refuse(response)
            answer = self._parsed(await _read(response, _LARGEST_ANSWER))
        if not isinstance(answer, dict):
            raise DependencyRejected(f"{self.endpoint.vendor} answered with no JSON object")
        return answer

    def _headers(self) -> dict[str, str]:
        return {**self.endpoint.headers(), "Accept-Encoding": "identity"}

    def _parsed(self, body: bytes) -> Any:
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise DependencyUnavailable(
                f"{self.endpoint.vendor} answered with no valid JSON"
            ) from None

    async def _refuse(self, response: httpx.Response) -> None:
        body = await _read(response, LONGEST_REFUSAL)
        raise refusal(
            self.endpoint.vendor,
            self.endpoint.model,
            response.status_code,
            response.headers,
            body.decode("utf-8", "replace"),
        )


async def _read(response: httpx.Response, most: int) -> bytes:
    """The body, cut where it is larger: JSON then no longer parses."""
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > most:
            break
    return bytes(body[:most])
