"""The rules about the code itself, as functions over one file's source."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = (
    "activities",
    "api",
    "channels",
    "domain",
    "duralogue",
    "example_practice",
    "example_shop",
    "provider_doubles",
    "infra",
    "workers",
    "workflows",
)

# folder -> what it may import of others, beyond the standard library and itself. A folder that is
# not named here may import any library; whom it may import of ours is in pyproject's contracts.
ALLOWED_IMPORTS: Mapping[str, tuple[str, ...]] = {
    "domain": ("pydantic", "pydantic_core", "re2"),  # ADR 0016
    "activities": ("domain", "pydantic", "temporalio.activity", "temporalio.exceptions"),
    "workflows": (
        "activities",
        "domain",
        "pydantic",
        "temporalio.common",
        "temporalio.exceptions",
        "temporalio.workflow",
    ),
}


def python_files(*folders: str) -> list[Path]:
    return sorted(
        file
        for folder in folders
        for file in (ROOT / folder).rglob("*.py")
        if "node_modules" not in file.parts
    )


def imported_modules(source: str) -> Iterator[str]:
    """Every module that is imported, `from a import b` as `a.b`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_loaded(source: str) -> Iterator[str]:
    """Modules of ours that loading this one loads at once: not those named for the checker alone,
    below `if TYPE_CHECKING`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith(OURS))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(OURS):
            yield node.module or ""


def reads_environment(source: str) -> bool:
    """Whether the environment is read or changed: `os.environ`, `os.getenv` and their kin."""
    names = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv"}
    return any(
        (isinstance(node, ast.Attribute) and node.attr in names)
        or (isinstance(node, ast.ImportFrom) and any(a.name in names for a in node.names))
        for node in ast.walk(ast.parse(source))
    )


def broad_excepts(source: str) -> list[int]:
    """The lines of `except:`, `except Exception` and `except BaseException`, also in a tuple."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(one) for one in caught.elts)
    return caught is None or (
        isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
    )


def broad_suppressions(source: str) -> list[int]:
    """The lines of `suppress(Exception)`, the same thing in other clothes."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "suppress"
        and any(_is_broad(caught) for caught in node.args)
    ]


def long_functions(source: str, limit: int) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= limit
    ]


_MAKERS_OF_PATTERNS = {"_rule"}
"""Functions that compile, and are called only at the head of their module."""


def shared_patches(source: str) -> list[int]:
    """Lines that put something else in a module by which the whole process waits or tells time."""
    shared = {"asyncio", "selectors", "socket", "threading", "time"}
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "setattr"
        and node.args
        and _root_name(node.args[0]) in shared
    ]


def _root_name(patched: ast.expr) -> str:
    """The module that is patched, given as itself, as one of its classes, or as a dotted text."""
    if isinstance(patched, ast.Constant):
        return str(patched.value).partition(".")[0]
    while isinstance(patched, ast.Attribute):
        patched = patched.value
    return patched.id if isinstance(patched, ast.Name) else ""


def replaced_members(source: str) -> list[int]:
    """Lines that put something else into what was imported, or into any module through `vars`."""
    tree = ast.parse(source)
    imported = {
        (name.asname or name.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and _replaces(node, imported)
    ]


def _replaces(node: ast.expr, imported: set[str]) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id == "setattr" and _root_name(node.args[0]) in imported
    if not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return False
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Call) and _root_name(node.value.func) == "vars"
    return isinstance(node, ast.Attribute) and _root_name(node) in imported


def hidden_patterns(source: str) -> Iterator[tuple[int, str]]:
    """Patterns that are no module's own: compiled within something, or given to `re` itself."""
    for node, inside in _with_owner(ast.parse(source), None):
        if isinstance(node, ast.ImportFrom) and node.module == "re":
            yield node.lineno, "from re import …"
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if not isinstance(node.func.value, ast.Name) or node.func.value.id != "re":
            continue
        if node.func.attr == "compile" and inside not in {None, *_MAKERS_OF_PATTERNS}:
            yield node.lineno, f"re.compile in {inside}"
        elif node.func.attr not in {"compile", "escape"}:
            yield node.lineno, f"re.{node.func.attr}"


def _with_owner(tree: ast.AST, owner: str | None) -> Iterator[tuple[ast.AST, str | None]]:
    for node in ast.iter_child_nodes(tree):
        yield node, owner
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from _with_owner(node, node.name)
        else:
            yield from _with_owner(node, owner)
