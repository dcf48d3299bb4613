"""Bills of materials: what is installed for Python and for the chat, as CycloneDX."""

import json
import re
import subprocess
import sys
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from tests.house_rules import ROOT

FOLDER = ROOT / "build" / "sbom"
SHIPPED = ROOT / "infra" / "deploy" / "requirements.lock"
MAXIMUM_SECONDS = 120

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_SEPARATORS = re.compile(r"[-_.]+")


def write() -> list[Path]:
    """Write one CycloneDX file for Python and one for the chat; return where they are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    python, web = FOLDER / "python.cdx.json", FOLDER / "web.cdx.json"
    _write(python, scoped(_python(), pinned(SHIPPED.read_text())))
    _write(web, scoped(_web(), frozenset()))  # the chat is built without a run-time dependency
    return [python, web]


def components(file: Path) -> list[dict[str, Any]]:
    """The packages that a bill of materials lists."""
    listed = json.loads(file.read_text())["components"]
    assert isinstance(listed, list)
    return listed


def normalised(name: str) -> str:
    """A Python package's name as indexes compare it: `ruamel.yaml` is `ruamel-yaml`."""
    return _SEPARATORS.sub("-", name).lower()


def pinned(lock: str) -> set[str]:
    """The names of a lock file, normalised."""
    return {normalised(name) for name in _PINNED.findall(lock)}


def scoped(bill: dict[str, Any], shipped: AbstractSet[str]) -> dict[str, Any]:
    """The bill with each package marked: `required` is shipped, `excluded` is for development."""
    for component in bill["components"]:
        is_shipped = normalised(component["name"]) in shipped
        component["scope"] = "required" if is_shipped else "excluded"
    return bill


def _python() -> dict[str, Any]:
    tool = Path(sys.executable).with_name("cyclonedx-py")
    of_this_project = ["--pyproject", "pyproject.toml", "--output-reproducible"]
    return _output([str(tool), "environment", *of_this_project, str(Path(sys.prefix))])


def _web() -> dict[str, Any]:
    return _output(["npm", "--prefix", "web", "sbom", "--sbom-format", "cyclonedx"])


def _output(command: list[str]) -> dict[str, Any]:
    ran = subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=MAXIMUM_SECONDS
    )
    bill = json.loads(ran.stdout)
    assert isinstance(bill, dict)
    return bill


def _write(file: Path, bill: dict[str, Any]) -> None:
    file.write_text(json.dumps(bill, indent=2, sort_keys=True) + "\n")
