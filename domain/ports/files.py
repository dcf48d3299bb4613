"""Files of conversations: where they are kept, and who looks whether they are infected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from domain.files import FoundInfected, StoredFile


class FileStore(Protocol):
    """Files of a tenant's conversations, sealed with the tenant's key until they expire."""

    async def keep(self, tenant_id: str, file: StoredFile, content: AsyncIterator[bytes]) -> None:
        """Store it whole or not at all: it is found once this returns.

        `content` are blocks of exactly `BLOCK` bytes, but for the last. Raise Conflict where the
        conversation has `MOST_FILES`, DependencyUnavailable where it can be kept nowhere.
        """
        ...

    async def get(self, tenant_id: str, file_id: str, *, at: datetime) -> StoredFile:
        """Raise NotFound where the tenant has no such file, or it has expired by then."""
        ...

    async def read(
        self, tenant_id: str, file: StoredFile, *, start: int, length: int
    ) -> AsyncIterator[bytes]:
        """`length` bytes from `start`, both within the file. Raise NotFound where the bytes are
        gone, before the first of them is given."""
        ...

    async def claim(
        self, tenant_id: str, conversation_id: str, file_ids: Sequence[str], *, until: datetime
    ) -> list[StoredFile]:
        """A message names them, so that they are kept until then; in the order of `file_ids`.

        Raise NotFound where one of them is not of this conversation, or has expired.
        """
        ...

    async def remove_expired(self, *, at: datetime) -> int:
        """Delete what has expired, of all tenants, some hundreds at a time; how many there were."""
        ...


class FileContents(Protocol):
    """Where the bytes are, sealed already. A key names the tenant first: "acme/3f2a…"."""

    async def put(self, tenant_id: str, file_id: str, blocks: AsyncIterator[bytes]) -> None:
        """All blocks, in order. Raise DependencyUnavailable, and whatever `blocks` raises: then
        nothing of them stays that `remove` does not take away."""
        ...

    async def read(
        self, tenant_id: str, file_id: str, *, first: int, last: int, block: int
    ) -> AsyncIterator[bytes]:
        """The blocks from `first` to `last`, both included; all but a file's last are of `block`
        bytes. Raise NotFound where they are gone."""
        ...

    async def remove(self, tenant_id: str, file_ids: Sequence[str]) -> None:
        """Those that are not there are no error."""
        ...


class FileScanner(Protocol):
    """A virus scanner."""

    async def scan(self, content: AsyncIterator[bytes]) -> FoundInfected | None:
        """None for what is clean, within a minute. Raise DependencyUnavailable where nobody can
        tell: then the file is not taken."""
        ...
