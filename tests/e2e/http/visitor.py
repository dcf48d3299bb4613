"""A visitor who follows a conversation over real HTTP, as a browser would."""

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.support import plain_http

Events = AsyncGenerator[dict[str, Any], None]


@dataclass(frozen=True)
class Visitor:
    tenant: str
    conversation_id: str
    token: str

    @classmethod
    async def begin(cls, url: str, tenant: str) -> "Visitor":
        async with plain_http(base_url=url, timeout=60) as http:
            answer = await http.post(f"/v1/tenants/{tenant}/sessions")
        made = answer.raise_for_status().json()
        return cls(tenant, made["conversation_id"], made["session_token"])

    @property
    def path(self) -> str:
        return f"/v1/tenants/{self.tenant}/conversations/{self.conversation_id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def follow(self, url: str, after: int) -> Events:
        """Every event until the server ends the stream or cuts it off."""
        headers = {**self.headers, "Last-Event-ID": str(after)}
        try:
            async with (
                plain_http(base_url=url, timeout=60) as http,
                http.stream("GET", f"{self.path}/events", headers=headers) as response,
            ):
                response.raise_for_status()
                async for line in response.aiter_lines():
                    if line.startswith("data: "):
                        yield json.loads(line.removeprefix("data: "))
        except httpx.TransportError:
            return
