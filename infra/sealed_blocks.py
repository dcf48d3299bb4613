"""Bytes of a file in blocks that are sealed one by one, so that any part can be read alone."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from domain.errors import ConfigurationError
from domain.files import BLOCK
from infra.sealing import SEAL_BYTES, BrokenSeal, seal, unseal

SEALED_BLOCK = BLOCK + SEAL_BYTES
"""Bytes of every sealed block but a file's last."""


@dataclass(frozen=True)
class BlockSeal:
    """Seals and opens the blocks of one file: a block opens at its own place in its file only."""

    tenant_id: str
    file_id: str
    key_id: str
    key: bytes

    async def sealed(self, content: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        """`content` are blocks of `BLOCK` bytes, but for the last."""
        number = 0
        async for block in content:
            yield seal(self.key, block, self._binding(number))
            number += 1

    async def opened(
        self, blocks: AsyncIterator[bytes], *, first: int, start: int, length: int
    ) -> AsyncGenerator[bytes, None]:
        """Of blocks that begin with the number `first`, `length` bytes from `start` in the first.

        Raise ConfigurationError where one cannot be opened.
        """
        number, skipped, left = first, start, length
        async for block in blocks:
            plain = self._opened(block, number)[skipped : skipped + left]
            number, skipped, left = number + 1, 0, left - len(plain)
            yield plain

    def _opened(self, block: bytes, number: int) -> bytes:
        try:
            return unseal(self.key, block, self._binding(number))
        except BrokenSeal as error:
            raise ConfigurationError(
                f"block {number} of the file {self.file_id} of {self.tenant_id} cannot be opened"
            ) from error

    def _binding(self, number: int) -> bytes:
        parts = [self.tenant_id, self.file_id, self.key_id, number]
        return f"file block {json.dumps(parts)}".encode()
