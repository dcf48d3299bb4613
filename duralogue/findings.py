"""Findings of a check: each says what is fine, or what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of a report."""

    about: str
    is_fine: bool
    says: str

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_fine else 'FAIL'}  {self.about:<12} {self.says}"
