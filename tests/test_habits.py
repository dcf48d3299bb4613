"""The files by which contributors work: forms, hooks, and the list of targets."""

import re
import subprocess
import sys

import pytest
from ruamel.yaml import YAML

from tests.house_rules import ROOT

FORMS = sorted(
    file for file in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if file.stem != "config"
)
HOST = re.compile(r"https?://|github\.com|pypi|npmjs")


def _is_valid(schema: str, *files: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    return subprocess.run(
        [*command, *files], cwd=ROOT, check=False, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/[!c]*.yml"),
        ("github-issue-config", ".github/ISSUE_TEMPLATE/config.yml"),
    ],
)
def test_the_files_for_github_are_what_it_reads(schema: str, pattern: str) -> None:
    """
    GitHub ignores a form or a workflow with a mistake in it, and says so nowhere.
    """
    files = [str(file) for file in ROOT.glob(pattern)]
    assert files
    checked = _is_valid(schema, *files)
    assert checked.returncode == 0, checked.stdout


def test_there_is_a_form_for_each_kind_of_issue() -> None:
    """
    Somebody with a question is not made to fill in a bug report.
    """
    assert [form.stem for form in FORMS] == ["bug", "feature", "question"]


def test_hooks_use_the_tools_that_are_installed() -> None:
    """
    A hook that downloads its own ruff would judge by another version than `make check` does.
    """
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    assert not HOST.search(text)
    repositories = YAML(typ="safe").load(text)["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}


def test_help_lists_every_target_under_its_purpose() -> None:
    """
    `make` alone is where everybody begins.
    """
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    described = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert described == set(phony[1].split()) - {"bytecode"}
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    assert not [target for target in described if f"make {target} " not in shown]
    first = next(line for line in shown.splitlines() if line.strip())
    assert not first.startswith(" "), "the first line is a heading"
