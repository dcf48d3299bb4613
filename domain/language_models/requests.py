"""A question to a language model, the same for every vendor."""

from enum import StrEnum
from typing import Any

from pydantic import Field

from domain.values import Frozen


class Purpose(StrEnum):
    """Why a model is asked; each has prompts, a budget and a chain of models of its own."""

    ANSWER = "answer"
    """Words for a customer, out of passages."""
    PROPOSE = "propose"
    """What the customer wants, in a closed schema."""
    SUMMARISE = "summarise"
    """A handoff's summary, for people."""
    EMBED = "embed"
    """Vectors of passages and of questions, which find passages by meaning."""


class Speaker(StrEnum):
    """Whose words a message holds, as vendors tell them apart."""

    INSTRUCTIONS = "system"
    CUSTOMER = "user"
    BOT = "assistant"


class ModelMessage(Frozen):
    """One message of a prompt. Only `INSTRUCTIONS` are ours; the others are data."""

    speaker: Speaker
    text: str


class ModelDocument(Frozen):
    """A passage that may be cited, by the id of its chunk."""

    document_id: str
    """Unique within the request: what a citation names."""
    title: str
    text: str


class ModelRequest(Frozen):
    """One question, complete. It is made and used within one activity, and never stored whole."""

    purpose: Purpose
    prompt: str
    """Name, version and locale of the prompt, such as `answer@1/en`; for the trace."""
    messages: tuple[ModelMessage, ...]
    documents: tuple[ModelDocument, ...] = ()
    answer_schema: dict[str, Any] | None = None
    """A JSON schema that the words must fit; None for free text."""
    most_tokens: int = Field(default=600, ge=1, le=8_000)
    temperature: float = Field(default=0.0, ge=0, le=2)
