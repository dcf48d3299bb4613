"""Files of a tenant that look as if they belonged to its bot, and that nothing reads."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path, PurePosixPath

from domain.bot.problems import Problem

_FLOWS, _OPENAPI = "flows", "openapi"
_TESTS, _KNOWLEDGE = "tests", "knowledge"
"""Read by others: the conversations to play, and the documents."""
_YAML, _JSON = frozenset({".yaml", ".yml"}), ".json"
_MOST_FILES, _MOST_NAMED = 5_000, 20


def unread_files(folder: Path, read: Collection[str]) -> list[Problem]:
    """Errors for what surely is part of the bot, warnings for what may lie there for another
    reason."""
    found = (_problem(name) for name in sorted(_names(folder)) if name not in read)
    return list(islice((problem for problem in found if problem), _MOST_NAMED))


def _names(folder: Path) -> Iterator[str]:
    for path in islice(folder.rglob("*"), _MOST_FILES):
        parts = path.relative_to(folder).parts
        is_ours = not _is_read_by_others(parts) and not any(part.startswith(".") for part in parts)
        if is_ours and path.suffix.lower() in {*_YAML, _JSON} and path.is_file():
            yield PurePosixPath(*parts).as_posix()


def _is_read_by_others(parts: tuple[str, ...]) -> bool:
    is_test = parts[:-1] == (_TESTS,) and PurePosixPath(parts[-1]).suffix in _YAML
    return is_test or parts[0] == _KNOWLEDGE


def _problem(name: str) -> Problem | None:
    path = PurePosixPath(name)
    suffix, place = path.suffix.lower(), path.parts[0] if len(path.parts) > 1 else ""
    if suffix in _YAML and path.suffix != suffix:
        return Problem(name, 1, f"this file is not read; write its ending as {suffix}")
    if suffix in _YAML and place in {_FLOWS, _TESTS}:
        return Problem(name, 1, f"this file is not read; {place} stand in {place}/ itself")
    if suffix == _JSON and place == _OPENAPI:
        return Problem(name, 1, f"this file is not read; it belongs into {_OPENAPI}/ itself")
    if suffix == _JSON and not place:
        said = f"this file is not read; files of a bot are YAML, as {path.stem}.yaml"
        return Problem(name, 1, said, is_warning=True)
    if suffix in _YAML:
        return Problem(name, 1, "this file is not read by anything", is_warning=True)
    return None
