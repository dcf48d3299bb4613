"""The opening of a chat: never an empty room, and in the reader's language."""

from api.welcome import welcome_of
from domain.bot.defaults import default_responses
from domain.bot.model import Bot, Flow, Response
from domain.tenant_settings import Branding
from tests.unit.api.doubles import a_bot


def bot_with(greeting: Response | None = None, *, said: str | None = "Hello!") -> Bot:
    flows = {
        name: Flow(name=name, when=name, title=title, steps=())
        for name, title in {
            "returns": {"en": "Return an item", "de": "Etwas zurückgeben"},
            "hidden": {},
        }.items()
    }
    responses = {"greeting": greeting or default_responses()["greeting"]}
    branding = Branding(name="Ava", greeting=said, locales=("en", "de"))
    bot = a_bot(branding=branding)
    return bot.model_copy(update={"flows": flows, "responses": responses})


def test_it_begins_with_what_the_bot_can_do() -> None:
    """
    Each flow with a title, in each language; the greeting is the tenant's in its own language.
    """
    welcome = welcome_of(bot_with())

    assert welcome.starters == {"en": ("Return an item",), "de": ("Etwas zurückgeben",)}
    assert welcome.greetings["en"] == "Hello!"
    assert welcome.greetings["de"].startswith("Hallo, ich bin Ava!")


def test_the_greetings_own_buttons_come_first() -> None:
    """
    What the author put there is what they want to be pressed.
    """
    greeting = Response(
        name="greeting",
        texts={"en": "Hi, I'm {bot}."},
        quick_replies={"en": tuple(f"Choice {number}" for number in range(9))},
    )

    welcome = welcome_of(bot_with(greeting, said=None))

    assert welcome.starters["en"] == tuple(f"Choice {number}" for number in range(6))
    assert welcome.greetings == {"en": "Hi, I'm Ava.", "de": "Hi, I'm Ava."}


def test_a_bot_without_any_words_opens_in_silence() -> None:
    """
    Old revisions may have no greeting: nothing is made up.
    """
    bot = a_bot(branding=Branding(name="Ava"))
    welcome = welcome_of(bot)
    assert (welcome.greetings, welcome.starters) == ({}, {"en": ()})
