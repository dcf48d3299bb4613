"""Replies as Block Kit: nothing is lost, nobody is mentioned, no limit of Slack's is passed."""

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from channels.slack.mrkdwn import in_parts, mrkdwn
from channels.slack.rendering import LONGEST_WORDS, markdown_parts, rendered
from domain.forms import FieldKind, Form, FormField
from domain.messages import Attachment, Card, CardLink, ChoiceList, Citation, Image, ListItem, Role
from tests.unit.channels.slack.deliveries import delivery

_TEXT = st.text(
    st.sampled_from("ab <>&|*_~`@#!:/.-[]()\n…ß€👍") | st.characters(codec="utf-8"), max_size=400
)
_LABEL = st.text(st.sampled_from("ab <>&|@!ü"), min_size=1, max_size=80).filter(str.strip)
_CARD = st.builds(
    Card,
    title=_LABEL,
    subtitle=st.text("s<", max_size=200),
    text=st.text("t&", max_size=600),
    image=st.none() | st.just(Image(url="https://shop.example/a.png", alt="A jacket")),
    buttons=st.lists(_LABEL, max_size=4).map(tuple),
    links=st.just((CardLink(text="More", url="https://shop.example/?a=1&b=2"),)) | st.just(()),
)
_LIST = st.builds(
    ChoiceList,
    title=st.text("ab<", max_size=80),
    items=st.lists(st.builds(ListItem, title=_LABEL), min_size=1, max_size=10).map(tuple),
)
_CITATION = st.builds(
    Citation,
    document_id=st.just("d"),
    title=_LABEL,
    url=st.none() | st.just("https://shop.example/returns") | st.just("javascript:alert(1)"),
)
_MENTION = re.compile(r"<[!@#][^>]*>")


def _every(node: Any, kind: str) -> list[Any]:
    """All values under this name, however deep."""
    if isinstance(node, list):
        return [found for each in node for found in _every(each, kind)]
    if not isinstance(node, dict):
        return []
    here = [node[kind]] if kind in node else []
    return here + _every(list(node.values()), kind)


def _formatted(node: Any) -> list[str]:
    """What Slack formats; in labels of buttons nothing is."""
    if isinstance(node, list):
        return [found for each in node for found in _formatted(each)]
    if not isinstance(node, dict):
        return []
    return [node["text"]] if node.get("type") == "mrkdwn" else _formatted(list(node.values()))


@settings(max_examples=40, deadline=None)
@given(
    text=_TEXT,
    replies=st.lists(_LABEL, max_size=12).map(tuple),
    cards=st.lists(_CARD, max_size=10).map(tuple),
    lists=st.lists(_LIST, max_size=5).map(tuple),
    citations=st.lists(_CITATION, max_size=12).map(tuple),
)
def test_every_reply_keeps_to_slacks_limits_and_mentions_nobody(
    text: str,
    replies: tuple[str, ...],
    cards: tuple[Card, ...],
    lists: tuple[ChoiceList, ...],
    citations: tuple[Citation, ...],
) -> None:
    """As the vendor's own models check them."""
    made = rendered(
        delivery(text, quick_replies=replies, cards=cards, lists=lists, citations=citations)
    )

    assert len(made.blocks) <= 50
    assert len(made.words) <= LONGEST_WORDS
    for block in Block.parse_all(made.blocks):
        assert block.to_dict()  # raises where a limit is passed
    for shown in [made.words, *_formatted(made.blocks)]:
        assert not _MENTION.search(shown)
    assert all(len(each) <= 3_000 for each in _formatted(made.blocks))
    ids = _every(made.blocks, "action_id")
    assert len(ids) == len(set(ids))


@settings(deadline=None)
@given(text=_TEXT, most=st.integers(min_value=10, max_value=60))
def test_parts_are_the_whole_text(text: str, most: int) -> None:
    """Cut, but nothing lost."""
    parts = in_parts(mrkdwn(text), most)

    assert "".join(parts) == mrkdwn(text)
    assert all(len(part) <= most for part in parts)


@settings(max_examples=30, deadline=None)
@given(text=st.text(st.sampled_from("ab c.\n<&>ß"), min_size=2_000, max_size=5_000))
def test_no_character_of_a_long_text_is_lost(text: str) -> None:
    """Apart from the spaces at which it is cut."""
    shown = "".join(_formatted(rendered(delivery(text)).blocks))
    streamed = "".join(markdown_parts(delivery(text), 700))

    assert html.unescape(shown).split() == text.split()
    assert html.unescape(streamed) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("<!channel> <@U123> @here", "&lt;!channel&gt; &lt;@U123&gt; @here"),
        ("**Free** returns", "*Free* returns"),
        ("See [our page](https://shop.example/a?b=1&c=2).",
         "See <https://shop.example/a?b=1&amp;c=2|our page>."),
        ("See https://shop.example/a.", "See <https://shop.example/a>."),
        ("[x](https://shop.example|<!here>)", "[x](<https://shop.example%7C>&lt;!here&gt;)"),
        ("- one\n* two\n  - three", "• one\n• two\n  • three"),
        ("## Returns\n5 * 3", "*Returns*\n5 * 3"),
        ("[1]", "[1]"),
    ],
)  # fmt: skip
def test_text_is_formatted_as_slack_does(text: str, shown: str) -> None:
    """And what is none of ours stays text."""
    assert mrkdwn(text) == shown


