"""Taking a file in: counted, told by content, scanned, and only then kept."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import Final
from uuid import uuid4

import structlog
from fastapi import Request

from api.dependencies import Gateway
from api.limits import address_of
from api.participants import Participant
from api.problems import RequestRefused
from domain.attachment_settings import AttachmentSettings
from domain.errors import InvalidInput
from domain.file_types import HEAD, FileType, TextCheck, media_type_of, told_by_beginning
from domain.files import BLOCK, UNSENT_FOR, FileState, StoredFile, fitting_name, told_type
from domain.payment_secrets import masked

_NEXT_PIECE_WITHIN: Final = timedelta(seconds=20)
_ALL_WITHIN: Final = timedelta(minutes=5)
_STILL_SWALLOWED: Final = 16 * 1024 * 1024
_HELD_IN_MEMORY: Final = 1024 * 1024
_INFECTED: Final = (
    "The virus scanner has found something in this file, so it was not taken. "
    "Please check your device, and send another file."
)
_log = structlog.get_logger(__name__)


@dataclass
class ReceivedFile:
    """All of a file, beyond a megabyte in a nameless file on the disk: it is gone once closed."""

    spool: SpooledTemporaryFile[bytes]
    size: int
    sha256: str
    head: bytes
    text: TextCheck

    async def blocks(self) -> AsyncGenerator[bytes, None]:
        """From the beginning, as often as it is asked for."""
        self.spool.seek(0)
        while block := await asyncio.to_thread(self.spool.read, BLOCK):
            yield block


async def take_file(
    gateway: Gateway,
    rules: AttachmentSettings,
    participant: Participant,
    request: Request,
    name: str,
) -> StoredFile:
    """Kept for an hour, until a message names it.

    Raise RequestRefused for what is too large, too slow or infected, InvalidInput for a type that
    is not taken or a name that says another, DependencyUnavailable where nobody can scan or keep.
    """
    with (
        gateway.uploads.taken(address_of(request) if participant.session else participant.key),
        SpooledTemporaryFile[bytes](max_size=_HELD_IN_MEMORY) as spool,
    ):
        received = await _received(request, spool, rules.largest)
        file_type = _type_of(received, rules, name)
        file = StoredFile(
            file_id=uuid4().hex,
            conversation_id=participant.conversation_id,
            name=masked(
                fitting_name(name, file_type), gateway.tenants.kept_by(participant.tenant_id)
            ),
            media_type=media_type_of(file_type),
            size=received.size,
            sha256=received.sha256,
            state=await _scanned(gateway, received),
            expires_at=datetime.now(UTC) + UNSENT_FOR,
            by=participant.agent,
        )
        await gateway.ports.files.keep(participant.tenant_id, file, received.blocks())
    return file


def _type_of(received: ReceivedFile, rules: AttachmentSettings, name: str) -> FileType:
    file_type = told_type(received.head, received.text, name)
    if file_type not in rules.types:
        raise InvalidInput("file", f"must be one of: {', '.join(rules.types)}")
    return file_type


async def _scanned(gateway: Gateway, received: ReceivedFile) -> FileState:
    if gateway.ports.scanner is None:
        return FileState.UNCHECKED
    found = await gateway.ports.scanner.scan(received.blocks())
    if found is None:
        return FileState.CLEAN
    _log.warning("file_infected", signature=found.signature, size=received.size)
    raise RequestRefused(422, "infected-file", _INFECTED)


async def _received(
    request: Request, spool: SpooledTemporaryFile[bytes], largest: int
) -> ReceivedFile:
    """Bytes are counted as they come. A file that is too large is swallowed for a while, so that
    its sender reads why it was refused."""
    size, digest, text, head = 0, hashlib.sha256(), TextCheck(), b""
    is_known = False
    try:
        async with asyncio.timeout(_ALL_WITHIN.total_seconds()):
            async for block in _in_blocks(request.stream()):
                if not size:
                    head = block[:HEAD]
                    is_known = told_by_beginning(head) is not None
                size += len(block)
                if size > largest + _STILL_SWALLOWED:
                    break
                if size > largest:
                    continue
                digest.update(block)
                if not is_known:
                    text.add(block)
                await asyncio.to_thread(spool.write, block)
    except TimeoutError as error:
        raise RequestRefused(408, "request-timeout", "The file took too long.") from error
    if size > largest:
        detail = f"A file may have at most {largest // 1024**2} MB; nothing was stored."
        raise RequestRefused(413, "too-large", detail)
    return ReceivedFile(spool, size, digest.hexdigest(), head, text)


async def _in_blocks(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """Of `BLOCK` bytes, but for the last. Raise TimeoutError where the next piece is too long in
    coming."""
    block = bytearray()
    while True:
        try:
            async with asyncio.timeout(_NEXT_PIECE_WITHIN.total_seconds()):
                block += await anext(pieces)
        except StopAsyncIteration:
            break
        while len(block) >= BLOCK:
            yield bytes(block[:BLOCK])
            del block[:BLOCK]
    if block:
        yield bytes(block)
