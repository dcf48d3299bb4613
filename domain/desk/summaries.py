"""Summaries in the customer's own words: nothing is said that nobody said."""

from collections.abc import Sequence
from typing import Final

from domain.desk.context import SummaryKind, SummaryLine
from domain.messages import Role, TranscriptMessage

_LONGEST_LINE: Final = 240
_SAYS_SOMETHING: Final = 3
"""Words; fewer are a greeting, a yes or a number."""


class ExtractiveSummaries:
    """Implements `HandoffSummaries` without a model."""

    async def summarise(
        self, tenant_id: str, said: Sequence[TranscriptMessage]
    ) -> tuple[SummaryLine, ...]:
        """At most three lines, in the order in which they were said."""
        del tenant_id  # the same for all
        customers = [one for one in said if one.role is Role.CUSTOMER and one.text.strip()]
        telling = [one for one in customers if len(one.text.split()) >= _SAYS_SOMETHING]
        chosen: dict[int, SummaryLine] = {}
        bots = [one for one in said if one.role is Role.BOT and one.text.strip()]
        before = [one for one in bots if customers and one.seq < customers[-1].seq]
        for kind, found in (
            (SummaryKind.LATEST, (telling or customers)[-1:]),
            (SummaryKind.REQUEST, (telling or customers)[:1]),
            (SummaryKind.ANSWERED, before[-1:]),
        ):
            chosen |= {one.seq: _line(kind, one) for one in found}
        return tuple(chosen[seq] for seq in sorted(chosen))


def _line(kind: SummaryKind, message: TranscriptMessage) -> SummaryLine:
    text = " ".join(message.text.split())
    short = text if len(text) <= _LONGEST_LINE else text[: _LONGEST_LINE - 1].rstrip() + "…"
    return SummaryLine(kind=kind, role=message.role, text=short, seq=message.seq)
