"""The store of files: over PostgreSQL, over an S3-compatible storage, and over the memory twin."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import (
    ConfigurationError,
    Conflict,
    DependencyRejected,
    DependencyUnavailable,
    NotFound,
)
from domain.files import BLOCK, MOST_FILES, FileState, StoredFile
from domain.ports import FileStore
from infra.memory.files import MemoryFiles
from infra.postgres.file_contents import PostgresFileContents
from infra.postgres.files import PostgresFiles
from infra.postgres.tenant_keys import PostgresTenantKeys
from infra.s3.client import S3Place
from infra.s3.file_contents import S3FileContents
from tests.integration.postgres.conftest import MASTER_KEY

NOW = datetime.now(UTC)
LATER = NOW + timedelta(days=1)
HERE = "web-1"
LARGE = bytes(range(256)) * (9 * 1024 * 4)  # nine megabytes: two parts of an upload, 36 blocks


@pytest.fixture
def tenant() -> str:
    return f"t{uuid4().hex[:12]}"


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """Stands where the vendor's cloud would."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(scope="module")
async def bucket(storage: str) -> AsyncIterator[S3FileContents]:
    contents = S3FileContents(at(storage))
    client = await contents._lazy.get()
    await client.create_bucket(Bucket="files")
    yield contents
    await contents.close()


def at(url: str, bucket: str = "files") -> S3Place:
    return S3Place(url=url, bucket=bucket, region="us-east-1", access_key="k", secret_key="s")


@pytest.fixture
def stored(engine: AsyncEngine) -> PostgresFiles:
    keys = PostgresTenantKeys(engine, MASTER_KEY)
    return PostgresFiles(engine, keys, PostgresFileContents(engine))


@pytest.fixture(params=["memory", "postgres", "s3"])
def files(
    request: pytest.FixtureRequest,
    engine: AsyncEngine,
    stored: PostgresFiles,
    bucket: S3FileContents,
) -> FileStore:
    if request.param == "memory":
        return MemoryFiles()
    in_bucket = PostgresFiles(engine, PostgresTenantKeys(engine, MASTER_KEY), bucket)
    return stored if request.param == "postgres" else in_bucket


def a_file(data: bytes = b"hello", conversation: str = HERE, **changed: Any) -> StoredFile:
    known: dict[str, Any] = {
        "file_id": uuid4().hex,
        "conversation_id": conversation,
        "name": "parcel.jpg",
        "media_type": "image/jpeg",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "state": FileState.CLEAN,
        "expires_at": LATER,
    }
    return StoredFile(**known | changed)


async def in_blocks(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), BLOCK):
        yield data[start : start + BLOCK]


async def whole(
    files: FileStore, tenant: str, file: StoredFile, start: int = 0, length: int | None = None
) -> bytes:
    wanted = file.size - start if length is None else length
    return b"".join(
        [piece async for piece in await files.read(tenant, file, start=start, length=wanted)]
    )


@pytest.mark.parametrize("data", [b"hello", b"x" * BLOCK, LARGE + b"tail"], ids=len)
async def test_what_is_kept_is_given_back(files: FileStore, tenant: str, data: bytes) -> None:
    """All of it, and what is known of it, whatever its size."""
    file = a_file(data, by="Ann")
    await files.keep(tenant, file, in_blocks(data))

    assert await files.get(tenant, file.file_id, at=NOW) == file
    assert await whole(files, tenant, file) == data


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 1), (BLOCK - 1, 2), (BLOCK, BLOCK), (3 * BLOCK + 5, 2 * BLOCK), (len(LARGE) - 3, 3)],
)
async def test_any_part_is_given_alone(
    files: FileStore, tenant: str, start: int, length: int
) -> None:
    """A player that jumps reads from the middle, wherever blocks begin."""
    file = a_file(LARGE)
    await files.keep(tenant, file, in_blocks(LARGE))

    assert await whole(files, tenant, file, start, length) == LARGE[start : start + length]


async def test_is_one_tenants(files: FileStore, tenant: str) -> None:
    """An id alone opens nothing."""
    file = a_file()
    await files.keep(tenant, file, in_blocks(b"hello"))

    with pytest.raises(NotFound):
        await files.get("tother", file.file_id, at=NOW)
    with pytest.raises(NotFound):
        await files.read("tother", file, start=0, length=5)
    with pytest.raises(NotFound):
        await files.claim("tother", HERE, [file.file_id], until=LATER)


async def test_a_message_names_files_of_its_own_conversation(files: FileStore, tenant: str) -> None:
    """In its own order; kept longer from then on, and never shorter."""
    one, two = a_file(), a_file(conversation="web-2")
    three = a_file()
    for file in (one, two, three):
        await files.keep(tenant, file, in_blocks(b"hello"))
    until = LATER + timedelta(days=30)

    claimed = await files.claim(tenant, HERE, [three.file_id, one.file_id], until=until)

    assert [file.file_id for file in claimed] == [three.file_id, one.file_id]
    assert {file.expires_at for file in claimed} == {until}
    [again] = await files.claim(tenant, HERE, [one.file_id], until=NOW)
    assert again.expires_at == until
    for others in ([two.file_id], [one.file_id, uuid4().hex]):
        with pytest.raises(NotFound):
            await files.claim(tenant, HERE, others, until=until)


