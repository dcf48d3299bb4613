"""The audit log: what staff did, each entry bound to the one before it by its hash."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Final

from pydantic import AwareDatetime

from domain.values import Frozen

LONGEST_DETAIL: Final = 4_000
_LONGEST_NAME: Final = 200


class AuditNote(Frozen):
    """What is to be recorded. It says who did what to what, never what customers said."""

    actor: str
    """A member of staff's name, `key:` and a key's, or `command line`."""
    role: str
    action: str
    subject: str = ""
    """The id of the handoff, conversation or person that it was done to."""
    detail: Mapping[str, str | int | bool | None] = {}

    @property
    def written_detail(self) -> str:
        """As it is stored and hashed: JSON with its names in order."""
        written = json.dumps(dict(self.detail), sort_keys=True, ensure_ascii=True)
        return written if len(written) <= LONGEST_DETAIL else '{"shortened": true}'


class AuditEntry(Frozen):
    """One line of the log; numbers are 1, 2, 3 … without gaps."""

    tenant_id: str
    number: int
    at: AwareDatetime
    actor: str
    role: str
    action: str
    subject: str
    detail: str
    previous_hash: bytes
    hash: bytes

    def computed_hash(self) -> bytes:
        """What `hash` must be; the same as the database's `write_audit` computes."""
        parts = (
            self.tenant_id,
            str(self.number),
            self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            self.actor,
            self.role,
            self.action,
            self.subject,
            self.detail,
            self.previous_hash.hex(),
        )
        written = (part.encode() for part in parts)
        return hashlib.sha256(
            b"".join(str(len(each)).encode() + b":" + each for each in written)
        ).digest()


def read_detail(written: str) -> dict[str, str | int | bool | None]:
    """What an entry's detail says, by its names; nothing where it cannot be read."""
    try:
        read = json.loads(written)
    except ValueError:
        return {}
    return dict(read) if isinstance(read, dict) else {}


def shown(text: str) -> str:
    """Cut and without what no log line should hold."""
    return "".join(each if each.isprintable() else "?" for each in text[:_LONGEST_NAME])


def broken_link(entries: Iterable[AuditEntry], before: AuditEntry | None = None) -> str | None:
    """The first entry that does not follow from the one before, in words; None where all do."""
    for entry in entries:
        number = before.number + 1 if before else 1
        if entry.number != number:
            return f"entry {number} is missing: entry {entry.number} comes instead"
        if entry.previous_hash != (before.hash if before else b""):
            return f"entry {number} does not follow the one before it: one of them was changed"
        if entry.hash != entry.computed_hash():
            return f"entry {number} was changed: it does not have the hash that it names"
        before = entry
    return None
