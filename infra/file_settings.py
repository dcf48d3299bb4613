"""Settings of files: where they are kept, and who scans them."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, Field, SecretStr

_HTTP: Final = re.compile(r"https?://[^\s/?#@]+/?")


def _is_http(url: str) -> str:
    if not _HTTP.fullmatch(url):
        raise ValueError("must look like https://s3.example.com, without a path")
    return url


def _is_clamd(address: str) -> str:
    host, _, port = address.rpartition(":")
    is_bare = ":" not in host or (host.startswith("[") and host.endswith("]"))
    is_place = bool(host) and is_bare and "/" not in host and port.isascii() and port.isdigit()
    is_socket = address.startswith("unix:/")
    if any(char.isspace() for char in address) or not (is_place or is_socket):
        raise ValueError("must look like clamav:3310 or unix:/run/clamav/clamd.sock")
    return address


class FileSettings(BaseModel):
    """Part of `Settings`; docs/how-to/keep-files.md says how they go together."""

    files_s3_url: Annotated[str, AfterValidator(_is_http)] | None = None
    """FILES_S3_URL: the address of an S3-compatible storage in which customers' files are kept, for
    example `https://s3.eu-central-1.amazonaws.com`. Unset, they are kept in PostgreSQL. Files that
    are stored already are not moved when this changes."""

    files_s3_bucket: str = Field(
        default="duralogue-files", pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
    )
    """FILES_S3_BUCKET: the bucket. It must exist, be private and belong to this installation
    alone."""

    files_s3_region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]{1,40}$")
    """FILES_S3_REGION: the region with which requests are signed. Storages that have none take
    any."""

    files_s3_key_id: str | None = None
    """FILES_S3_KEY_ID: the id of a key that may put, get and delete objects of the bucket."""

    files_s3_key: SecretStr | None = None
    """FILES_S3_KEY: that key's secret."""

    clamd_address: Annotated[str, AfterValidator(_is_clamd)] | None = None
    """CLAMD_ADDRESS: where ClamAV's `clamd` listens, for example `clamav:3310` or
    `unix:/run/clamav/clamd.sock`. Every file is scanned before it is kept; while the scanner is
    down no files are taken. Unset, files are marked as unchecked."""
