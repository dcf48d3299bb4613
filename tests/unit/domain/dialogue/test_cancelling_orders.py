"""A tenant's own flow for cancelling something, beside the order to stop talking of it."""

import pytest

from tests.unit.domain.dialogue.conversations import Talk
from tests.unit.domain.dialogue.shop_bot import shop_bot

STATES = ("nothing", "order", "refund", "track")


def at(state: str, locale: str = "de") -> Talk:
    talk = Talk(shop_bot(), locale=locale)
    if state == "order":
        talk.says("Rückgabe", "return_item")
    elif state == "refund":
        talk.says("Rückgabe A100001, es ist kaputt", "return_item")
        assert talk.said == ["ask_sure"]
    elif state == "track":
        talk.says("wo ist meine Bestellung", "track_order")
    elif state == "cancellation":
        talk.says("Bestellung A100001 stornieren", "cancel_order")
        assert talk.said == ["ask_really"]
    return talk


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("intent", ["cancel_order", "cancel", "return_item", None])
@pytest.mark.parametrize(
    "text",
    [
        "I want to cancel order A100004, email ada@example.com",
        "I want to cancel A100004",
        "cancel order a100004 please",
        "Bestellung A100004 stornieren",
        "stornier A100004",
        "bitte storniere die Bestellung A100004",
    ],
)
def test_the_tenants_own_flow_begins_in_every_state(
    state: str, intent: str | None, text: str
) -> None:
    """One wish has one reaction, whatever intent its words resemble most."""
    talk = at(state)

    talk.says(text, intent)

    assert talk.said == ["ask_really"]
    assert talk.state.stack[-1].flow == "cancel_order"
    assert talk.state.slots["order_id"] == "A100004"


@pytest.mark.parametrize("state", ["order", "refund"])
@pytest.mark.parametrize(
    "text",
    [
        "cancel my return",
        "Rückgabe abbrechen",
        "storniere die Rückgabe",
        "ich will die Rückgabe nicht mehr",
        "ich möchte doch nichts zurückgeben",
        "bitte keine Erstattung",
        "vergiss es",
    ],
)
def test_the_return_is_stopped_by_its_name(state: str, text: str) -> None:
    """In both languages, whatever the conversation's own is."""
    talk = at(state)

    talk.says(text)

    assert talk.state.stack == ()
    assert talk.said in (["cancelled"], ["nothing"])


@pytest.mark.parametrize(
    "text",
    [
        "ja",
        "ja, stornieren",
        "ja bitte storniere sie",
        "yes, cancel it",
        "ok cancel it",
        "yes cancel order A100001",
        "ja, Bestellung A100001 stornieren",
    ],
)
def test_to_cancel_is_what_the_yes_is_about(text: str) -> None:
    """Where the question is whether to cancel the order, saying so again stops nothing."""
    talk = at("cancellation")

    talk.says(text, "cancel")

    assert talk.call.tool == "call_off"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cancel it", ["confirm_unclear", "ask_really"]),
        ("storniere die Bestellung", ["confirm_unclear", "ask_really"]),
        ("stop", ["cancelled"]),
        ("I changed my mind", ["cancelled"]),
        ("bitte nicht stornieren", ["nothing"]),
        ("don't cancel it", ["nothing"]),
        ("ich will doch nicht stornieren", ["nothing"]),
        ("ja aber erst morgen", ["confirm_unclear", "ask_really"]),
        ("ja, aber nicht A100001, sondern A100002", ["corrected", "ask_really"]),
    ],
)
def test_nothing_is_cancelled_without_a_yes(text: str, said: list[str]) -> None:
    """ "Cancel it" may mean the order or the talk, so it is asked again."""
    talk = at("cancellation")

    talk.says(text, "cancel" if said == ["cancelled"] else "cancel_order")

    assert (talk.said, talk.done) == (said, [])


def test_what_is_not_to_be_cancelled_may_be_something_else() -> None:
    """ "I don't want to cancel, I want to return it" begins the return."""
    talk = at("nothing")

    talk.says("I don't want to cancel, I want to return it", "return_item")

    assert talk.state.stack[-1].flow == "return_item"
