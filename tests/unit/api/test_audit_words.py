"""The audit log's codes in words: every action that is recorded anywhere has some."""

import ast
import asyncio
from collections.abc import Iterator
from pathlib import Path

from api.audit_words import ACTIONS, told
from domain.audit import AuditEntry, AuditNote
from infra.memory.audit import MemoryAuditLog

REPOSITORY = Path(__file__).parents[3]
_RECORDERS = {"AuditNote", "_note", "audited", "note", "record_there"}


def recorded_actions() -> Iterator[str]:
    """Of calls that record, constants among their arguments, or among what these come from."""
    for folder in ("activities", "api", "duralogue"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            text = path.read_text()
            if "AuditNote" in text or "audited(" in text or "record_there" in text:
                yield from _recorded_in(ast.parse(text))


def _recorded_in(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _RECORDERS:
            named = (each.value for each in node.keywords if each.arg == "action")
            yield from _codes(*node.args[:3], *named)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "done":
            yield from _codes(node.value)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
            yield from _codes(node.value)
        if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in _MAPS:
            assert isinstance(node.value, ast.Dict)
            yield from _codes(*node.value.values)


_MAPS = {"ENDINGS", "_RECORDED"}


def _codes(*found: ast.expr) -> Iterator[str]:
    for each in found:
        parts = (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,)
        for part in parts:
            code = part.value if isinstance(part, ast.Constant) else None
            if isinstance(code, str) and "_" in code:
                yield code


def entry(note: AuditNote) -> AuditEntry:
    log = MemoryAuditLog()
    asyncio.run(log.record("acme", note))
    return asyncio.run(log.after("acme"))[0]


def test_every_action_that_is_recorded_has_words_in_every_language() -> None:
    """
    Found in the code by those who record, so that a new one is missed here.
    """
    found = set(recorded_actions())

    assert {"handoff_claimed", "staff_added", "passed_back", "signed_out"} <= found
    for words in ACTIONS.values():
        assert found - set(words) == set()
        assert set(words) - found == set(), "words for what nobody records"


def test_what_was_done_is_told_with_its_detail() -> None:
    """
    Yes, no and nothing are words; a value that nobody knows stays as it is.
    """
    detail = {"warm": True, "to_agent": "Kim Lee", "conversation": "web-1", "on": None}
    line = told(entry(AuditNote(actor="Sam", role="agent", action="x_y", detail=detail)), "de")

    assert (line.action, line.conversation) == ("x_y", "web-1")
    assert line.detail == (
        ("angehalten", "-"),
        ("an", "Kim Lee"),
        ("bleibt bis zur Übernahme", "ja"),
    )
