"""Answers found elsewhere, without a model: slow, failing or refusing as a test wants."""

import asyncio

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.answers import AnswerOutcome, AnswerRequest
from domain.knowledge import Answer
from domain.messages import Citation
from domain.turns import TraceEntry


def an_answer(text: str) -> Answer:
    cited = Citation(document_id="returns.md", title="Returns")
    return Answer(text=text, citations=(cited,), confidence=0.9)


class FakeAnswers:
    """Stands where AnswerActivities stands: answers each question with its own words."""

    def __init__(self) -> None:
        self.requests: list[AnswerRequest] = []
        self.answering: asyncio.Event | None = None
        """Set by a test that wants the answer to wait for it."""
        self.fails: list[str] = []
        """Names of errors with which the next requests fail."""
        self.knows_nothing = False
        self.says: str | None = None
        """The answer to everything; without it a question's own words."""

    @activity.defn
    async def find_answer(self, request: AnswerRequest) -> AnswerOutcome:
        self.requests.append(request)
        if self.answering is not None:
            await self.answering.wait()
        if self.fails:
            raise ApplicationError("no", type=self.fails.pop(0))
        if self.knows_nothing:
            return AnswerOutcome(trace=(TraceEntry(step="find_answer", ms=1, note="refused"),))
        trace = TraceEntry(step="find_answer", ms=1, note="returns.md")
        return AnswerOutcome(
            answer=an_answer(self.says or f"about {request.query}"), trace=(trace,)
        )