def test_five_choices_are_buttons_and_six_a_select() -> None:
    """What is pressed says all of its words, however short its label."""
    long = "I would like to know where my order of last week is, please, and when it comes"
    few = rendered(delivery(quick_replies=("Yes", long))).rest
    many = rendered(delivery(quick_replies=tuple("abcdef"))).rest

    assert [each["value"] for each in few[0]["elements"]] == ["Yes", long]
    assert few[0]["elements"][1]["text"]["text"].endswith("…")
    assert [each["action_id"] for each in few[0]["elements"]] == ["say:1", "say:2"]
    assert many[0]["elements"][0]["type"] == "static_select"
    assert [each["value"] for each in many[0]["elements"][0]["options"]] == list("abcdef")


def test_cards_are_slacks_own_where_they_fit() -> None:
    """One alone, several side by side, and a long one as a section."""
    card = Card(
        title="Jacket", buttons=("Buy",), links=(CardLink(text="M", url="https://a.example"),)
    )
    long = Card(title="Coat", text="x" * 201)

    assert [each["type"] for each in rendered(delivery(cards=(card,))).rest] == ["card"]
    assert [each["type"] for each in rendered(delivery(cards=(card, card))).rest] == ["carousel"]
    kinds = [each["type"] for each in rendered(delivery(cards=(card, long))).rest]
    assert kinds == ["section", "actions", "section"]


def test_a_form_goes_with_its_button() -> None:
    """And one that is too long for it is asked for question by question."""
    form = Form(flow="returns", title="Return", fields=(FormField(name="order", label="Which?"),))
    long = form.model_copy(
        update={"fields": tuple(FormField(name=f"f{n}", label="x" * 300) for n in range(10))}
    )
    button = rendered(delivery(form=form)).rest[0]["elements"][0]

    assert button["action_id"] == "form"
    assert Form.model_validate_json(button["value"]) == form
    assert rendered(delivery(form=long)).rest == ()
    email = FormField(name="mail", label="E-mail?", kind=FieldKind.EMAIL, optional=True)
    sent = rendered(delivery(form=form.model_copy(update={"fields": (email,)}))).rest[0]
    assert Form.model_validate(json.loads(sent["elements"][0]["value"])).fields == (email,)


def test_a_cited_answer_shows_its_sources_and_asks_how_it_was() -> None:
    """Each document once; an address that is none of the web stays words."""
    cited = (
        Citation(document_id="a", title="Returns", url="https://shop.example/returns"),
        Citation(document_id="a", title="Returns", url="https://shop.example/returns"),
        Citation(document_id="b", title="Bad", url="javascript:alert(1)"),
    )
    context, actions = rendered(delivery(citations=cited)).rest

    assert [each["text"] for each in context["elements"]] == [
        "[1] <https://shop.example/returns|Returns>",
        "[2] Bad",
    ]
    assert actions["elements"][0]["action_id"] == "rate"
    assert actions["elements"][0]["positive_button"]["value"] == "up"
    assert rendered(delivery("Hi")).rest == ()
    asked = rendered(delivery(quick_replies=("1", "2", "3", "4", "5"))).rest
    assert [each["type"] for each in asked] == ["actions", "context_actions"]


def test_files_and_people_are_named() -> None:
    """A colleague by their name, a file as a link."""
    file = Attachment(
        name="<a>.pdf", media_type="application/pdf", size=3, url="https://a.example/1"
    )
    made = rendered(delivery("Here", role=Role.HUMAN_AGENT, sent_by="Ana <3", attachments=(file,)))

    assert made.text[0]["elements"][0]["text"] == "*Ana &lt;3*"
    assert made.rest[0]["text"]["text"] == "<https://a.example/1|&lt;a&gt;.pdf>"


def test_what_is_more_than_fifty_blocks_is_said_in_words() -> None:
    """With every choice numbered."""
    lists = tuple(
        ChoiceList(title=f"L{n}", items=tuple(ListItem(title=f"{n}.{m}") for m in range(6)))
        for n in range(5)
    )
    cards = tuple(Card(title=f"C{n}", text="x" * 600, buttons=("Buy",)) for n in range(10))
    made = rendered(delivery("y" * 11_900 + " & " * 30, lists=lists, cards=cards))
    far = rendered(delivery("& " * 8_000, lists=lists, cards=cards))

    assert len(made.blocks) <= 50
    assert far.rest == ()
    assert "4.5" in "".join(_formatted(far.blocks))
