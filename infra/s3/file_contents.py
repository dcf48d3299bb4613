"""Bytes of files in an S3-compatible storage, one object for each file."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import TYPE_CHECKING

from infra.s3.client import LazyS3Client, S3Place, guarded

if TYPE_CHECKING:
    from aiobotocore.response import StreamingBody
    from types_aiobotocore_s3 import S3Client
    from types_aiobotocore_s3.type_defs import CompletedPartTypeDef

_PART = 8 * 1024 * 1024
"""Bytes that are held for one upload; S3 takes no parts below five megabytes but for the last."""
_PIECE = 64 * 1024


class S3FileContents:
    """Implements `FileContents`. What it gets is sealed already: the storage sees no plain byte."""

    def __init__(self, place: S3Place) -> None:
        self._bucket = place.bucket
        self._lazy = LazyS3Client(place)

    async def close(self) -> None:
        """End its connections."""
        await self._lazy.close()

    async def put(self, tenant_id: str, file_id: str, blocks: AsyncIterator[bytes]) -> None:
        key = _key(tenant_id, file_id)
        parts = _parts(blocks)
        first = await anext(parts, b"")
        second = await anext(parts, None)
        with guarded():
            client = await self._lazy.get()
            if second is None:
                await client.put_object(Bucket=self._bucket, Key=key, Body=first)
                return
            await self._put_in_parts(client, key, (first, second), parts)

    async def _put_in_parts(
        self, client: "S3Client", key: str, begun: Sequence[bytes], more: AsyncIterator[bytes]
    ) -> None:
        bucket = self._bucket
        made = await client.create_multipart_upload(Bucket=bucket, Key=key)
        upload_id = made["UploadId"]
        done: list[CompletedPartTypeDef] = []
        is_complete = False
        try:
            async for part in _chained(begun, more):
                number = len(done) + 1
                answer = await client.upload_part(
                    Bucket=bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=part
                )
                done.append({"PartNumber": number, "ETag": answer["ETag"]})
            await client.complete_multipart_upload(
                Bucket=bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": done}
            )
            is_complete = True
        finally:
            # Parts of an upload that was never completed are stored, and paid for, for ever.
            if not is_complete:
                await client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)

    async def read(
        self, tenant_id: str, file_id: str, *, first: int, last: int, block: int
    ) -> AsyncIterator[bytes]:
        with guarded():
            client = await self._lazy.get()
            answer = await client.get_object(
                Bucket=self._bucket,
                Key=_key(tenant_id, file_id),
                Range=f"bytes={first * block}-{(last + 1) * block - 1}",
            )
        return _blocks(answer["Body"], block)

    async def remove(self, tenant_id: str, file_ids: Sequence[str]) -> None:
        with guarded():
            client = await self._lazy.get()
            for file_id in file_ids:
                await client.delete_object(Bucket=self._bucket, Key=_key(tenant_id, file_id))


def _key(tenant_id: str, file_id: str) -> str:
    return f"{tenant_id}/{file_id}"


async def _parts(blocks: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    part = bytearray()
    async for block in blocks:
        part += block
        if len(part) >= _PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


async def _chained(
    begun: Sequence[bytes], more: AsyncIterator[bytes]
) -> AsyncGenerator[bytes, None]:
    for part in begun:
        yield part
    async for part in more:
        yield part


async def _blocks(body: "StreamingBody", size: int) -> AsyncGenerator[bytes, None]:
    block = bytearray()
    with guarded():
        async with body as stream:
            while piece := await stream.read(_PIECE):
                block += piece
                while len(block) >= size:
                    yield bytes(block[:size])
                    del block[:size]
    if block:
        yield bytes(block)
