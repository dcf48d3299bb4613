"""What was understood of one message."""

from pydantic import Field

from domain.messages import Frozen

Scalar = str | int | float | bool


class Entity(Frozen):
    """`kind` is a tenant's entity, a slot's name, or one of
    email, phone, money, date, number, ordinal, yes_no."""

    kind: str
    value: Scalar
    """Normalised: ISO date, E.164, "129.90 EUR", lower-case e-mail, 1-based ordinal, True/False."""
    text: str = ""
    start: int = 0
    end: int = 0


class IntentScore(Frozen):
    intent: str
    confidence: float


class Understanding(Frozen):
    """`intent` is None when the message is out of the bot's scope."""

    intent: str | None
    confidence: float
    alternatives: tuple[IntentScore, ...] = ()
    """Best first, the chosen one included."""
    entities: tuple[Entity, ...] = ()
    language: str = "en"
    resolved: str | None = None
    """What a reference ("it", "the second one") was taken to mean."""


class OpenQuestion(Frozen):
    """What the bot has just asked: a slot, a choice between intents, or among offers."""

    slot: str | None = None
    choices: tuple[str, ...] = ()


class Mention(Frozen):
    """Something named earlier that a later "it" may mean."""

    kind: str
    value: Scalar


class DialogueContext(Frozen):
    """What understanding may know of the conversation."""

    question: OpenQuestion | None = None
    flow: str | None = None
    mentions: tuple[Mention, ...] = ()
    """Most recent first."""
    options: tuple[str, ...] = Field(default=())
    """The list last shown, for "the second one"."""
    locale: str = "en"
