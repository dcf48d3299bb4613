"""Before something is written or paid: a whole yes, or nothing happens."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.dialogue.commands import AskApproval, CallTool
from tests.unit.domain.dialogue.conversations import ADA, ESPRESSO, MUGS, Talk, a_return
from tests.unit.domain.dialogue.small_bot import small_bot


def at_the_confirmation() -> Talk:
    talk = Talk(customer=ADA)
    a_return(talk, MUGS)
    assert talk.said == ["confirm_refund"]
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "Yes, but not yet",
        "yes I know, but please don't",
        "yes, but I would rather have an exchange",
        "yes but only one of the mugs",
        "yes if I get the shipping back too",
        "yes and also change my address",
        "ok but tomorrow please",
        "👍 just not today",
        "ja, aber noch nicht",
        "ja wenn das kostenlos ist",
    ],
)
def test_a_yes_with_anything_beside_it_does_nothing_and_is_asked_about(text: str) -> None:
    """It says that nothing was done, asks again, and a plain yes still goes ahead."""
    talk = at_the_confirmation()

    talk.says(text)
    assert (talk.said, talk.done) == (["confirm_unclear", "confirm_refund"], [])
    assert "haven't done anything" in talk.words or "noch nichts gemacht" in talk.words
    talk.says("yes")

    assert talk.call.tool == "create_label"


@pytest.mark.parametrize(
    "text",
    [
        "continue",
        "go for it",
        "yes please go ahead and refund it",
        "yes, refund it",
        "yes please return A100003",
        "yes, it is damaged, refund it please",
        "yes, 34.50 euros",
        "ja mach das",
        "jo passt so",
        "👍🏻",
    ],
)
def test_a_yes_in_any_words_goes_ahead(text: str) -> None:
    """Whatever intent the words resemble: "continue" is near to "cancel"."""
    talk = at_the_confirmation()

    talk.says(text, "cancel", 0.7)

    assert talk.call.tool == "create_label"


def test_a_question_beside_the_yes_is_answered_and_the_confirmation_asked_again() -> None:
    """With or without its mark."""
    talk = at_the_confirmation()

    talk.says("yes, how long does it take", answer="Five days.")

    assert talk.words.startswith("Five days.\nBack to your return: So we take back")


def test_a_wish_beside_the_yes_is_served_and_the_confirmation_asked_again() -> None:
    """Nothing is written for it meanwhile."""
    talk = at_the_confirmation()

    talk.says("yes and where is A100001?", "track_order")
    assert (talk.call.tool, talk.call.arguments) == ("get_order", {"order_id": "A100001"})
    talk.succeeds(ESPRESSO)

    assert talk.said == ["order_delivered", "confirm_refund"]


def test_a_correction_beside_the_yes_corrects() -> None:
    """And is confirmed anew."""
    talk = at_the_confirmation()

    talk.says("yes, but it is A100001 that I mean")

    assert talk.said == ["corrected"]
    assert talk.call.arguments == {"order_id": "A100001"}


def test_a_wish_beside_a_no_is_served_after_the_no() -> None:
    """The return is over, and the wish is not lost."""
    talk = at_the_confirmation()

    talk.says("no, where is A100001?", "track_order")

    assert talk.said == ["nothing_changed"]
    assert talk.call.arguments == {"order_id": "A100001"}


def test_what_stays_unclear_ends_without_a_write() -> None:
    """After as many answers as the slot allows a human is offered."""
    talk = at_the_confirmation()
    for _ in range(3):
        talk.says("yes but not like that")

    assert (talk.said, talk.done) == (["offer_human"], [])


_BESIDE = """
but not yet only if when later half tomorrow exchange instead address card voucher colleague aber
nicht wenn erst morgen umtauschen gutschein adresse xyzzy 12 A100001 maybe wait
"""
WORDS = st.sampled_from(_BESIDE.split())
YES = st.sampled_from(
    ["yes", "Ja", "ok", "go ahead", "sure", "👍", "do it", "passt so", "continue"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["acme", "small"]), YES, st.lists(WORDS, min_size=1, max_size=5), st.booleans()
)
def test_no_confirmation_with_extra_words_ever_leads_to_a_write(
    bot: str, said: str, words: list[str], first: bool,  # noqa: FBT001
) -> None:  # fmt: skip
    """Nor to asking a supervisor for it."""
    talk = at_the_confirmation() if bot == "acme" else at_the_hotels_confirmation()
    parts = [said, *words] if first else [*words, said]
    assume(parts != ["aber", "Ja"])  # "but of course" in German: nothing but a yes

    talk.says(" ".join(parts))

    writes = [c for c in talk.commands if isinstance(c, CallTool) and c.effect != "read"]
    assert not writes
    assert not any(isinstance(c, AskApproval) for c in talk.commands)


def at_the_hotels_confirmation() -> Talk:
    talk = Talk(small_bot())
    talk.says("book a room", "book")
    talk.says("2026-12-01")
    talk.says("2")
    talk.succeeds({"total": "80.00 EUR"})
    talk.says("red")
    talk.says("Grace")
    assert talk.said == ["ask_sure"]
    return talk


def offered_a_human() -> Talk:
    talk = Talk()
    talk.says("asdf")
    talk.says("qwer")
    assert talk.said == ["offer_human"]
    return talk


@pytest.mark.parametrize("text", ["yes but not now", "ja, aber später", "ok but first wait"])
def test_half_a_yes_to_an_offer_is_asked_about(text: str) -> None:
    """Nobody is put into a queue who has not said so; a yes afterwards counts."""
    talk = offered_a_human()

    talk.says(text)
    assert (talk.said, talk.done) == (["confirm_unclear"], [])
    talk.says("yes, get me a colleague please")

    assert talk.handoff.queue == "support"


@pytest.mark.parametrize("text", ["don't talk to a human", "please no human", "not yet", "nope"])
def test_an_offer_is_declined_in_any_words(text: str) -> None:
    """The words of a choice are no choice where they are denied."""
    talk = offered_a_human()

    talk.says(text, "talk_to_human")

    assert (talk.said, talk.done) == (["human_declined"], [])


def test_a_wish_beside_a_no_to_an_offer_is_served() -> None:
    """ "No, where is my order?" wants no colleague, and something else."""
    talk = offered_a_human()

    talk.says("no, where is my order?", "track_order")

    assert talk.said == ["ask_order_id"]


@pytest.mark.parametrize(
    "text", ["great", "ok thanks", "Perfect, that's good", "alles klar, danke"]
)
def test_a_thank_you_after_another_answer_pays_nothing(text: str) -> None:
    """It may be meant for that answer; asked once more, the same words are a yes."""
    talk = at_the_confirmation()
    talk.says("how long does the refund take?", answer="Five days.")
    assert talk.said[-1] == "confirm_refund"

    talk.says(text)
    assert (talk.said, talk.done) == (["confirm_unclear", "confirm_refund"], [])

    talk.says("yes")
    assert "call_tool" in talk.done


@pytest.mark.parametrize("text", ["yes", "ok, go ahead", "Yes, please", "ja bitte"])
def test_a_yes_after_another_answer_is_one(text: str) -> None:
    """A question in between costs nobody a second yes."""
    talk = at_the_confirmation()
    talk.says("how long does the refund take?", answer="Five days.")

    talk.says(text)

    assert "call_tool" in talk.done


@pytest.mark.parametrize(
    "text",
    [
        "please refund",
        "refund please",
        "yes, send the label",
        "yes please send me the label",
        "yes, send the label and refund me",
        "ja, schick das Rücksendeetikett",
        "ja, bitte die Erstattung",
    ],
)
def test_a_yes_that_names_what_will_be_made_is_whole(text: str) -> None:
    """It asks for nothing but what the flow makes after this question."""
    talk = at_the_confirmation()
    talk.says(text)
    assert talk.call.tool == "create_label"


@pytest.mark.parametrize(
    "text",
    [
        "yes, send the label to my neighbour",
        "yes, send two labels and 50 euros",
        "yes, send another mug",
        "send the label but no refund",
        "refund please, all of my orders",
        "ja, schick das Etikett an meine Schwester",
    ],
)
def test_a_yes_that_wants_something_else_made_is_not(text: str) -> None:
    """Nothing is written on it."""
    talk = at_the_confirmation()
    talk.says(text)
    assert talk.done == []
