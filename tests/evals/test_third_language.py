"""A third language is files: a home outside the package, and a tenant that speaks it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house_rules import ROOT

TENANT = Path(__file__).parent / "third_language"
DUTCH = ROOT / "tests" / "unit" / "domain" / "understanding" / "language" / "homes" / "nl"


def played(python_path: Path) -> subprocess.CompletedProcess[str]:
    """The tenant's own conversations, in a process of its own: tables are built at import."""
    return subprocess.run(
        [sys.executable, "-m", "duralogue", "test", str(TENANT)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(python_path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_conversation_in_a_third_language(tmp_path: Path) -> None:
    """
    A greeting, a date, yes and no, a cancel, an answer from the documents; not a line of code.
    """
    shutil.copytree(DUTCH, tmp_path / "duralogue_languages" / "nl")

    spoken = played(tmp_path)
    silent = played(tmp_path / "duralogue_languages")

    assert spoken.returncode == 0, spoken.stdout + spoken.stderr
    assert "4 of 4 conversations" in spoken.stdout
    assert silent.returncode == 1, "without its home the same conversations must go wrong"
