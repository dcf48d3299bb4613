"""The store of files, and the scanner before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from api.file_sweep import FileSweep
from domain.errors import ConfigurationError
from domain.ports import FileContents, FileScanner
from duralogue.wiring.foundation import Foundation
from infra.clamd.scanner import ClamdScanner
from infra.postgres.file_contents import PostgresFileContents
from infra.postgres.files import PostgresFiles
from infra.s3.client import S3Place
from infra.s3.file_contents import S3FileContents
from infra.settings import Settings


@asynccontextmanager
async def open_files(base: Foundation) -> AsyncIterator[PostgresFiles]:
    """The store of files; beside it runs the sweep of what has expired."""
    place = s3_place(base.settings)
    storage = S3FileContents(place) if place else None
    contents: FileContents = storage or PostgresFileContents(base.engine)
    files = PostgresFiles(base.engine, base.keys, contents)
    sweeping = asyncio.create_task(FileSweep(files).run())
    try:
        yield files
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)
        if storage is not None:
            await storage.close()


def s3_place(settings: Settings) -> S3Place | None:
    """None where files are kept in PostgreSQL. Raise ConfigurationError for half a setting."""
    if settings.files_s3_url is None:
        return None
    if settings.files_s3_key_id is None or settings.files_s3_key is None:
        raise ConfigurationError(
            "FILES_S3_URL is set, so FILES_S3_KEY_ID and FILES_S3_KEY must be set too"
        )
    return S3Place(
        url=settings.files_s3_url,
        bucket=settings.files_s3_bucket,
        region=settings.files_s3_region,
        access_key=settings.files_s3_key_id,
        secret_key=settings.files_s3_key.get_secret_value(),
    )


def scanner(settings: Settings) -> FileScanner | None:
    """None where nobody looks for viruses."""
    return ClamdScanner(settings.clamd_address) if settings.clamd_address else None
