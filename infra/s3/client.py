"""A client of an S3-compatible storage, made when it is first needed."""

import asyncio
from contextlib import AbstractContextManager, AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types_aiobotocore_s3 import S3Client

_CONNECT_WITHIN = 3
_ANSWER_WITHIN = 15
"""Seconds."""


@dataclass(frozen=True, kw_only=True)
class S3Place:
    """Where files are kept, and with which key."""

    url: str
    """The address of the storage, such as "https://s3.eu-central-1.amazonaws.com"."""
    bucket: str
    region: str
    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def guarded() -> AbstractContextManager[None]:
    """Turns what the SDK raises into errors of ours, see `s3_failures`."""
    from infra.s3.failures import s3_failures

    return s3_failures()


class LazyS3Client:
    """One client for the whole process; `close` ends it."""

    def __init__(self, place: S3Place) -> None:
        self._place = place
        self._stack = AsyncExitStack()
        self._client: S3Client | None = None
        self._opening = asyncio.Lock()

    async def get(self) -> "S3Client":
        """The client. The first call takes a third of a second of the processor."""
        async with self._opening:
            if self._client is None:
                self._client = await self._open()
        return self._client

    async def close(self) -> None:
        """End its connections."""
        await self._stack.aclose()

    async def _open(self) -> "S3Client":
        # The SDK alone takes longer to import than a gateway may take to be ready.
        from aiobotocore.config import AioConfig
        from aiobotocore.session import get_session

        config = AioConfig(
            connect_timeout=_CONNECT_WITHIN,
            read_timeout=_ANSWER_WITHIN,
            retries={"total_max_attempts": 2, "mode": "standard"},
            signature_version="s3v4",
            # Storages other than Amazon's know neither buckets as host names nor new checksums.
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        made = get_session().create_client(
            "s3",
            endpoint_url=self._place.url,
            region_name=self._place.region,
            aws_access_key_id=self._place.access_key,
            aws_secret_access_key=self._place.secret_key,
            config=config,
        )
        return await self._stack.enter_async_context(made)
