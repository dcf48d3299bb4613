"""Messages of customers that are no text."""

import pytest

from domain.bot.model import Bot
from domain.dialogue.events import AttachmentsReceived, CustomerSpoke, HandoffClaimed
from domain.messages import VerifiedCustomer
from tests.unit.domain.bots import MONDAY_MORNING, acme
from tests.unit.domain.dialogue.conversations import ADA, Talk

FILES = AttachmentsReceived(at=MONDAY_MORNING, languages=("de-AT",))


def both_languages() -> Bot:
    branding = acme().tenant.branding.model_copy(update={"locales": ("en", "de")})
    tenant = acme().tenant.model_copy(update={"branding": branding})
    return acme().model_copy(update={"tenant": tenant})


def test_files_without_a_word_are_answered_in_the_customers_language() -> None:
    """
    Silence would look as if the bot had read them.
    """
    talk = Talk(both_languages())

    talk.happens(FILES)

    assert talk.said == ["attachments_not_read"]
    assert "noch nicht lesen" in talk.words


def test_what_was_asked_stays_asked() -> None:
    """
    A photo of the parcel is no order number; the next message may be.
    """
    talk = Talk(customer=ADA)
    talk.says("I want to return something", "return_item")
    before = talk.state

    talk.happens(FILES.model_copy(update={"languages": ()}))

    assert talk.state.stack[-1].waiting == before.stack[-1].waiting
    assert talk.state.stack[-1].waiting is not None
    assert talk.state.misunderstandings == before.misunderstandings
    assert talk.said[0] == "attachments_not_read"
    assert len(talk.said) == 2


def test_with_a_human_the_bot_says_nothing() -> None:
    """
    They see the files themselves.
    """
    talk = Talk()
    talk.says("a human please", "talk_to_human")
    handoff_id = talk.state.handoff_id
    assert handoff_id is not None
    talk.happens(HandoffClaimed(at=MONDAY_MORNING, handoff_id=handoff_id, agent="Sam"))

    talk.happens(FILES)

    assert not talk.commands


def test_files_from_another_customer_end_what_was_theirs_before() -> None:
    """
    Signing in as somebody else counts, whatever is sent with it.
    """
    talk = Talk(customer=ADA)
    talk.says("I want to return something", "return_item")
    another = VerifiedCustomer(customer_id="cust-bob")

    talk.happens(FILES.model_copy(update={"customer": another}))

    assert talk.state.customer == another


@pytest.mark.parametrize(
    ("text", "attachments", "are_alone"),
    [("", 1, True), (" \u200b", 2, True), ("look", 1, False), ("", 0, False)],
)
def test_words_beside_files_are_read(text: str, attachments: int, *, are_alone: bool) -> None:
    """
    A question with a screenshot is a question.
    """
    spoke = CustomerSpoke(
        at=MONDAY_MORNING, text=text, message_ids=("m-1",), attachments=attachments
    )

    assert (spoke.files_alone() is not None) is are_alone
