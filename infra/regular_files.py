"""Text of regular files of a bounded size that lie within a folder; links out are refused."""

import os
import stat
from pathlib import Path

from domain.bot.sources import LARGEST_FILE


class Unreadable(ValueError):
    """A file that is not taken; the sentence says why and never quotes it."""


def read_text(folder: Path, path: Path) -> str:
    """Raise Unreadable. A link is followed only to what lies in the folder itself."""
    try:
        return read_bytes(folder, path, most=LARGEST_FILE).decode()
    except UnicodeDecodeError:
        raise Unreadable("it is not text in UTF-8") from None


def read_bytes(folder: Path, path: Path, *, most: int) -> bytes:
    """As `read_text`, for what need not be text."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve(strict=True)):
            raise Unreadable("it is a link that leads out of the folder")
        return _content(real, most)
    except (OSError, RuntimeError) as error:
        raise Unreadable(getattr(error, "strerror", None) or type(error).__name__) from None


def _content(path: Path, most: int) -> bytes:
    # without O_NONBLOCK, opening a FIFO waits for a writer
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable("it is no regular file")
        content = file.read(most + 1)
    if len(content) > most:
        raise Unreadable(f"it has more than {most} bytes")
    return content
