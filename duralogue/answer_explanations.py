"""Explanations of a hosted model's answers, as the command line shows them."""

from domain.errors import NotFound
from domain.generated_answers.records import as_rows
from domain.ports.generated_answers import AnswerRecords
from duralogue.tables import aligned
from duralogue.wiring.foundation import open_database
from infra.postgres.generated_answers import PostgresAnswerRecords
from infra.settings import Settings


async def explain(
    settings: Settings, tenant_id: str, conversation_id: str, turn: str = ""
) -> list[str]:
    """The lines for people, the latest answer first. Raise NotFound where no model was asked."""
    async with open_database(settings) as engine:
        records = PostgresAnswerRecords(engine)
        return await explained(records, tenant_id, conversation_id, turn)


async def explained(
    records: AnswerRecords, tenant_id: str, conversation_id: str, turn: str = ""
) -> list[str]:
    """Of all turns, or of one."""
    lines: list[str] = []
    for record in await records.of(tenant_id, conversation_id):
        if turn and record.turn != turn:
            continue
        again = f", attempt {record.attempt}" if record.attempt > 1 else ""
        lines += [f"{record.turn}{again}  {record.at:%Y-%m-%d %H:%M:%S}"]
        lines += [f"  {line}" for line in aligned(as_rows(record))]
    if not lines:
        where = f"turn {turn} of {conversation_id}" if turn else conversation_id
        raise NotFound(f"no model was asked in {where}")
    return lines
