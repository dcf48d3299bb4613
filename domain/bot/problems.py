"""Problems in a tenant's files, each with its file and line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Key = str | int
KeyPath = tuple[Key, ...]


@dataclass(frozen=True)
class Problem:
    """One line of what `duralogue check` prints."""

    file: str
    line: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning" if self.is_warning else "error"
        return f"{self.file}:{self.line}: {kind}: {self.message}"


@dataclass(frozen=True)
class SourceFile:
    """One YAML file as plain data; `lines` says where each key and item stands."""

    name: str
    data: Any
    lines: Mapping[KeyPath, int]

    def line_of(self, path: Iterable[Key]) -> int:
        """The line of the nearest thing in the file that the path leads to.

        Short forms are read as their long ones, so a path may have steps that the file has not.
        """
        known: KeyPath = ()
        for key in path:
            if (*known, key) in self.lines:
                known = (*known, key)
        return self.lines.get(known, 1)


class Problems:
    """Gathers everything that is wrong, so that an author sees it all at once."""

    def __init__(self, files: Mapping[str, SourceFile], found: Iterable[Problem] = ()) -> None:
        self._files = files
        self._found = list(found)

    def error(self, file: str, path: Iterable[Key], message: str) -> None:
        """Note what keeps the bot from being published, with its line."""
        self._found.append(Problem(file, self._line(file, path), message))

    def warn(self, file: str, path: Iterable[Key], message: str) -> None:
        """Note what is likely a mistake, with its line."""
        self._found.append(Problem(file, self._line(file, path), message, is_warning=True))

    def unknown(
        self, file: str, path: Iterable[Key], what: str, name: str, known: Iterable[str]
    ) -> None:
        """Say that a name is not there, and which one was probably meant."""
        self.error(file, path, f"there is no {what} {name!r}{nearest(name, known)}")

    @property
    def has_errors(self) -> bool:
        """Whether the bot cannot be published."""
        return any(not problem.is_warning for problem in self._found)

    def __iter__(self) -> Iterator[Problem]:
        """Sorted by place, each once."""
        ordered = sorted(set(self._found), key=lambda p: (p.file, p.line, p.message))
        return iter(ordered)

    def _line(self, file: str, path: Iterable[Key]) -> int:
        source = self._files.get(file)
        return source.line_of(path) if source else 1


def nearest(name: str, known: Iterable[str]) -> str:
    """The end of a sentence: which known name was probably meant, or which there are."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; there are {', '.join(names[:12])}" if names else ""
