"""The flow with which a conversation on the web begins: a form at once, or the first question."""

import pytest

from api.welcome import welcome_of
from domain.bot.model import Bot
from tests.unit.domain.bots import a_bot, errors_of
from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.diner import FILES, form_in, sends

INTAKE = """
intake:
  form: true
  steps:
    - collect: guest
    - collect: email
    - say: welcome_in
"""


def files(web: str) -> dict[str, str]:
    tenant = FILES["tenant.yaml"] + f"channels:\n  web: {web}\n"
    flows = FILES["flows/diner.yaml"] + (INTAKE if "pre_chat" in web else "")
    responses = FILES["responses.yaml"] + "welcome_in: Welcome, {guest}.\n"
    changed = {"tenant.yaml": tenant, "flows/diner.yaml": flows}
    return FILES | changed | {"responses.yaml": responses}


@pytest.fixture(scope="module")
def bot() -> Bot:
    return a_bot(files("{pre_chat: intake}"))


def test_the_page_shows_the_form_before_anybody_has_spoken(bot: Bot) -> None:
    """
    In each language, as the flow itself would ask.
    """
    asked = welcome_of(bot).pre_chat

    assert asked["en"].text == "What is your name?"
    assert asked["de"].text == "Wie heißt du?"
    form = asked["en"].form
    assert form is not None
    assert (form.flow, [field.name for field in form.fields]) == ("intake", ["guest", "email"])


def test_its_answers_are_the_first_message(bot: Bot) -> None:
    """
    Taken as if the flow had asked just then; nothing is asked twice.
    """
    talk = Talk(bot)

    sends(talk, {"guest": "Grete Müller", "email": "grete@example.com"}, "intake")

    assert talk.said == ["welcome_in"]
    assert talk.words == "Welcome, Grete Müller."
    assert talk.state.slots["email"] == "grete@example.com"


def test_what_does_not_fit_is_asked_again(bot: Bot) -> None:
    """
    With what was given already.
    """
    talk = Talk(bot)

    sends(talk, {"guest": "Grete Müller", "email": "nowhere"}, "intake")

    assert "What is your e-mail address?" in talk.words
    assert talk.state.slots["guest"] == "Grete Müller"


def test_whoever_writes_instead_is_asked_first_and_then_served(bot: Bot) -> None:
    """
    The wish is not lost: it is taken up when the flow has ended.
    """
    talk = Talk(bot)

    talk.says("when are you open?", "hours")
    assert talk.said == ["ask_guest"]
    assert form_in(talk) is not None

    sends(talk, {"guest": "Grete Müller", "email": "grete@example.com"}, "intake")
    assert talk.said == ["welcome_in", "hours"]


def test_it_begins_a_conversation_once_and_only_on_the_web(bot: Bot) -> None:
    """
    Not in the middle of one, not again when it is reopened, not where no page has a form.
    """
    begun = Talk(bot)
    begun.says("hello")
    begun.says("Grete Müller")
    begun.says("grete@example.com")
    begun.says("when are you open?", "hours")
    assert begun.said == ["hours"]
    sends(begun, {"guest": "Another", "email": "another@example.com"}, "intake")
    assert begun.said == ["form_not_open"]

    for change in ({"session": 2}, {"channel": "sms"}):
        other = Talk(bot)
        other.state = other.state.model_copy(update=change)
        other.says("when are you open?", "hours")
        assert other.said == ["hours"]


def test_a_form_of_another_flow_begins_nothing(bot: Bot) -> None:
    """
    What a page sends decides nothing that the tenant has not set.
    """
    talk = Talk(bot)
    sends(talk, {"guests": "4"}, "book")
    assert talk.said == ["form_not_open"]


def test_a_rule_of_the_chat_offers_its_flow_by_its_title() -> None:
    """
    In each language; a bubble without a flow offers nothing.
    """
    rules = (
        "{proactive: [{name: table, pages: [/menu*], text: {en: Hungry?}, flow: book},"
        " {name: hello, text: {en: Hello}}]}"
    )
    buttons = welcome_of(a_bot(files(rules))).buttons
    assert buttons == {"table": {"en": "Book a table", "de": "Tisch buchen"}}


@pytest.mark.parametrize(
    ("web", "named"),
    [
        ("{pre_chat: intakes}", "intakes"),
        ("{proactive: [{name: a, text: {en: Hi}, flow: bok}]}", "bok"),
        ("{proactive: [{name: a, text: {en: Hi}, pages: [checkout]}]}", "pages"),
        ("{proactive: [{name: a, text: {en: Hi}, pages: [/a**b]}]}", "pages"),
        ("{proactive: [{name: a, text: {en: Hi}, after: 2h}]}", "after"),
        ("{proactive: [{name: a, text: {}}]}", "text"),
    ],
)
def test_a_setting_that_cannot_be_is_named(web: str, named: str) -> None:
    """
    Before it is published.
    """
    assert any(named in error for error in errors_of(files(web)))
