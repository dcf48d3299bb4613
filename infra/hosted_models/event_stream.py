"""Server-sent events as servers really send them, read leniently, one JSON value each."""

import codecs
import json
from collections.abc import AsyncGenerator, AsyncIterable, Iterator
from typing import Any, Final

from domain.errors import DependencyUnavailable

DONE: Final = "[DONE]"
_LONGEST_LINE = 1024 * 1024
_MOST_LINES = 64
"""Of one event: each further one is read together with all before it."""


class _Lines:
    """Bytes in, lines out; `\\r\\n`, `\\n` and `\\r` end one, as the standard says."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._begun: list[str] = []
        self._length = 0
        self._skips_newline = False

    def add(self, piece: bytes, *, is_last: bool = False) -> Iterator[str]:
        text = self._decoder.decode(piece, final=is_last)
        if self._skips_newline and text:
            text, self._skips_newline = text.removeprefix("\n"), False
        if text.endswith("\r"):
            self._skips_newline = True
        *whole, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in whole:
            yield "".join([*self._begun, line])
            self._begun, self._length = [], 0
        if rest:
            self._begun.append(rest)
            self._length += len(rest)
        if self._length > _LONGEST_LINE:
            raise DependencyUnavailable(f"{self._server} sent a line without end")
        if is_last and self._begun:
            yield "".join(self._begun)


async def read_events(pieces: AsyncIterable[bytes], server: str) -> AsyncGenerator[Any]:
    """The value of each event; `DONE` as it is. Comments, names and ids are left out.

    Most servers put an event's JSON on one line, and some leave out the empty line behind it, so
    a line that is JSON counts at once. llama-server says `error:` where others say `data:`, and a
    proxy or Ollama may put a bare object into the stream.
    """
    lines = _Lines(server)
    events = _Events(server)
    async for piece in pieces:
        for line in lines.add(piece):
            for event in events.add(line):
                yield event
    for line in [*lines.add(b"", is_last=True), ""]:
        for event in events.add(line):
            yield event


class _Events:
    """Lines in, values out."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._begun = ""
        """An event's JSON that goes over several lines."""
        self._lines = 0

    def add(self, line: str) -> Iterator[Any]:
        if not line.strip():
            if self._begun:
                raise DependencyUnavailable(f"{self._server} sent an event that is no JSON")
            return
        name, _, value = line.partition(":")
        if line[0] in "{[":
            name, value = "data", line
        if name == "error":
            found = _parsed(value)
            yield {"error": value.strip() if found is _NO_JSON else found}
        elif name == "data":
            yield from self._data(value.removeprefix(" "))

    def _data(self, value: str) -> Iterator[Any]:
        if not self._begun and value.strip() in {"", DONE}:
            if value.strip():
                yield DONE
            return
        self._lines += 1
        if len(self._begun) + len(value) > _LONGEST_LINE or self._lines > _MOST_LINES:
            raise DependencyUnavailable(f"{self._server} sent an event without end")
        found = _parsed(self._begun + value)
        if found is _NO_JSON:
            self._begun += value + "\n"
        else:
            self._begun, self._lines = "", 0
            yield found


_NO_JSON: Final = object()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NO_JSON
