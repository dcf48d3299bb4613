"""A Chromium to test with: the machine's own, else a headless one from npm."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_PACKAGE = "@sparticuz/chromium@147"
_UNPACK = "import c from '@sparticuz/chromium'; console.log(await c.executablePath())"
_INSTALL_WITHIN_S = 300


@dataclass(frozen=True)
class Chromium:
    executable: str
    arguments: tuple[str, ...]


def find_chromium(folder: Path) -> Chromium:
    """`folder` is where the one from npm is installed, if it has to be."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Chromium(found, ("--no-sandbox",))
    return Chromium(_from_npm(folder), ("--no-sandbox", "--headless=shell"))


def _from_npm(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    _run("npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", _PACKAGE, at=folder)
    return _run("node", "--input-type=module", "--eval", _UNPACK, at=folder).strip()


def _run(program: str, *arguments: str, at: Path) -> str:
    command = (shutil.which(program) or program, *arguments)
    done = subprocess.run(
        command, cwd=at, capture_output=True, text=True, timeout=_INSTALL_WITHIN_S, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"no Chromium here, and {program} could not get one: {done.stderr}")
    return done.stdout
