"""The understanding of one message."""

from datetime import date, datetime

from pydantic import Field

from domain.bot.model import Slot
from domain.values import (
    Frozen,
)

Scalar = str | int | float | bool


class Entity(Frozen):
    """`kind` is a tenant's entity, a slot's name, or one of email, phone, money, money_range, date,
    time_of_day, moment, date_range, duration, address, person, number, ordinal, yes_no, and
    `unclear` for what is meant as one of them and is none."""

    kind: str
    value: Scalar
    """Normalised: ISO date, E.164, "129.90 EUR", lower-case e-mail, 1-based ordinal, True/False;
    a moment with its zone, both ends of a range ("2026-12-03/2026-12-05", ".." where it is open; a
    last day is within), a duration by ISO 8601."""
    text: str = ""
    start: int = 0
    end: int = 0
    grain: str = ""
    """Of a moment or range: how fine it is named: second, minute, hour, day, week, month …"""


class IntentScore(Frozen):
    intent: str
    confidence: float


class Heard(Frozen):
    """A text as the steps after the first read it."""

    text: str
    """In one form for each character, with single spaces."""
    locale: str
    """By which its dates and phones are read."""
    now: datetime | None = None
    """The moment of the message, for "in two hours"; no such moments are read without it."""

    @property
    def language(self) -> str:
        return self.locale.replace("_", "-").partition("-")[0].casefold()


class NearExample(Frozen):
    """An example of the bot, and how like it a text is."""

    text: str
    intent: str
    likeness: float


class Recognised(Frozen):
    """The intents that a text may have, and by what they were told."""

    scores: tuple[IntentScore, ...] = ()
    """Best first."""
    nearest: tuple[NearExample, ...] = ()
    """Most alike first. One that is alike to the letter stands alone."""
    respelled: str | None = None
    """The text as it was read, where its spelling was mended for that."""


class NeedExplained(Frozen):
    """Why one part of a message has its intent, or none."""

    text: str
    intent: str | None = None
    reason: str
    """One of `explanation.Reason`."""
    threshold: float = 0.0
    scores: tuple[IntentScore, ...] = ()
    nearest: tuple[NearExample, ...] = ()
    respelled: tuple[tuple[str, str], ...] = ()
    """Words as they were written, and as they were read."""
    proposed_by: str = ""
    """The language model that proposed it."""


class Explanation(Frozen):
    """Why a message was understood as it was. Bounded: it is stored with the turn."""

    locale: str
    signs: dict[str, float] = Field(default_factory=dict)
    """How much spoke for each language."""
    needs: tuple[NeedExplained, ...] = ()
    """In the order of the message; each part, whether it was found to be a need or not."""


class Need(Frozen):
    """One of several things that a message wants, in its own words."""

    text: str
    intent: str | None = None
    confidence: float = 0.0
    entities: tuple[Entity, ...] = ()


class Understanding(Frozen):
    """`intent` is None when no intent is meant: the message is out of the bot's scope, or all it
    does is answer what was asked (then an entity bears the slot's name and `resolved` is set).

    `confidence` is the probability that this is so; for an intent, that it is the one meant. The
    alternatives' confidences are such probabilities too: what is missing to 1 is "none of them".
    """

    intent: str | None
    confidence: float
    alternatives: tuple[IntentScore, ...] = ()
    """Best first, the chosen one included."""
    entities: tuple[Entity, ...] = ()
    language: str = "en"
    resolved: str | None = None
    """What a reference ("it", "the second one") was taken to mean."""
    said: str | None = None
    """The part of the message that all this is about, where there are others."""
    also: tuple[Need, ...] = ()
    """What else the message wants, in its order."""
    asks: bool = False
    """Whether it is a question for the knowledge, though it may not read as one."""
    explanation: Explanation | None = None


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
    tongue_is_shown: bool = True
    """Whether the customer's own words have shown that they speak it."""
    locales: tuple[str, ...] = ()
    """Those of the tenant; none where the language is not to be told from the message."""
    preferred: tuple[str, ...] = ()
    """What the customer's browser asks for, best first."""
    today: date | None = None
    """The conversation's own day, for "tomorrow"; the clock's where it is not said."""
    now: datetime | None = None
    """The moment of the message in the zone of the person, for "in two hours"."""
    asked: tuple[Slot, ...] = ()
    """What a tool has asked for in this conversation: no slots of the bot's own revision."""
