"""Choices that are named by their number, as those write who see "1. … 2. …"."""

import pytest

from domain.bot.model import Bot
from domain.dialogue.events import ToolSucceeded
from domain.dialogue.state import DialogueState
from duralogue.bot_tests.simulator import Stage
from tests.unit.domain.bots import MONDAY_MORNING, a_bot
from tests.unit.domain.dialogue.clinic import TIMES, clinic
from tests.unit.duralogue.literal_understanding import literal_understanding

FILES = {
    "tenant.yaml": "tenant: tiny\nbranding: {name: Tiny, locales: [en, de]}\n",
    "intents.yaml": """
intents:
  book: {en: [book a table], de: [tisch buchen]}
  rooms: {en: [show the rooms, Take Red, Take Blue]}
  hours: {en: [opening hours], de: [öffnungszeiten]}
""",
    "slots.yaml": """
place: {type: enum, ask: ask_place, values: [inside, garden, roof]}
guests: {type: integer, ask: ask_guests}
wish: {type: string, ask: ask_wish, optional: true}
sure: {type: bool, ask: ask_sure}
""",
    "flows/diner.yaml": """
book:
  when: book
  title: {en: Book a table, de: Tisch buchen}
  steps: [{collect: place}, {collect: guests}, {collect: wish}, {collect: sure}, {say: booked}]
rooms:
  when: rooms
  title: {en: Rooms, de: Zimmer}
  steps:
    - say: our_rooms
      cards: [{title: Red, buttons: [Take Red]}, {title: Blue, buttons: [Take Blue]}]
    - say: ask_me
hours:
  when: hours
  title: {en: Opening hours, de: Öffnungszeiten}
  steps:
    - say: hours
      list: {title: More, items: [Book a table, Rooms]}
""",
    "responses.yaml": """
ask_place: Where would you like to sit?
ask_guests: {text: How many are you?, quick_replies: ["2", "4", "6"]}
ask_wish: {text: Any wish?, quick_replies: [By the window, A high chair]}
ask_sure: Shall I book it?
our_rooms: Our rooms
ask_me: Ask me about them.
booked: Booked.
hours: From noon to ten.
value_roof: {en: On the roof, de: Auf dem Dach}
""",
}


@pytest.fixture(scope="module")
def bot() -> Bot:
    return a_bot(FILES)


class Phone:
    """A conversation by text messages, or on another channel."""

    def __init__(self, bot: Bot, locale: str = "en", channel: str = "sms") -> None:
        self.stage = Stage(bot, MONDAY_MORNING, None)
        self._understand = literal_understanding(bot)
        state = {"locale": locale, "tongue_is_shown": True, "channel": channel}
        self.stage.state = self.stage.state.model_copy(update=state)

    async def writes(self, *texts: str) -> str:
        for text in texts:
            self.stage.replies.clear()
            await self.stage.hear(text, self._understand, None)
        return str([reply.response for reply in self.stage.replies][-1])

    @property
    def state(self) -> DialogueState:
        return self.stage.state


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        *(
            ("en", text)
            for text in ("2", "2.", "2)", "#2", "nr 2", "No. 2", "number 2", "option 2")
        ),
        *(("en", text) for text in ("the second", "the second one", "2nd", "the 2nd", "2 please")),
        *(("de", text) for text in ("2", "2.", "Nr. 2", "nr 2", "Nummer 2", "das zweite")),
        *(("de", text) for text in ("die zweite", "ich nehme die 2", "2 bitte")),
    ],
)
async def test_the_second_choice_of_a_question(bot: Bot, locale: str, said: str) -> None:
    phone = Phone(bot, locale)
    await phone.writes("book a table", said)
    assert phone.state.slots == {"place": "garden"}


async def test_a_number_beyond_the_choices_is_none(bot: Bot) -> None:
    phone = Phone(bot)
    assert await phone.writes("book a table", "7") == "ask_place"
    assert phone.state.slots == {}


@pytest.mark.parametrize("channel", ["sms", "web"])
@pytest.mark.parametrize(("said", "guests"), [("2", 2), ("3", 3), ("1", 1), ("6", 6)])
async def test_a_number_that_was_asked_for_is_that_number(
    bot: Bot, said: str, guests: int, channel: str
) -> None:
    """Though 2, 4 and 6 are offered, and so numbered 1, 2 and 3."""
    phone = Phone(bot, channel=channel)
    await phone.writes("book a table", "inside", said)
    assert phone.state.slots["guests"] == guests


async def test_suggestions_yes_and_skip_have_numbers_too(bot: Bot) -> None:
    phone = Phone(bot)
    await phone.writes("book a table", "3", "4", "2")
    assert phone.state.slots == {"place": "roof", "guests": 4, "wish": "A high chair"}
    assert await phone.writes("1") == "booked"
    phone = Phone(bot)
    assert await phone.writes("book a table", "3", "4", "3") == "ask_sure"
    assert phone.state.stack[-1].skipped == ("wish",)


async def test_buttons_of_cards_count_on_and_outlast_a_sentence(bot: Bot) -> None:
    """What was said after them in the same turn offers nothing: the numbers are still theirs."""
    phone = Phone(bot)
    await phone.writes("show the rooms")
    assert await phone.writes("2") == "ask_me"
    assert phone.stage.heard == "rooms"


async def test_what_the_bot_can_do_is_a_list(bot: Bot) -> None:
    phone = Phone(bot)
    phone.stage.state = phone.state.model_copy(update={"options": ("Rooms", "Opening hours")})
    assert await phone.writes("the second") == "hours"


async def test_an_item_of_a_list_has_a_number(bot: Bot) -> None:
    phone = Phone(bot)
    await phone.writes("opening hours")
    assert await phone.writes("nr. 1") == "ask_place"


async def asked_for_a_time(channel: str) -> Phone:
    """By 10:00, 14:30, 10:00 of the day after, and more."""
    phone = Phone(clinic(), channel=channel)
    await phone.stage.hear("book a visit", literal_understanding(clinic()), None)
    call, phone.stage.call = phone.stage.call, None
    assert call is not None
    result = {"times": TIMES["times"][1:]}
    phone.stage.happen(ToolSucceeded(at=MONDAY_MORNING, call_id=call.call_id, result=result))
    return phone


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("1", "2026-11-30T10:00"),
        ("2.", "2026-11-30T14:30"),
        ("3", "2026-12-01T10:00"),
        ("the last one", "2026-12-01T10:00"),
    ],
)
async def test_the_number_of_a_time_is_its_place(said: str, start: str) -> None:
    phone = await asked_for_a_time("sms")
    await phone.stage.hear(said, literal_understanding(clinic()), None)
    assert phone.state.slots["start"] == start


async def test_the_number_after_the_times_shows_more_of_them() -> None:
    phone = await asked_for_a_time("sms")
    assert await phone.writes("4") == "ask_start"
    assert phone.state.stack[-1].page == 1
    await phone.stage.hear("1", literal_understanding(clinic()), None)
    assert phone.state.slots["start"] == "2026-12-01T16:00"


async def test_where_no_numbers_are_shown_a_number_may_be_an_hour() -> None:
    phone = await asked_for_a_time("web")
    await phone.writes("more")
    await phone.stage.hear("4", literal_understanding(clinic()), None)
    assert phone.state.slots["start"] == "2026-12-01T16:00"
