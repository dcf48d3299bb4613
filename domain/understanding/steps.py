"""The steps by which a message is understood; a pipeline holds one of each.

    preprocess → needs → (of each need: entities → context → intent → out of scope → confidence)

Entities and context go before the intent: what only answers a question has no intent to look for,
and costs no pass through the model.
"""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from domain.bot.model import Bot
from domain.ports.content import Vector
from domain.understanding.context import Resolution
from domain.understanding.model import (
    DialogueContext,
    Entity,
    Heard,
    IntentScore,
    Recognised,
    Understanding,
)


class Preprocess(Protocol):
    """Makes a text plain, tells its language, and puts its spelling right."""

    def heard(self, bot: Bot, text: str, context: DialogueContext) -> Heard:
        """The text in one form for each character, with the locale in which it is read."""
        ...

    def respelled(self, bot: Bot, text: str, language: str) -> str:
        """The text with slips of the finger mended against the tenant's own words."""
        ...


class NeedsStep(Protocol):
    """Parts a message that holds several needs."""

    def parts(self, bot: Bot, text: str, context: DialogueContext) -> tuple[str, ...]:
        """Parts that may be needs of their own, in order; one where it is not parted."""
        ...

    def joined(
        self, bot: Bot, parts: Sequence[str], understood: Sequence[Understanding]
    ) -> Understanding | None:
        """All as one, the others in `also`; None where the message holds one need after all."""
        ...

    def asked(
        self,
        bot: Bot,
        parts: Sequence[str],
        understood: Sequence[Understanding],
        whole: Understanding,
    ) -> Understanding | None:
        """The one question of a message that as a `whole` was taken for a greeting or the like."""
        ...

    def listed(self, bot: Bot, text: str, one: Understanding) -> Understanding:
        """The same need for each of several things that are listed."""
        ...


class EntityStep(Protocol):
    """Finds values in a text."""

    def entities(self, bot: Bot, heard: Heard, today: date) -> tuple[Entity, ...]:
        """In the order of the text."""
        ...


class ContextStep(Protocol):
    """Resolves a text in its conversation."""

    def resolved(
        self, bot: Bot, heard: Heard, context: DialogueContext, entities: Sequence[Entity]
    ) -> Resolution:
        """What the conversation adds; whether the text only answers what was asked."""
        ...


class IntentStep(Protocol):
    """Knows which of a bot's intents a text is like."""

    async def prepare(self, bot: Bot) -> None:
        """Learn this revision, so that the first message need not wait for it."""
        ...

    async def recognised(
        self, bot: Bot, heard: Heard, vector: Vector | None, spelling: Preprocess
    ) -> Recognised:
        """Every intent with its probability, best first. `vector` is the text's, where known."""
        ...


class OutOfScopeStep(Protocol):
    """Tells what no intent of the bot is for."""

    def threshold(self, bot: Bot) -> float:
        """No intent is meant where all together are less probable than this."""
        ...


class ConfidenceStep(Protocol):
    """Makes probabilities of scores."""

    def calibrated(self, scores: Sequence[IntentScore]) -> tuple[IntentScore, ...]:
        """Best first; what is missing to 1 is "none of them"."""
        ...
