"""Text out of a tenant's folder: regular files of a bounded size that lie within it."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.bot.problems import Problem
from domain.bot.sources import LARGEST_FILE, MOST_FILES


class Unreadable(ValueError):
    """A file that is not taken; the sentence says why and never quotes it."""


def read_texts(
    folder: Path, paths: Iterable[Path], problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    """Each file by its path in the folder; one that cannot be taken becomes a problem."""
    for number, path in enumerate(sorted(paths)):
        name = path.relative_to(folder).as_posix()
        if number == MOST_FILES:
            problems.append(Problem(name, 1, f"the folder has more than {MOST_FILES} files here"))
            return
        try:
            yield name, read_text(folder, path)
        except Unreadable as error:
            problems.append(Problem(name, 1, f"the file cannot be read: {error}"))


def read_text(folder: Path, path: Path) -> str:
    """Raise Unreadable. A link is followed only to what lies in the folder itself."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve(strict=True)):
            raise Unreadable("it is a link that leads out of the folder")
        content = _content(real)
        return content.decode()
    except UnicodeDecodeError:
        raise Unreadable("it is not text in UTF-8") from None
    except (OSError, RuntimeError) as error:
        raise Unreadable(getattr(error, "strerror", None) or type(error).__name__) from None


def _content(path: Path) -> bytes:
    # without O_NONBLOCK, opening a FIFO waits for a writer
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("it is no regular file")
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise Unreadable(f"it has more than {LARGEST_FILE} bytes")
    return content
