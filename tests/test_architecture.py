"""The rules about the code itself."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests import house_rules
from tests.house_rules import ALLOWED_IMPORTS, OURS, ROOT, python_files

MAY_READ_THE_ENVIRONMENT = {
    "infra/settings.py",
    "example_practice/settings.py",
    "example_shop/settings.py",
}

# Where a process or a request ends, and whatever happened must be logged and answered.
PROCESS_EDGES = {
    "infra/bot_files/compiling_process.py",
    "infra/documents/reading_process.py",
    "api/channel_steps.py",  # nobody waits for it, and nothing of a conversation depends on it
    "api/middleware/correlation.py",
    "api/spool_drain.py",  # nobody waits for it, and it must go on
    "workers/interceptors.py",
}

# A process of its own, whose standard output carries the answers.
MAY_CHANGE_WHAT_IT_IMPORTED = {"infra/documents/reading_process.py"}

# They define models of their own, and the gateway starts without them.
PORTS_WITH_MODELS = {"domain/ports/documents.py", "domain/ports/handoff_summaries.py"}

NO_SUCH_NAMES = {"utils", "helpers", "common", "manager", "base", "misc"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def listed(breaks: set[str]) -> str:
    return "\n".join(sorted(breaks))


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", OURS)
def test_no_dependency_ships_a_package_with_our_name(package: str) -> None:
    """
    Our folders install under their own names; a library that ships the same would shadow them.
    """
    assert set(packages_distributions().get(package, [])) <= {"duralogue"}


@pytest.mark.parametrize("folder", ALLOWED_IMPORTS)
def test_a_folder_imports_only_what_the_architecture_allows(folder: str) -> None:
    """
    Workflow code that reaches a library with I/O breaks determinism; the domain stays portable.
    """
    allowed = (folder, *ALLOWED_IMPORTS[folder], *sys.stdlib_module_names)
    strangers = {
        f"{relative(file)} imports {module}"
        for file in python_files(folder)
        for module in house_rules.imported_modules(file.read_text())
        if not any(module == name or module.startswith(f"{name}.") for name in allowed)
    }
    assert not strangers, listed(strangers)


def test_the_domain_waits_for_nothing() -> None:
    """
    Tasks, time-outs and locks belong to those who serve; the domain decides the same without them.
    """
    waiting = {
        f"{relative(file)} imports {module}"
        for file in python_files("domain")
        for module in house_rules.imported_modules(file.read_text())
        if module.partition(".")[0] in {"asyncio", "concurrent", "multiprocessing", "threading"}
    }
    assert not waiting, listed(waiting)


def test_ports_load_nothing_but_ports() -> None:
    """
    A port names types for the checker alone: else whoever needs one port loads half of the domain.
    """
    dear = {
        f"{relative(file)} imports {module}"
        for file in python_files("domain/ports")
        if relative(file) not in PORTS_WITH_MODELS
        for module in house_rules.modules_loaded(file.read_text())
        if not module.startswith("domain.ports")
    }
    assert not dear, listed(dear)


def test_every_technology_is_under_contract() -> None:
    """
    Only Temporal's folder may know the workflows; a new folder must not slip past the contract.
    """
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    watched = next(
        set(contract["source_modules"])
        for contract in contracts["contracts"]
        if contract["name"] == "Of the technologies only Temporal knows the workflows"
    )
    technologies = {f"infra.{file.parent.name}" for file in ROOT.glob("infra/*/__init__.py")}
    assert technologies - {"infra.temporal"} <= watched, listed(technologies - watched)


def test_the_wheel_needs_nothing_that_it_does_not_hold() -> None:
    """
    Benchmarks and tests stay in the tree: who installs the product does not have them.
    """
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    packages = set(wheel["targets"]["wheel"]["only-include"]) - {"web/dist"}
    assert packages == set(OURS)
    missing = {
        f"{relative(file)} imports {module}"
        for file in python_files(*OURS)
        for module in house_rules.imported_modules(file.read_text())
        if module.partition(".")[0] in {"bench", "tests"}
    }
    assert not missing, listed(missing)


def test_one_file_reads_the_environment() -> None:
    """
    A setting that is read elsewhere is documented nowhere and differs between processes.
    """
    readers = {
        relative(file)
        for file in python_files(*OURS)
        if house_rules.reads_environment(file.read_text())
    }
    assert readers <= MAY_READ_THE_ENVIRONMENT, listed(readers - MAY_READ_THE_ENVIRONMENT)


def test_only_a_process_edge_catches_everything() -> None:
    """
    A swallowed error is a customer who hears nothing.
    """
    catchers = {
        relative(file)
        for file in python_files(*OURS)
        for source in [file.read_text()]
        if house_rules.broad_excepts(source) or house_rules.broad_suppressions(source)
    }
    assert catchers <= PROCESS_EDGES, listed(catchers - PROCESS_EDGES)
    assert catchers >= PROCESS_EDGES, "no longer needed: " + listed(PROCESS_EDGES - catchers)


def test_no_test_replaces_what_the_process_waits_by() -> None:
    """
    A server of another test lives in the same process: with a sleep that does not pause, its loop
    never lets go, and everything stands still.
    """
    shared = {
        f"{relative(file)}:{line}"
        for file in python_files("tests")
        for line in house_rules.shared_patches(file.read_text())
    }
    assert not shared, listed(shared)


def test_no_code_changes_what_it_imported() -> None:
    """
    A library that was changed for one caller is another library for all others in the process.
    """
    changed = {
        relative(file)
        for file in python_files(*OURS)
        if house_rules.replaced_members(file.read_text())
    }
    assert changed == MAY_CHANGE_WHAT_IT_IMPORTED, listed(changed)


def test_no_file_is_too_long_to_read() -> None:
    """
    A file is one idea.
    """
    long = {
        f"{relative(file)} has {lines} lines"
        for file in python_files(*OURS, "tests")
        if (lines := len(file.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long, listed(long)


def test_no_function_is_too_long_to_read() -> None:
    """
    A function that does not fit on a screen hides what it does.
    """
    long = {
        f"{relative(file)}: {name}"
        for file in python_files(*OURS)
        for name in house_rules.long_functions(file.read_text(), LONGEST_FUNCTION)
    }
    assert not long, listed(long)


def test_files_are_named_for_what_they_hold() -> None:
    """
    `utils` is where things go to be found by nobody.
    """
    nameless = {
        relative(file)
        for file in python_files(*OURS, "tests")
        if file.stem.strip("_") in NO_SUCH_NAMES
    }
    assert not nameless, listed(nameless)


def test_every_module_says_what_lives_there() -> None:
    """
    The first line of a file is the map of the house.
    """
    silent = {
        relative(file)
        for file in python_files(*OURS, "tests")
        if (source := file.read_text().strip()) and not ast.get_docstring(ast.parse(source))
    }
    assert not silent, listed(silent)


def test_unit_tests_mirror_the_source() -> None:
    """
    Whoever looks for the tests of a folder finds them under the same name.
    """
    rooms = {path.name for path in (ROOT / "tests" / "unit").iterdir() if path.is_dir()}
    rooms -= {"__pycache__"}
    assert rooms <= set(OURS), listed(rooms - set(OURS))
    strangers = {
        relative(folder)
        for folder in (ROOT / "tests" / "unit").rglob("*")
        if folder.is_dir()
        and folder.name not in {"__pycache__", "payloads"}
        and any(folder.glob("test_*.py"))
        and not (ROOT / folder.relative_to(ROOT / "tests" / "unit")).exists()
    }
    assert not strangers, listed(strangers)
