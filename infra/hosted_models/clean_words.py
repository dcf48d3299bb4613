"""A model's words as they can be stored and shown, counted, and never without end."""

from domain.language_models.requests import ModelDocument, ModelMessage, ModelRequest
from domain.language_models.usage import TokenUsage

_CHARACTERS_IN_TOKEN = 4
"""Of English, about: for servers that do not count."""
_LONGEST_TOKEN = 16
"""Characters; of an answer at its most tokens no more can be meant."""
_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000


class CleanWords:
    """Pieces in, pieces out: without NUL, which PostgreSQL cannot store, and without halves of
    surrogate pairs, which JSON may write (`\\ud83d`) and UTF-8 cannot hold.

    A pair may be split between two pieces, so a first half waits for the next one.
    """

    def __init__(self, request: ModelRequest) -> None:
        self._most = request.most_tokens * _LONGEST_TOKEN
        self._half = ""
        self.length = 0
        """Characters that were passed on."""

    @property
    def is_endless(self) -> bool:
        """More has come than was asked for: the server minds no limit."""
        return self.length >= self._most

    def add(self, piece: str) -> str:
        """The piece as it may be passed on; "" where it has to wait or says nothing."""
        text = self._half + piece
        self._half = ""
        if text and _HIGH <= ord(text[-1]) < _LOW:
            text, self._half = text[:-1], text[-1]
        return self._count(_joined(text))

    def end(self) -> str:
        """What still waited, as a question mark."""
        text, self._half = ("?" if self._half else ""), ""
        return self._count(text)

    def _count(self, text: str) -> str:
        text = text[: max(self._most - self.length, 0)]
        self.length += len(text)
        return text


def _joined(text: str) -> str:
    text = text.replace("\x00", "")
    if text.isascii() or not any(_HIGH <= ord(each) < _END for each in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\ufffd", "?")


def sendable(text: str) -> str:
    """A customer's text as UTF-8 can hold it: a half of a surrogate pair would end the call with an
    error that quotes the whole request."""
    return text if text.isascii() else _joined(text)


def spoken(request: ModelRequest) -> tuple[ModelMessage, ...]:
    """The messages that say something, as they may be sent: vendors refuse empty ones."""
    return tuple(
        message.model_copy(update={"text": sendable(message.text)})
        for message in request.messages
        if message.text.strip()
    )


def readable(request: ModelRequest) -> tuple[ModelDocument, ...]:
    """The documents as they may be sent. None is left out: their numbers are how they are cited."""
    return tuple(
        document.model_copy(
            update={
                "title": sendable(document.title),
                "text": sendable(document.text) or "-",
            }
        )
        for document in request.documents
    )


def estimated(request: ModelRequest, words: int) -> TokenUsage:
    """Of a request, and so many characters of an answer, where the server did not count."""
    asked = sum(len(message.text) for message in request.messages)
    asked += sum(len(document.title) + len(document.text) for document in request.documents)
    return TokenUsage(
        input_tokens=-(-asked // _CHARACTERS_IN_TOKEN),
        output_tokens=-(-words // _CHARACTERS_IN_TOKEN),
        is_estimated=True,
    )
