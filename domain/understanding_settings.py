"""Steps of understanding that a tenant may replace, each by the name of another."""

from operator import not_
from typing import Annotated, Literal

from pydantic import Field

from domain.values import Strict

DocumentPattern = Annotated[str, Field(min_length=1, max_length=200)]
"""A folder (`billing/`), a document (`prices`), or with `*`: within knowledge/, or behind the name
of a source."""


class Skill(Strict):
    """Intents, flows and documents that belong together. Where a tenant has many intents, a message
    is first routed to the likeliest skills."""

    intents: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    flows: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    """Each stands for the intent that starts it."""
    documents: Annotated[tuple[DocumentPattern, ...], Field(max_length=50)] = Field(
        default=(), exclude_if=not_
    )
    """Patterns of documents that are searched first for a question of this skill. A bot without
    any has the revision of before them."""


class UnderstandingSteps(Strict):
    """Which implementation of each step reads the tenant's messages."""

    preprocess: Literal["standard", "unspelled"] = Field(
        default="standard",
        description="`unspelled` leaves words as they are written, typos included.",
    )
    needs: Literal["several", "one"] = Field(
        default="several",
        description="`one` takes every message for one need.",
    )
    intent: Literal["examples", "exact"] = Field(
        default="examples",
        description="`exact` knows an intent by the very words of an example alone.",
    )
    out_of_scope: Literal["fixed", "never"] = Field(
        default="fixed",
        description="`never` takes the likeliest intent, however unlikely.",
    )
    entities: Literal["standard", "own"] = Field(
        default="standard",
        description="`own` finds what the tenant's patterns match, and no dates, phones or money.",
    )
    context: Literal["conversation", "question"] = Field(
        default="conversation",
        description='`question` reads answers to what was asked, and no "it" or "the second one".',
    )
    confidence: Literal["calibrated", "shares"] = Field(
        default="calibrated",
        description="`shares` divides 1 among the intents that come into question.",
    )