async def test_what_has_expired_is_gone(files: FileStore, tenant: str) -> None:
    """It is not given out any more, and then deleted with its bytes; the others stay."""
    short, long = a_file(expires_at=NOW + timedelta(hours=1)), a_file()
    for file in (short, long):
        await files.keep(tenant, file, in_blocks(b"hello"))
    after = NOW + timedelta(hours=2)

    with pytest.raises(NotFound):
        await files.get(tenant, short.file_id, at=after)
    assert await files.remove_expired(at=after) >= 1
    with pytest.raises(NotFound):
        await files.read(tenant, short, start=0, length=5)
    assert await whole(files, tenant, long) == b"hello"


async def test_there_is_an_end_to_a_conversations_files(files: FileStore, tenant: str) -> None:
    """Nobody fills the store from one chat."""
    for _ in range(MOST_FILES):
        await files.keep(tenant, a_file(), in_blocks(b"x"))
    with pytest.raises(Conflict, match="at most 200 files"):
        await files.keep(tenant, a_file(), in_blocks(b"x"))
    await files.keep(tenant, a_file(conversation="web-2"), in_blocks(b"x"))


async def test_what_breaks_off_is_never_found(files: FileStore, tenant: str) -> None:
    """Half a file is none; what there is of it is deleted with what expires."""
    file = a_file(LARGE)

    async def breaking() -> AsyncIterator[bytes]:
        yield LARGE[:BLOCK]
        raise DependencyUnavailable("the disk is gone")

    with pytest.raises(DependencyUnavailable, match="the disk is gone"):
        await files.keep(tenant, file, breaking())
    with pytest.raises(NotFound):
        await files.get(tenant, file.file_id, at=NOW)
    await files.remove_expired(at=NOW + timedelta(hours=1))


async def test_a_dump_tells_neither_name_nor_content(
    stored: PostgresFiles, owner: psycopg.AsyncConnection[Any], tenant: str
) -> None:
    """A block opens in its own place only: none can be exchanged for another."""
    data = b"a" * BLOCK + b"b" * BLOCK
    file = a_file(data)
    await stored.keep(tenant, file, in_blocks(data))
    found = await owner.execute(
        "SELECT f.sealed, b.sealed FROM files f JOIN file_blocks b USING (tenant_id, file_id) "
        "WHERE tenant_id = %s",
        (tenant,),
    )
    rows = await found.fetchall()
    assert len(rows) == 2
    assert not any(b"parcel" in row[0] or b"aaaa" in row[1] or b"bbbb" in row[1] for row in rows)

    swap = (
        "UPDATE file_blocks b SET sealed = o.sealed FROM file_blocks o "
        "WHERE b.tenant_id = %s AND o.tenant_id = b.tenant_id AND b.number = 0 AND o.number = 1"
    )
    await owner.execute(swap, (tenant,))
    with pytest.raises(ConfigurationError, match="block 0"):
        await whole(stored, tenant, file)


async def test_the_storage_sees_no_plain_byte(
    engine: AsyncEngine, bucket: S3FileContents, tenant: str
) -> None:
    """It is somebody else's machine. The object is named by tenant and id alone."""
    data = b"secret words " * 100
    file = a_file(data)
    keys = PostgresTenantKeys(engine, MASTER_KEY)
    await PostgresFiles(engine, keys, bucket).keep(tenant, file, in_blocks(data))

    client = await bucket._lazy.get()
    answer = await client.get_object(Bucket="files", Key=f"{tenant}/{file.file_id}")
    async with answer["Body"] as body:
        kept = await body.read()
    assert len(kept) > len(data)
    assert b"secret" not in kept


async def test_with_its_key_a_file_is_shredded(
    stored: PostgresFiles, engine: AsyncEngine, tenant: str
) -> None:
    """What was deleted for the customer's sake is not an error of the installation's."""
    file = a_file()
    await stored.keep(tenant, file, in_blocks(b"hello"))
    keys = PostgresTenantKeys(engine, MASTER_KEY)
    await keys.shred(tenant, (await keys.current(tenant))[0])

    later = PostgresFiles(engine, keys, PostgresFileContents(engine))
    with pytest.raises(NotFound):
        await later.get(tenant, file.file_id, at=NOW)


async def test_a_storage_that_is_down_or_refuses_says_which(storage: str, tenant: str) -> None:
    """Only what may pass by itself is worth another try."""
    missing = S3FileContents(at(storage, bucket="no-such-bucket"))
    down = S3FileContents(at("http://127.0.0.1:9"))
    with pytest.raises(DependencyRejected, match="NoSuchBucket"):
        await missing.put(tenant, "f", in_blocks(b"x"))
    with pytest.raises(DependencyUnavailable, match="does not answer"):
        await down.put(tenant, "f", in_blocks(b"x"))
    await missing.close()
    await down.close()
