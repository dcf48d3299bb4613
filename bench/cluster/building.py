"""Temporal's own server, built from its sources once and kept outside the tree."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ConfigurationError
from infra.settings import inherited_environment

VERSION = "1.32.0"
_MODULE = "go.temporal.io/server"
# What the module's archive hashes to, as in a go.sum. Its own go.sum, inside, holds the rest.
_SUM = "h1:JQoqsVREaGc8vcuDNfuRlySiV3tVi81XUOVC9LeL/1Y="
_PACKAGES = ("./cmd/server", "./cmd/tools/sql")
_USUAL_GO = Path("/usr/local/go/bin/go")
_DOWNLOAD_WITHIN_S = 600
_BUILD_WITHIN_S = 3600


@dataclass(frozen=True)
class Programs:
    """The server, the tool that makes its schema, and that schema."""

    server: Path
    sql_tool: Path
    schema: Path


def programs() -> Programs:
    """Those of an earlier build, or new ones, which takes some minutes.

    Raise ConfigurationError where there is neither a build nor Go.
    """
    folder = _cache() / f"temporal-server-{VERSION}"
    if not folder.exists():
        _build_into(folder)
    return Programs(folder / "server", folder / "sql", folder / "schema")


def _build_into(folder: Path) -> None:
    """Under another name, then renamed: half a build is never taken for a whole."""
    sources = _verified_sources()
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="building-", dir=folder.parent))
    try:
        output = ("-o", f"{unfinished}/")
        _go(
            ("build", "-trimpath", "-mod=readonly", *output, *_PACKAGES),
            within_s=_BUILD_WITHIN_S,
            folder=sources,
        )
        shutil.copytree(sources / "schema" / "postgresql" / "v12", unfinished / "schema")
        for made in (unfinished, *unfinished.rglob("*")):
            made.chmod(0o755 if made.is_dir() or made.parent == unfinished else 0o644)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _verified_sources() -> Path:
    said = _go(("mod", "download", "-json", f"{_MODULE}@v{VERSION}"), within_s=_DOWNLOAD_WITHIN_S)
    found = json.loads(said)
    if found["Sum"] != _SUM:
        raise ConfigurationError(f"{_MODULE} {VERSION} is not the one known here: {found['Sum']}")
    return Path(found["Dir"])


def _go(arguments: Sequence[str], *, within_s: float, folder: Path | None = None) -> str:
    try:
        ended = subprocess.run(  # noqa: S603 - a program of this machine, arguments of our own
            [str(_go_program()), *arguments],
            cwd=folder or tempfile.gettempdir(),
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=within_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ConfigurationError(f"go {arguments[0]} took over {within_s:.0f} s") from error
    if ended.returncode != 0:
        reason = (ended.stderr or ended.stdout).strip().splitlines()
        raise ConfigurationError(f"go {arguments[0]} failed: {' / '.join(reason[-2:])}")
    return ended.stdout


def _go_program() -> Path:
    found = shutil.which("go") or (str(_USUAL_GO) if _USUAL_GO.exists() else None)
    if found is None:
        raise ConfigurationError(
            "the cluster needs Go to build Temporal's server, and there is no program `go` here"
        )
    return Path(found)


def _environment() -> Mapping[str, str]:
    """The Go that is installed, and no other one from somewhere."""
    return {**inherited_environment(), "GOTOOLCHAIN": "local", "GOWORK": "off"}


def _cache() -> Path:
    base = inherited_environment().get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "duralogue"
