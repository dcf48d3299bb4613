"""Reads documents in a child process that may end over any of them."""

import asyncio
import json
import logging
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from domain.documents import LinkList, RawDocument, ReadDocument
from domain.errors import ConfigurationError, DependencyUnavailable
from infra.documents.reading_process import CPU_SECONDS, LARGEST_ANSWER, TOO_MUCH_MEMORY

_PROGRAM = (sys.executable, "-P", "-m", "infra.documents.reading_process")
_WITHIN_S = 30.0
"""On a clock: a process that waits for nothing burns CPU and is ended sooner."""
_MOST_IN_ONE = 200
"""Documents until a fresh process takes over: libraries keep things."""
CRASHED = "its reader ended over it; save it anew, or in another form"
_HEADER = 4

_log = logging.getLogger(__name__)


class ReadingProcess:
    """Implements `domain.ports.DocumentReader`. One document at a time; the process starts with the
    first of them, and has no secret of ours in its environment."""

    def __init__(self, *, within_s: float = _WITHIN_S, program: tuple[str, ...] = _PROGRAM) -> None:
        self._within_s = within_s
        self._program = program
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0
        self._alone = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    async def read(self, document: RawDocument) -> ReadDocument:
        return await asyncio.to_thread(self.read_now, document)

    async def links(self, document: RawDocument) -> LinkList:
        return await asyncio.to_thread(self.links_now, document)

    def read_now(self, document: RawDocument) -> ReadDocument:
        """Blocks. Raise ConfigurationError with the reason where it cannot be read."""
        return ReadDocument.model_validate(self._run(document, links=False))

    def links_now(self, document: RawDocument) -> LinkList:
        """Blocks. As above, for a sitemap or a feed."""
        return LinkList.model_validate(self._run(document, links=True))

    @property
    def pid(self) -> int | None:
        """Of the process that reads now."""
        return self._process.pid if self._process is not None else None

    def close(self) -> None:
        """End the process; the next document starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _run(self, document: RawDocument, *, links: bool) -> Any:
        job = {"name": document.name, "content_type": document.content_type, "links": links}
        with self._alone:
            answer = self._answer(json.dumps(job).encode(), document.content)
        if "refused" in answer:
            raise ConfigurationError(str(answer["refused"]))
        return answer["read"]

    def _answer(self, header: bytes, content: bytes) -> dict[str, Any]:
        process = self._started()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._within_s, end)
        timer.start()
        try:
            answer = _exchanged(process, header, content)
        except (OSError, ValueError) as error:
            reason = self._reason(process, is_late=late.is_set())
            _log.warning("reading_process_ended", extra={"reason": reason})
            raise ConfigurationError(reason) from error
        finally:
            timer.cancel()
        self._done += 1
        # One whose memory was full ends by itself, and must not meet the next document on its way.
        if self._done >= _MOST_IN_ONE or answer.get("refused") == TOO_MUCH_MEMORY:
            self.close()
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._done = 0
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own module
                    self._program,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    env={"MALLOC_ARENA_MAX": "1"},
                )
            except OSError as error:
                raise DependencyUnavailable("the process for reading does not start") from error
        return self._process

    def _reason(self, process: subprocess.Popen[bytes], *, is_late: bool) -> str:
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
        status = process.returncode
        self.close()
        if is_late:
            return f"reading it takes longer than {self._within_s:g} seconds; simplify or split it"
        if status is not None and -status in {signal.SIGXCPU, signal.SIGKILL}:
            return f"reading it takes more than {CPU_SECONDS} s of a core; simplify or split it"
        return CRASHED


def _exchanged(process: subprocess.Popen[bytes], header: bytes, content: bytes) -> dict[str, Any]:
    """Raise OSError or ValueError where the process ends before it has answered."""
    assert process.stdin is not None  # noqa: S101 - for the type checker
    assert process.stdout is not None  # noqa: S101
    for part in (header, content):
        process.stdin.write(len(part).to_bytes(_HEADER, "big") + part)
    process.stdin.flush()
    length = int.from_bytes(_exactly(process, _HEADER), "big")
    if length > 2 * LARGEST_ANSWER:
        raise ValueError("no answer of ours is as long")
    answer: dict[str, Any] = json.loads(_exactly(process, length))
    return answer


def _exactly(process: subprocess.Popen[bytes], length: int) -> bytes:
    found = process.stdout.read(length) if process.stdout is not None else b""
    if len(found) < length:
        raise OSError("the process has ended")
    return found
