"""A restaurant that asks for a table's day, guests, name and more in a form."""

from datetime import date
from functools import lru_cache
from typing import Any

from domain.bot.model import Bot
from domain.dialogue.commands import Say
from domain.dialogue.events import FormSubmitted
from domain.forms import Form, FormAnswers
from domain.ports import Vector
from domain.understanding.entities import find_entities
from domain.understanding.model import DialogueContext, Understanding
from domain.understanding.preprocess import clean
from infra.local_models.entities_phones import find_phones
from tests.unit.domain.bots import MONDAY_MORNING, a_bot
from tests.unit.domain.dialogue.conversations import Talk

FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  book: {en: [book a table, a table please, reserve a table]}
  hours: {en: [opening hours, when are you open]}
""",
    "slots.yaml": """
day: {type: date, ask: ask_day, on_or_after: today}
guests: {type: integer, ask: ask_guests, attempts: 2}
place: {type: enum, ask: ask_place, values: {inside: [indoors], garden: [outside]}}
guest: {type: name, ask: ask_guest}
email: {type: email, ask: ask_email, keep: true}
phone: {type: phone, ask: ask_phone, optional: true}
note: {type: string, ask: ask_note, optional: true}
sure: {type: bool, ask: ask_sure}
taste: {type: integer, ask: ask_taste}
service: {type: integer, ask: ask_service}
""",
    "tools.yaml": """
find_table:
  http: {method: GET, url: "https://diner.example/tables"}
  in: [day, guests]
  returns: table
book_table:
  http: {method: POST, url: "https://diner.example/bookings"}
  in: [day, guests, guest, email]
  effect: write
  requires: anyone
  idempotency: "{flow_run}:table"
  returns: booking
""",
    "flows/diner.yaml": """
book:
  when: book
  title: {en: Book a table, de: Tisch buchen}
  about: your table
  form: true
  steps:
    - collect: day
    - collect: guests
    - collect: place
    - collect: guest
    - collect: email
    - collect: phone
    - collect: note
    - call: find_table
    - collect: sure
      if_false: {end: bye}
    - call: book_table
    - say: booked
    - collect: taste
    - collect: service
    - say: thanks_a_lot
hours:
  when: hours
  title: Opening hours
  steps: [{say: hours}]
""",
    "responses.yaml": """
ask_day: For which day?
ask_guests: How many are you?
ask_place: Inside or outside?
ask_guest: {en: What is your name?, de: Wie heißt du?}
ask_email: What is your e-mail address?
ask_phone: Your phone number
ask_note: Anything else we should know?
ask_sure: Shall I book for {guest} on {day}?
ask_taste: How did you like the food, 1 to 5?
ask_service: And the service?
value_garden: In the garden
booked: Booked.
thanks_a_lot: Thanks a lot!
bye: As you like.
hours: From noon to ten.
""",
}
ALL = {
    "day": "2026-12-05",
    "guests": "4",
    "place": "In the garden",
    "guest": "Grete Müller",
    "email": "Grete@Example.com",
}
KEPT: dict[str, Any] = {
    "day": "2026-12-05",
    "guests": 4,
    "place": "garden",
    "guest": "Grete Müller",
    "email": "grete@example.com",
}


@lru_cache(maxsize=1)
def diner() -> Bot:
    return a_bot(FILES)


def booking(bot: Bot | None = None) -> Talk:
    """Asked for the day, with a form."""
    talk = Talk(bot or diner())
    talk.says("a table please", "book")
    return talk


def form_in(talk: Talk) -> Form | None:
    said = [command.reply for command in talk.commands if isinstance(command, Say)]
    return next((reply.form for reply in said if reply.form is not None), None)


def read_literally(bot: Bot, text: str, locale: str, day: date) -> Understanding:
    """What stands there; never a wish."""
    plain = clean(text)
    phones = find_phones(bot, plain, locale)
    found = find_entities(bot, plain, day, locale=locale, phones=phones)
    return Understanding(intent=None, confidence=0.1, entities=found)


class Literally:
    """An `Understander` that knows no wishes. `asked` is for which slots it has read."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    async def understand(
        self, bot: Bot, text: str, context: DialogueContext, vector: Vector | None = None
    ) -> Understanding:
        self.asked.append(context.question.slot if context.question else None)
        return read_literally(bot, text, context.locale, context.today or MONDAY_MORNING.date())


def sends(talk: Talk, values: dict[str, str], flow: str = "book") -> None:
    """The customer sends a form; its answers are read as `advance_turn` does."""
    locale, day = talk.state.locale, talk.at.date()

    read = {
        name: read_literally(talk.bot, text, locale, day)
        for name, text in values.items()
        if name in talk.bot.slots
    }
    form = FormAnswers(flow=flow, values=values)
    talk.happens(FormSubmitted(at=talk.at, form=form, understood=read, customer=talk.customer))
