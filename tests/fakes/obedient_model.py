"""A language model that obeys whoever spoke last, and knows every disguise."""

from collections.abc import AsyncIterator

from domain.language_models.requests import ModelRequest
from domain.language_models.stream import CitedSpan, ModelEvent, TextPiece
from tests.fakes.hostile_texts import LEAK, Wish
from tests.fakes.language_models import finished

_PIECE = 7


class ObedientModel:
    """Implements `LanguageModel`: says what the hostile text wants, whatever it was told, and cites
    every document for it. With `after` it says that first."""

    def __init__(self, wish: Wish, after: str = "") -> None:
        self._wish = wish
        self._after = after
        self.requests: list[ModelRequest] = []

    @property
    def name(self) -> str:
        return "obedient/1"

    async def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        self.requests.append(request)
        obeyed = self._wish.obeyed
        text = self._after + (request.messages[0].text if obeyed == LEAK else obeyed)
        for at in range(0, len(text), _PIECE):
            yield TextPiece(text=text[at : at + _PIECE])
        ids = tuple(document.document_id for document in request.documents)
        yield CitedSpan(start=0, end=len(text), text=text, document_ids=ids)
        yield finished(model="obedient-1")
