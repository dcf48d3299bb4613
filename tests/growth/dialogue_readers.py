"""Readers of what is said in the middle of a conversation, for tests of growth."""

from collections.abc import Callable

from domain.dialogue.text.slot_values import fitted
from domain.understanding.answers import answer_to
from domain.understanding.context import resolve
from domain.understanding.model import DialogueContext, Entity, Mention, OpenQuestion
from domain.understanding.preprocess import clean
from tests.unit.domain.bots import acme
from tests.unit.domain.dialogue.conversations import ADA, Talk, a_return
from tests.unit.domain.understanding.bots import a_bot

BOT, ACME = a_bot(), acme()
MENTIONS = tuple(Mention(kind="order_id", value=f"A10000{i}") for i in range(5))
CHOICES = ("Track an order", "Return an item", "talk_to_human", "Where is it?", "The second one")
NAMED = tuple(Entity(kind="sku", value=f"ab-{i}", text=f"ab-{i}") for i in range(100))
"""As many as one message may name."""
Reader = Callable[[str], object]


def asked_for(slot: str) -> Reader:
    def read(text: str) -> None:
        plain = clean(text)
        context = DialogueContext(question=OpenQuestion(slot=slot), mentions=MENTIONS)
        resolve(BOT, plain, context, NAMED)
        answer_to(BOT.slots[slot], text, NAMED)
        fitted(BOT.slots[slot], plain)

    return read


def offered(text: str) -> None:
    """Choices and lists come from tools as well: they are outside text like the message."""
    plain = clean(text)
    question = OpenQuestion(choices=(*CHOICES, text[:200]))
    for context in (
        DialogueContext(question=question, mentions=MENTIONS),
        DialogueContext(options=(*CHOICES, text), mentions=MENTIONS),
        DialogueContext(mentions=MENTIONS),
    ):
        resolve(BOT, plain, context, NAMED)


def decided(*before: tuple[str, str | None]) -> Reader:
    def read(text: str) -> None:
        talk = Talk(ACME)
        for said, intent in before:
            talk.says(said, intent)
        talk.says(text or " ")

    return read


def confirming(text: str) -> None:
    talk = Talk(ACME, customer=ADA)
    a_return(talk)
    talk.says(text or " ", "return_item")
