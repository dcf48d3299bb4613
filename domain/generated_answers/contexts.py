"""A model's request for one answer, put together within a budget of tokens."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from domain.bot.model import Bot, SlotType
from domain.generated_answers.fences import Fence, cleaned
from domain.generated_answers.prompts import Prompt
from domain.generated_answers.token_estimates import estimated_tokens, fitting, within_tokens
from domain.knowledge import Passage
from domain.language_models.requests import (
    ModelDocument,
    ModelMessage,
    ModelRequest,
    Purpose,
    Speaker,
)
from domain.messages import Role
from domain.values import Frozen

MOST_INPUT_TOKENS = 4_000
"""Of one request, as estimated."""
MOST_RECENT, _LONGEST_TURN, _LONGEST_EARLIER = 8, 400, 60
"""Turns that are told as they were, and tokens of one of them; and of one in the summary."""
_SUMMARY_TOKENS, _SLOTS_TOKENS, _RECENT_TOKENS = 300, 200, 1_000
_LEAST_OF_A_PASSAGE = 40
"""A passage of which less would fit is left out."""
_HEADING_TOKENS, _JOINTS, _LIST_MARK = 60, 10, 1
_PASSAGES_READ = 2_000
_IMPERSONAL = frozenset({SlotType.ENUM, SlotType.BOOL, SlotType.DURATION, SlotType.DATE_RANGE})
"""Of other types a value may be somebody's name, number, birthday or secret."""


class PastMessage(Frozen):
    """One line of the transcript."""

    role: Role
    text: str


class ConversationContext(Frozen):
    """What is known of a conversation before its last question, oldest first."""

    messages: tuple[PastMessage, ...] = ()
    slots: Mapping[str, object] = {}
    locale: str = ""


class Prepared(Frozen):
    """A request with what its documents stand for."""

    request: ModelRequest
    passages: Mapping[str, Passage]
    """By the ids of the request's documents."""
    nonce: str

    @property
    def estimated_tokens(self) -> int:
        """Of all that is sent."""
        return request_tokens(self.request)


def impersonal_slots(bot: Bot, slots: Mapping[str, object]) -> dict[str, str]:
    """What a model may know: choices and spans of time, never what names or identifies anybody."""
    return {
        name: str(value)[:80]
        for name, value in slots.items()
        if value is not None
        and (slot := bot.slots.get(name)) is not None
        and slot.type in _IMPERSONAL
        and slot.source == "customer"
    }


def summary_of(earlier: Sequence[PastMessage]) -> str:
    """What the customer asked before the turns that are told in full, the latest for longest."""
    lines: list[str] = []
    left = _SUMMARY_TOKENS
    for message in reversed(earlier):
        if message.role is not Role.CUSTOMER or not message.text.strip():
            continue
        text, tokens = fitting(" ".join(message.text.split()), _LONGEST_EARLIER)
        left -= tokens + _LIST_MARK + 1
        if left < 0:
            break
        lines.append(f"- {text}")
    return "\n".join(reversed(lines))


class Sources(Frozen):
    """Everything that others wrote."""

    question: str
    passages: tuple[Passage, ...]
    context: ConversationContext = ConversationContext()
    slots: Mapping[str, str] = {}


def prepared(
    prompt: Prompt,
    values: Mapping[str, str],
    sources: Sources,
    *,
    nonce: str,
    budget: int = MOST_INPUT_TOKENS,
    most_tokens: int = 600,
) -> Prepared:
    """The instructions and the question whole; then passages, best first, recent turns, what is
    known and a summary of the rest, each as far as there is room."""
    fence = Fence(nonce)
    instructions = prompt.filled({**values, "fence": nonce})
    asked = fence.around("question", sources.question)
    room = budget - estimated_tokens(instructions) - estimated_tokens(asked) - _JOINTS
    told = _told(fence, sources, room // 3)
    documents, standing_for = _documents(fence, sources.passages, room - estimated_tokens(told))
    words = f"{told}\n{asked}" if told else asked
    request = ModelRequest(
        purpose=Purpose.ANSWER,
        prompt=prompt.name,
        messages=(
            ModelMessage(speaker=Speaker.INSTRUCTIONS, text=instructions),
            ModelMessage(speaker=Speaker.CUSTOMER, text=words),
        ),
        documents=documents,
        most_tokens=most_tokens,
    )
    return Prepared(request=request, passages=standing_for, nonce=nonce)


def request_tokens(request: ModelRequest) -> int:
    """As estimated, of all that is sent."""
    texts = [message.text for message in request.messages]
    texts += [f"{document.title}\n{document.text}" for document in request.documents]
    return sum(estimated_tokens(text) for text in texts)


def _told(fence: Fence, sources: Sources, most: int) -> str:
    context = sources.context
    recent = context.messages[-MOST_RECENT:]
    parts = (
        ("conversation", _recent(recent, min(_RECENT_TOKENS, most))),
        ("known", within_tokens(_known(sources.slots), _SLOTS_TOKENS)),
        ("earlier", summary_of(context.messages[:-MOST_RECENT])),
    )
    blocks: list[str] = []
    for what, text in parts:
        block = fence.around(what, text) if text else ""
        taken = estimated_tokens(block)
        if block and taken <= most:
            blocks.append(block)
            most -= taken
    return "\n".join(reversed(blocks))


def _recent(messages: Sequence[PastMessage], most: int) -> str:
    lines: list[str] = []
    most -= _HEADING_TOKENS  # of the fence around it
    for message in reversed(messages):
        text, tokens = fitting(" ".join(message.text.split()), _LONGEST_TURN)
        most -= estimated_tokens(f"{message.role}>") + tokens + 1
        if most < 0:
            break
        lines.append(f"{message.role}> {text}")
    return "\n".join(reversed(lines))


def _known(slots: Mapping[str, str]) -> str:
    return "\n".join(f"{name} = {' '.join(value.split())}" for name, value in slots.items())


def _documents(
    fence: Fence, passages: Iterable[Passage], room: int
) -> tuple[tuple[ModelDocument, ...], dict[str, Passage]]:
    documents: list[ModelDocument] = []
    standing_for: dict[str, Passage] = {}
    for number, passage in enumerate(passages, start=1):
        title, taken = _named(passage.title, passage.heading)
        room -= taken + 1
        if room < _LEAST_OF_A_PASSAGE:
            break
        text, taken = _read(passage.text)
        if taken > room:
            text, taken = fitting(text, room)
        room -= taken
        document_id = f"p{number}"
        documents.append(
            ModelDocument(
                document_id=document_id, title=fence.without(title), text=fence.without(text)
            )
        )
        standing_for[document_id] = passage
    return tuple(documents), standing_for


@lru_cache(maxsize=_PASSAGES_READ)
def _named(title: str, heading: str) -> tuple[str, int]:
    """What a passage is called, and its tokens. Passages come again; no customer's words are kept
    so."""
    named = f"{title}: {heading}" if heading else title
    return fitting(cleaned(named).replace("\n", " "), _HEADING_TOKENS)


@lru_cache(maxsize=_PASSAGES_READ)
def _read(text: str) -> tuple[str, int]:
    """A passage as it is told, and its tokens."""
    plain = cleaned(text)
    return plain, estimated_tokens(plain)
