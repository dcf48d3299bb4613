"""The memory twin of the file store."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import UTC, datetime

from domain.errors import Conflict, NotFound
from domain.files import MOST_FILES, StoredFile

_NOT_THERE = "There is no such file in this conversation, or no longer."


class MemoryFiles:
    """Implements `FileStore`."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], tuple[StoredFile, bytes]] = {}

    async def keep(self, tenant_id: str, file: StoredFile, content: AsyncIterator[bytes]) -> None:
        others = [
            other
            for (owner, _), (other, _) in self.kept.items()
            if owner == tenant_id and other.conversation_id == file.conversation_id
        ]
        if len(others) >= MOST_FILES:
            raise Conflict(f"A conversation has at most {MOST_FILES} files.")
        data = b"".join([block async for block in content])
        self.kept[tenant_id, file.file_id] = (file, data)

    async def get(self, tenant_id: str, file_id: str, *, at: datetime) -> StoredFile:
        file, _ = self._found(tenant_id, file_id)
        if file.expires_at <= at:
            raise NotFound(_NOT_THERE)
        return file

    async def read(
        self, tenant_id: str, file: StoredFile, *, start: int, length: int
    ) -> AsyncIterator[bytes]:
        _, data = self._found(tenant_id, file.file_id)
        return _all(data[start : start + length])

    async def claim(
        self, tenant_id: str, conversation_id: str, file_ids: Sequence[str], *, until: datetime
    ) -> list[StoredFile]:
        found = [await self.get(tenant_id, each, at=datetime.now(UTC)) for each in file_ids]
        if any(file.conversation_id != conversation_id for file in found):
            raise NotFound(_NOT_THERE)
        claimed = [
            file.model_copy(update={"expires_at": max(file.expires_at, until)}) for file in found
        ]
        for file in claimed:
            self.kept[tenant_id, file.file_id] = (file, self.kept[tenant_id, file.file_id][1])
        return claimed

    async def remove_expired(self, *, at: datetime) -> int:
        gone = [place for place, (file, _) in self.kept.items() if file.expires_at <= at]
        for place in gone:
            del self.kept[place]
        return len(gone)

    def _found(self, tenant_id: str, file_id: str) -> tuple[StoredFile, bytes]:
        try:
            return self.kept[tenant_id, file_id]
        except KeyError:
            raise NotFound(_NOT_THERE) from None


async def _all(data: bytes) -> AsyncGenerator[bytes, None]:
    yield data
