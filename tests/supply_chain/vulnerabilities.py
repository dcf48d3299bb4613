"""Known vulnerabilities of the packages that are pinned."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duralogue.plurals import counted
from tests.house_rules import ROOT

MAXIMUM_SECONDS = 600
_SHOWN = 3


@dataclass(frozen=True)
class Audit:
    """What came of asking: findings, and packages about which nothing could be learned."""

    checked: int
    vulnerable: tuple[str, ...]
    unknown: tuple[str, ...]


def audit(lock: Path) -> Audit:
    """Ask about every package of a lock file. What could not be asked is in `unknown`."""
    tool = Path(sys.executable).with_name("pip-audit")
    command = [str(tool), "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    try:
        ran = subprocess.run(
            [*command, "--format", "json", "--progress-spinner", "off"],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            timeout=MAXIMUM_SECONDS,
        )
        return reading(json.loads(ran.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return Audit(0, (), (f"everything in {lock.name}",))


def reading(report: dict[str, Any]) -> Audit:
    """What pip-audit's JSON says. A package that it skipped was not checked."""
    dependencies = report["dependencies"]
    checked = [one for one in dependencies if "skip_reason" not in one]
    return Audit(
        checked=len(checked),
        vulnerable=tuple(
            f"{one['name']} {one['version']}: {found['id']}"
            f" (fixed in {', '.join(found['fix_versions']) or 'no version yet'})"
            for one in checked
            for found in one["vulns"]
        ),
        unknown=tuple(one["name"] for one in dependencies if "skip_reason" in one),
    )


def audit_chat(folder: Path) -> Audit:
    """Ask npm about every package of the chat's lock file."""
    try:
        ran = subprocess.run(
            ["npm", "--prefix", str(folder), "audit", "--json"],  # noqa: S607
            cwd=ROOT,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=MAXIMUM_SECONDS,
        )
        return reading_of_npm(json.loads(ran.stdout))
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return reading_of_npm({})


def reading_of_npm(report: dict[str, Any]) -> Audit:
    """What npm's JSON says. One without counts is that of a registry which could not be asked."""
    if "metadata" not in report:
        return Audit(0, (), ("everything in package-lock.json",))
    return Audit(
        checked=report["metadata"]["dependencies"]["total"],
        vulnerable=tuple(
            f"{name} {found['range']}: {found['severity']}"
            for name, found in report["vulnerabilities"].items()
        ),
        unknown=(),
    )


def sentences(audit: Audit) -> list[str]:
    """What to tell the person who asked."""
    told = [f"{audit.checked} packages checked, {counted(len(audit.vulnerable), 'known problem')}."]
    told += [f"  {one}" for one in audit.vulnerable]
    if audit.unknown:
        some = ", ".join(audit.unknown[:_SHOWN]) + (", …" if len(audit.unknown) > _SHOWN else "")
        told.append(
            f"NOT CHECKED: {len(audit.unknown)} ({some}). The vulnerability data cannot be"
            " reached from here, or the package index does not offer it. This is not an all-clear."
        )
    return told


def exit_code(*audits: Audit) -> int:
    """1 for a known vulnerability, 2 if something could not be checked, else 0."""
    if any(audit.vulnerable for audit in audits):
        return 1
    return 2 if any(audit.unknown for audit in audits) else 0
