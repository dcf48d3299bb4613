"""Memory twin of what is kept of generated answers."""

from domain.generated_answers.records import AnswerRecord


class MemoryAnswerRecords:
    """Implements `AnswerRecords` within one process."""

    def __init__(self) -> None:
        self.records: list[AnswerRecord] = []

    async def record(self, record: AnswerRecord) -> None:
        others = [one for one in self.records if _key(one) != _key(record)]
        self.records = [*others, record]

    async def of(self, tenant_id: str, conversation_id: str) -> list[AnswerRecord]:
        wanted = (tenant_id, conversation_id)
        return [
            one for one in reversed(self.records) if (one.tenant_id, one.conversation_id) == wanted
        ]


def _key(record: AnswerRecord) -> tuple[str, str, str, int]:
    return record.tenant_id, record.conversation_id, record.turn, record.attempt
