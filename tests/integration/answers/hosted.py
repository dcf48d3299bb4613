"""A hosted answerer on loopback: its service, and the adapter that a worker has of it."""

import asyncio
from collections.abc import Sequence

from fastapi import FastAPI
from pydantic import BaseModel

from domain.knowledge import Answer, Passage
from domain.messages import Citation
from domain.ports import Vector
from tests.support import plain_http


class Question(BaseModel):
    query: str
    passages: tuple[str, ...]


class HostedService:
    """Answers with its own name and the passage's; hangs while `answering` is not set."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.answering = asyncio.Event()

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/answers")
        async def answer(question: Question) -> dict[str, str]:
            self.asked.append(question)
            await self.answering.wait()
            return {"text": f"Hosted: {question.passages[0]}"}

        return app


class HostedAnswerer:
    """Implements `domain.ports.Answerer`."""

    def __init__(self, url: str) -> None:
        self._client = plain_http(base_url=url, timeout=60)

    async def answer(
        self, query: str, vector: Vector, passages: Sequence[Passage]
    ) -> Answer | None:
        if not passages:
            return None
        question = Question(query=query, passages=tuple(p.text for p in passages))
        response = await self._client.post("/answers", json=question.model_dump(mode="json"))
        cited = Citation(document_id=passages[0].document_id, title=passages[0].title)
        text = response.raise_for_status().json()["text"]
        return Answer(text=text, citations=(cited,), confidence=0.9)
