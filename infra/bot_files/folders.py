"""Text out of a tenant's folder: regular files of a bounded size that lie within it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.bot.problems import Problem
from domain.bot.sources import MOST_FILES
from infra.regular_files import Unreadable, read_text


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
