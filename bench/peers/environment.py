"""A throw-away Python environment with the packages of a peer."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_INSTALL_WITHIN_S = 300


@contextmanager
def environment_with(packages: Sequence[str]) -> Iterator[Path | None]:
    """Its Python, or None where the packages cannot be installed here."""
    with TemporaryDirectory(prefix="bench-peers-") as folder:
        python = Path(folder) / "bin" / "python"
        uv = [sys.executable, "-m", "uv"]
        commands = (
            [*uv, "venv", "--quiet", "--python", sys.executable, folder],
            [*uv, "pip", "install", "--quiet", "--python", str(python), *packages],
        )
        yield python if all(_runs(command) for command in commands) else None


def _runs(command: Sequence[str]) -> bool:
    ended = subprocess.run(  # noqa: S603 - our own program, and packages named in the code
        command,
        check=False,
        timeout=_INSTALL_WITHIN_S,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        print(ended.stderr.strip(), file=sys.stderr)
    return ended.returncode == 0
