"""The chain of the audit log: whatever is changed, left out or put in shows."""

import asyncio

import pytest

from domain.audit import LONGEST_DETAIL, AuditEntry, AuditNote, broken_link
from duralogue.audit_administration import checked
from infra.memory.audit import MemoryAuditLog


def a_log(length: int = 5) -> MemoryAuditLog:
    log = MemoryAuditLog()

    async def fill() -> None:
        for number in range(length):
            note = AuditNote(actor="Ann", role="agent", action="claimed", subject=f"h-{number}")
            await log.record("acme", note)

    asyncio.run(fill())
    return log


def entries_of(log: MemoryAuditLog) -> list[AuditEntry]:
    return asyncio.run(log.after("acme"))


def test_a_log_that_nobody_touched_is_whole() -> None:
    """
    Read at once, or page by page.
    """
    entries = entries_of(a_log())

    assert broken_link(entries) is None
    assert broken_link(entries[3:], entries[2]) is None
    assert broken_link([]) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", "Sue"),
        ("role", "admin"),
        ("action", "claime"),
        ("subject", "h-9"),
        ("detail", '{"a": 1}'),
        ("tenant_id", "globex"),
        ("previous_hash", b"x"),
        ("hash", b"x"),
    ],
)
def test_each_changed_field_breaks_the_chain(field: str, value: object) -> None:
    """
    The third of five is named.
    """
    entries = entries_of(a_log())
    entries[2] = entries[2].model_copy(update={field: value})

    assert "entry 3" in str(broken_link(entries))


def test_an_entry_that_is_made_up_afresh_breaks_the_next() -> None:
    """
    Whoever computes a hash anew must do so for all that follow.
    """
    entries = entries_of(a_log())
    forged = entries[2].model_copy(update={"actor": "Sue"})
    entries[2] = forged.model_copy(update={"hash": forged.computed_hash()})

    assert "entry 4 does not follow" in str(broken_link(entries))


@pytest.mark.parametrize("gone", [0, 2])
def test_what_is_left_out_is_missed(gone: int) -> None:
    """
    At the beginning and in the middle; an end that was cut off is seen by `--holds` alone.
    """
    entries = entries_of(a_log())
    del entries[gone]

    assert f"entry {gone + 1} is missing" in str(broken_link(entries))


def test_fields_cannot_be_shifted_into_one_another() -> None:
    """
    Each is hashed with its length.
    """
    [entry] = entries_of(a_log(1))
    shifted = entry.model_copy(update={"actor": entry.actor + "a", "role": entry.role[1:]})

    assert shifted.computed_hash() != entry.computed_hash()


def test_a_cut_end_shows_against_an_earlier_check() -> None:
    """
    The hash that a check names is worth keeping elsewhere.
    """
    log = a_log(5)
    whole = asyncio.run(checked(log, "acme"))
    last = whole.said.rpartition(" ")[2]
    assert whole.is_whole
    assert asyncio.run(checked(log, "acme", last)).is_whole

    log._entries["acme"].pop()
    assert asyncio.run(checked(log, "acme")).is_whole
    assert not asyncio.run(checked(log, "acme", last)).is_whole
    assert not asyncio.run(checked(a_log(5), "acme", "5:" + "00" * 32)).is_whole


def test_a_detail_has_an_end() -> None:
    """
    Nobody fills the log with one entry.
    """
    note = AuditNote(actor="a", role="r", action="x", detail={"reason": "y" * 5_000})

    assert len(note.written_detail) <= LONGEST_DETAIL
