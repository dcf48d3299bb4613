"""Replies on channels that show text alone: nothing that a customer needs gets lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.channel_addresses import Channel
from domain.deliveries import Delivery, DeliveryStatus
from domain.messages import (
    Attachment,
    Card,
    CardLink,
    ChoiceList,
    Citation,
    ListItem,
    Reply,
    Role,
)
from domain.plain_text import ChannelFeatures, in_plain_text

SMS = ChannelFeatures(longest=1_600)
RECEIPT = Attachment(
    name="receipt.pdf", media_type="application/pdf", size=1_024, url="https://shop.example/r.pdf"
)
ALL = Reply(
    text="Which room?",
    cards=(
        Card(
            title="Room 7",
            text="Garden side",
            buttons=("Book room 7",),
            links=(CardLink(text="More", url="https://inn.example/7"),),
        ),
    ),
    lists=(
        ChoiceList(
            title="Other rooms",
            items=(ListItem(title="Room 8", description="Street side"), ListItem(title="Room 9")),
        ),
    ),
    attachments=(RECEIPT,),
    quick_replies=("None of these",),
    citations=(
        Citation(document_id="d-1", title="Our rooms", url="https://inn.example/rooms"),
        Citation(document_id="d-1", title="Our rooms", url="https://inn.example/rooms"),
        Citation(document_id="d-2", title="House rules"),
    ),
)


def test_all_of_it_is_said() -> None:
    """
    A customer who sees text alone can read and choose what the others can.
    """
    assert in_plain_text(ALL, SMS) == (
        "Which room?\n\nRoom 7\nGarden side\nMore: https://inn.example/7\n\n"
        "receipt.pdf: https://shop.example/r.pdf\n\n"
        "1. Book room 7\nOther rooms\n2. Room 8: Street side\n3. Room 9\n4. None of these\n\n"
        "[1] Our rooms https://inn.example/rooms\n[2] House rules"
    )


def test_the_numbers_are_those_of_the_choices() -> None:
    """
    "2" is read as the second of what the dialogue remembers having offered.
    """
    said = in_plain_text(ALL, SMS)

    for number, choice in enumerate(ALL.choices, start=1):
        assert f"{number}. {choice}" in said


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        (("1", "2", "3", "4", "5"), "1, 2, 3, 4, 5"),
        (("1", "2", "many"), "1. 1\n2. 2\n3. many"),
        (("2", "1"), "1. 2\n2. 1"),
        (("10", "20"), "1. 10\n2. 20"),
    ],
)
def test_numbers_that_stand_for_themselves_are_not_numbered(
    replies: tuple[str, ...], said: str
) -> None:
    """
    A rating is "1, 2, 3, 4, 5", and what is typed means the same as before.
    """
    asked = Reply(text="How was it?", quick_replies=replies)
    assert in_plain_text(asked, SMS) == f"How was it?\n\n{said}"


@pytest.mark.parametrize(
    ("draws", "said"),
    [
        ({"cards": True}, ["2. Room 8", "3. Room 9", "4. None of these"]),
        ({"buttons": True}, ["2. Room 8", "3. Room 9"]),
        ({"lists": True}, ["1. Book room 7", "4. None of these"]),
        ({"cards": True, "lists": True}, ["4. None of these"]),
    ],
)
def test_what_is_drawn_keeps_its_number(draws: dict[str, bool], said: list[str]) -> None:
    """
    Else "1" would choose the button of a card where it stood before an item of a list.
    """
    whole = in_plain_text(ALL, ChannelFeatures(longest=1_600, **draws))

    assert re.findall(r"^\d\. [\w ]+", whole, re.MULTILINE) == said


@pytest.mark.parametrize(
    ("draws", "is_gone"),
    [
        ({"cards": True}, "Garden side"),
        ({"buttons": True}, "None of these"),
        ({"lists": True}, "Room 8"),
        ({"attachments": True}, "receipt.pdf"),
        ({"citations": True}, "House rules"),
    ],
)
def test_what_a_channel_draws_is_not_said_too(draws: dict[str, bool], is_gone: str) -> None:
    """
    Nobody should read everything twice.
    """
    assert is_gone in in_plain_text(ALL, SMS)
    assert is_gone not in in_plain_text(ALL, ChannelFeatures(longest=1_600, **draws))


def test_a_reply_of_words_alone_stays_as_it_is() -> None:
    """
    Most replies are.
    """
    assert in_plain_text(Reply(text="Hello."), SMS) == "Hello."


def test_a_path_is_no_address_for_a_phone() -> None:
    """
    Only a page of the gateway's own can follow it.
    """
    cited = (Citation(document_id="d-1", title="Our rooms", url="/help/inn/rooms"),)
    said = in_plain_text(Reply(text="Yes.", citations=cited), SMS)
    assert said == "Yes.\n\n[1] Our rooms"


def test_a_delivery_is_said_as_its_reply_is() -> None:
    """
    The ledger's row is what a sender has.
    """
    row = Delivery(
        tenant_id="acme",
        delivery_id="c-1/bot/s1t1.0.0",
        conversation_id="c-1",
        message_id="s1t1.0.0",
        seq=1,
        role=Role.BOT,
        channel=Channel.SMS,
        status=DeliveryStatus.PENDING,
        text=ALL.text,
        quick_replies=ALL.quick_replies,
        citations=ALL.citations,
        cards=ALL.cards,
        lists=ALL.lists,
        attachments=ALL.attachments,
    )

    assert in_plain_text(row, SMS) == in_plain_text(ALL, SMS)
    assert row.choices == ALL.choices


def test_too_long_it_loses_sources_before_choices() -> None:
    """
    Without the choices the customer could not go on.
    """
    short = in_plain_text(ALL, ChannelFeatures(longest=160))

    assert "House rules" not in short
    assert "receipt.pdf" not in short
    assert "4. None of these" in short
    long_text = Reply(text="word " * 400, quick_replies=("Yes", "No"))
    cut = in_plain_text(long_text, ChannelFeatures(longest=160))
    assert cut.endswith("word…\n\n1. Yes\n2. No")


def test_half_an_address_is_never_sent() -> None:
    """
    It would lead somewhere else.
    """
    reply = Reply(text="Look here: https://shop.example/a-very-long-path")

    assert in_plain_text(reply, ChannelFeatures(longest=30)) == "Look here:…"


@given(
    st.text(max_size=400),
    st.lists(st.text(min_size=1, max_size=60), max_size=8),
    st.integers(1, 300),
)
def test_no_reply_is_longer_than_the_channel_takes(
    text: str, choices: list[str], longest: int
) -> None:
    """
    A provider refuses what is longer, and the customer would hear nothing at all.
    """
    said = in_plain_text(
        Reply(text=text, quick_replies=tuple(choices)), ChannelFeatures(longest=longest)
    )

    assert len(said) <= longest
