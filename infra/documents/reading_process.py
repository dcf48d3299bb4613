"""The process that meets documents from outside: one at a time, within bounds of memory and time.

`python -P -m infra.documents.reading_process`. It ends itself over a document that takes too much;
whoever started it names the reason, and starts another.
"""

import gc
import json
import os
import resource
import sys
from typing import Any, BinaryIO

from domain.documents import RawDocument
from domain.errors import ConfigurationError

MEMORY = 288 * 1024 * 1024
"""Of addresses, so of memory at most: the whole process with what it has loaded."""
CPU_SECONDS = 10
LARGEST_ANSWER = 24 * 1024 * 1024
TOO_MUCH_MEMORY = "reading it takes more memory than one document may; simplify or split it"
_DEEPEST = 900
_HEADER = 4


def main() -> None:
    """Answer jobs from standard input until it is closed."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand between the answers
    sys.setrecursionlimit(_DEEPEST)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while (header := _frame(requests)) is not None:
        content = _frame(requests) or b""
        _allow_cpu(CPU_SECONDS)
        answer = _answered(json.loads(header), content)
        del content
        answers.write(len(answer).to_bytes(_HEADER, "big") + answer)
        answers.flush()
        if answer == _refusal(TOO_MUCH_MEMORY):
            return
        gc.collect()


def _answered(job: dict[str, Any], content: bytes) -> bytes:
    """What a library raises over a hostile file is nobody's to list: any error names itself."""
    try:
        read = _done(job, content)
    except ConfigurationError as error:
        return _refusal(str(error))
    except MemoryError:
        return _refusal(TOO_MUCH_MEMORY)
    except RecursionError:
        return _refusal("its parts are nested too deep")
    except Exception as error:  # noqa: BLE001 - the edge of a process made to meet hostile files
        return _refusal(f"it cannot be read ({type(error).__name__})")
    if len(read) > LARGEST_ANSWER:
        return _refusal("it holds more text than one document may; split it")
    return read


def _done(job: dict[str, Any], content: bytes) -> bytes:
    if job["links"]:
        from infra.documents.link_lists import read_links  # noqa: PLC0415 - as the readers are

        return b'{"read": ' + read_links(content).model_dump_json().encode() + b"}"
    from infra.documents.reader import read_document  # noqa: PLC0415

    document = RawDocument(name=job["name"], content_type=job["content_type"], content=content)
    return b'{"read": ' + _json(read_document(document).model_dump_json()) + b"}"


def _json(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _refusal(reason: str) -> bytes:
    return json.dumps({"refused": reason[:300]}).encode()


def _frame(requests: BinaryIO) -> bytes | None:
    header = requests.read(_HEADER)
    if len(header) < _HEADER:
        return None
    return requests.read(int.from_bytes(header, "big"))


def _allow_cpu(seconds: int) -> None:
    """From now on: what was used before counts in the kernel's sum."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + 1, hard))


if __name__ == "__main__":
    os.nice(5)
    main()
