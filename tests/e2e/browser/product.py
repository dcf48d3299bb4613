"""The running product as somebody at a browser needs it: its address, its staff, its crashes."""

import os
import signal

import httpx

from duralogue.embedded.stack import Stack


class RunningProduct:
    def __init__(self, stack: Stack, tenant: str) -> None:
        self.url = stack.ports.gateway_url
        self.chat_url = f"{self.url}/chat/{tenant}"
        self._stack = stack
        self._tenant = tenant

    def kill(self, part: str) -> None:
        """Kill a part as a crash would. The supervisor starts it again."""
        os.kill(self._stack.pids[part], signal.SIGKILL)

    def staff(self, role: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=f"{self.url}/v1/tenants/{self._tenant}",
            headers={"Authorization": f"Bearer {self._stack.tokens[self._tenant][role]}"},
            timeout=10,
        )
