"""Hashes of passwords: Argon2id, made in threads and few at once, since each takes 19 MB."""

import asyncio
import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

_SALT_BYTES = 16
_HASH_BYTES = 32
_AT_ONCE = 2
_LOOK_ALIKE = "look-alike"


class PasswordHashing:
    """As OWASP advises: 19 MB, two passes, one lane."""

    def __init__(self, memory_kib: int = 19 * 1024, passes: int = 2) -> None:
        self._memory_kib = memory_kib
        self._passes = passes
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._nobodys: str | None = None

    async def hashed(self, password: str) -> str:
        """In the PHC form, which names its own parameters."""
        async with self._slots:
            return await asyncio.to_thread(self._hashed, password)

    async def matches(self, password: str, known: str | None) -> bool:
        """None is nobody's: it never matches, and takes as long."""
        async with self._slots:
            if known is None and self._nobodys is None:
                self._nobodys = await asyncio.to_thread(self._hashed, _LOOK_ALIKE)
            stored = known or self._nobodys or ""
            is_right = await asyncio.to_thread(_matches, password, stored)
        return is_right and known is not None

    def _hashed(self, password: str) -> str:
        return Argon2id(
            salt=os.urandom(_SALT_BYTES),
            length=_HASH_BYTES,
            iterations=self._passes,
            lanes=1,
            memory_cost=self._memory_kib,
        ).derive_phc_encoded(password.encode())


def _matches(password: str, stored: str) -> bool:
    try:
        Argon2id.verify_phc_encoded(password.encode(errors="replace"), stored)
    except InvalidKey:
        return False
    return True
