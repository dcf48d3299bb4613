"""A file as the gateway gives it out: never as a page of ours."""

from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

from api.problems import RequestRefused, problem_response
from domain.file_types import is_shown_in_place
from domain.files import StoredFile

_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    # Whatever is in it runs nothing, loads nothing and is of no origin.
    "Content-Security-Policy": (
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
    ),
    # Tenants' own pages show pictures of the chat.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "private, max-age=3600, immutable",
    "Accept-Ranges": "bytes",
}
_UNIT: Final = "bytes="
_MOST_DIGITS: Final = 12


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """The first byte and the number of bytes that `Range` asks for; all of them where it asks for
    several parts or cannot be read. None where it asks for what is not there."""
    everything = (0, size)
    first, dash, last = header.removeprefix(_UNIT).strip().partition("-")
    numbers = [each for each in (first, last) if each]
    if not header.startswith(_UNIT) or not dash or not all(map(_is_number, numbers)):
        return everything
    if first:
        start, end = int(first), min(int(last or size - 1), size - 1)
        if last and int(last) < start:
            return everything
        return (start, end - start + 1) if start < size else None
    if not last:
        return everything
    length = min(int(last), size)
    return (size - length, length) if length else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def file_response(
    file: StoredFile, content: AsyncIterator[bytes], wanted: tuple[int, int]
) -> Response:
    start, length = wanted
    headers = _HEADERS | {
        "Content-Length": str(length),
        "Content-Disposition": _disposition(file),
    }
    status = HTTPStatus.OK
    if length < file.size:
        status = HTTPStatus.PARTIAL_CONTENT
        headers["Content-Range"] = f"bytes {start}-{start + length - 1}/{file.size}"
    media_type = file.media_type
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return StreamingResponse(content, status, headers, media_type)


def nothing_there(file: StoredFile) -> Response:
    """For a range beyond the end."""
    refused = RequestRefused(416, "no-such-part", f"The file has {file.size} bytes.")
    return problem_response(refused.problem, {"Content-Range": f"bytes */{file.size}"})


def _disposition(file: StoredFile) -> str:
    how = "inline" if is_shown_in_place(file.media_type) else "attachment"
    plain = "".join(char if char.isascii() and char not in '"\\%' else "_" for char in file.name)
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
