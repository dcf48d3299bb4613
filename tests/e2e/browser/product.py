"""The running product as somebody at a browser needs it: its address, its staff, its crashes."""

import os
import signal
import time

import httpx
import jwt

from duralogue.embedded.stack import Stack
from tests.support import plain_http


class RunningProduct:
    def __init__(self, stack: Stack, tenant: str) -> None:
        self.url = stack.ports.gateway_url
        self.chat_url = f"{self.url}/chat/{tenant}"
        self._stack = stack
        self._tenant = tenant

    def kill(self, part: str) -> None:
        """Kill a part as a crash would. The supervisor starts it again."""
        os.kill(self._stack.pids[part], signal.SIGKILL)

    def customer_token(self, customer_id: str) -> str:
        """What the tenant's own site hands to a customer who has signed in there."""
        claims = {"iss": "https://acme.example", "aud": "duralogue", "sub": customer_id}
        now = int(time.time())
        secret = self._stack.settings.tenant_backends[self._tenant].secrets["site"]
        return jwt.encode(claims | {"iat": now, "exp": now + 300}, secret.get_secret_value())

    def staff(self, role: str) -> httpx.AsyncClient:
        return plain_http(
            base_url=f"{self.url}/v1/tenants/{self._tenant}",
            headers={"Authorization": f"Bearer {self._stack.tokens[self._tenant][role]}"},
            timeout=60,
        )
