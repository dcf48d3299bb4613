"""Drafts that a gateway passes on: to whom, in which order, and when no longer."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest

from api import drafts as module
from api.drafts import DraftFollower, Drafts, ShownWords
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.drafts import DraftKey, DraftPiece

HERE = ("acme", "web-1")
KEY = DraftKey(tenant_id="acme", conversation_id="web-1", turn="s1t1")


class Scene:
    """A gateway's drafts, and followers of them."""

    def __init__(self) -> None:
        self.drafts = Drafts()
        self.bell: asyncio.Queue[DraftFollower] = asyncio.Queue()
        self.stack = ExitStack()

    def follower(self, seq: int = 3, conversation: tuple[str, str] = HERE) -> DraftFollower:
        return self.stack.enter_context(self.drafts.followed(conversation, self.bell, seq))

    def hear(self, text: str, start: int = 0, after: int = 3, **piece: Any) -> None:
        attempt, version = piece.pop("attempt", 1), piece.pop("version", 1)
        key = KEY.model_copy(update={"attempt": attempt})
        made = DraftPiece(key=key, version=version, start=start, text=text, **piece)
        self.drafts.heard(made, after)


def happened(seq: int, kind: str = "message", **data: Any) -> ConversationEvent:
    return ConversationEvent(
        seq=seq, kind=ConversationEventKind(kind), data=data, at=datetime.now(UTC)
    )


def text_of(words: ShownWords | None) -> str | None:
    return None if words is None else words.text


def test_a_follower_gets_what_it_does_not_have_yet() -> None:
    """
    Each follower at its own pace; a slow one gets more at a time, and is rung once.
    """
    scene = Scene()
    quick, slow = scene.follower(), scene.follower()
    scene.hear("You can")
    first = quick.words()
    scene.hear(" return it", 7)

    assert (first and first.start, text_of(first)) == (0, "You can")
    more = quick.words()
    assert (more and more.start, text_of(more)) == (7, " return it")
    assert text_of(slow.words()) == "You can return it"
    assert quick.words() is None
    assert slow.words() is None
    assert scene.bell.qsize() == 3


def test_a_follower_that_comes_later_gets_the_text_so_far() -> None:
    """
    A browser that has lost its connection for a moment goes on reading.
    """
    scene = Scene()
    scene.hear("You can return it")

    late = scene.follower()
    assert scene.bell.get_nowait() is late
    assert late.words() == ShownWords("s1t1.1.1", "writing", 0, "You can return it")


def test_other_conversations_and_other_tenants_hear_nothing() -> None:
    """
    The same conversation's name in another tenant is another conversation.
    """
    scene = Scene()
    others = [scene.follower(conversation=("acme", "web-2")), scene.follower(0, ("rival", "web-1"))]
    scene.hear("You can return it")

    assert scene.bell.empty()
    assert [each.words() for each in others] == [None, None]


def test_a_later_attempt_begins_anew() -> None:
    """
    After kill -9 of a worker another one begins; what still comes from the first is dropped.
    """
    scene = Scene()
    follower = scene.follower()
    scene.hear("You can return")
    follower.words()
    scene.hear("Within", attempt=2)
    scene.hear("You can return it within", attempt=1)

    assert follower.words() == ShownWords("s1t1.2.1", "writing", 0, "Within")


def test_once_a_takeover_is_committed_nothing_more_is_passed_on() -> None:
    """
    From that moment on, whether or not its event was read: what was heard and not yet sent too.
    """
    scene = Scene()
    follower = scene.follower()
    scene.hear("You can")
    follower.words()
    scene.hear(" return it", 7)
    scene.drafts.committed(*HERE, 4)

    assert follower.words() is None
    scene.hear(" within", 17, after=3)  # its worker did not know of it
    assert follower.words() is None
    follower.saw(happened(4, "handoff", status="claimed", owner="human_agent"))
    assert follower.words() is None
    assert scene.follower(4).words() is None


def test_it_goes_on_after_an_event_that_its_worker_knew_of() -> None:
    """
    A second message of the customer's does not end the answer to the first.
    """
    scene = Scene()
    follower = scene.follower()
    scene.hear("You can")
    follower.words()
    scene.drafts.committed(*HERE, 4)
    scene.hear(" return it", 7, after=4)

    assert follower.words() is None  # the event is still to be read
    follower.saw(happened(4, role="customer"))
    assert text_of(follower.words()) == " return it"


def test_what_a_message_has_replaced_is_not_gone_on_with() -> None:
    """
    The reader has nothing left to which words could be appended: they begin at their beginning.
    """
    scene = Scene()
    follower = scene.follower()
    scene.hear("You can")
    follower.words()
    scene.drafts.committed(*HERE, 4)
    follower.saw(happened(4, role="bot"))

    scene.hear(" return it", 7, after=4)
    words = follower.words()
    assert words == ShownWords("s1t1.1.1", "writing", 0, "You can return it")


def test_a_withdrawal_is_told_once_to_whoever_has_seen_the_words() -> None:
    """
    Whoever has seen nothing has nothing to take away. A repaired text may follow.
    """
    scene = Scene()
    reader = scene.follower()
    scene.hear("It is free")
    reader.words()
    scene.hear("", withdrawn=True)

    assert reader.words() == ShownWords("s1t1.1.1", "withdrawn", 0, "")
    assert reader.words() is None
    assert scene.follower().words() is None
    scene.hear("It costs", version=2)
    assert reader.words() == ShownWords("s1t1.1.2", "writing", 0, "It costs")


def test_a_reader_whose_session_may_be_void_hears_nothing_until_that_is_known() -> None:
    """
    What is said after a sign-in is not for whoever was there before it.
    """
    scene = Scene()
    follower = scene.follower()
    scene.drafts.committed(*HERE, 0)
    scene.hear("Dear Mrs Doe")

    assert follower.words() is None
    follower.saw(happened(4, role="customer"))  # read, hence checked
    assert text_of(follower.words()) == "Dear Mrs Doe"


def test_after_an_interruption_nothing_that_was_heard_before_holds() -> None:
    """
    A claim may have been missed with it.
    """
    scene = Scene()
    follower = scene.follower()
    scene.hear("You can")
    scene.drafts.interrupted()
    assert follower.words() is None

    scene.hear("You can return", after=3)
    assert text_of(follower.words()) == "You can return"


def test_a_draft_of_a_dead_worker_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A page that is opened an hour later shows no half sentence.
    """
    scene = Scene()
    scene.hear("You can")
    now = monotonic()
    monkeypatch.setattr("api.drafts.monotonic", lambda: now + 61)

    assert scene.follower().words() is None


def test_drafts_take_a_bounded_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    However many conversations there are, and whatever is said in them.
    """
    monkeypatch.setattr(module, "_MOST_DRAFTS", 10)
    monkeypatch.setattr(module, "_MOST_CHARACTERS", 50)
    monkeypatch.setattr(module, "_MOST_COMMITS", 10)
    drafts = Drafts()
    for n in range(100):
        key = DraftKey(tenant_id="acme", conversation_id=f"web-{n}", turn="s1t1")
        drafts.heard(DraftPiece(key=key, version=1, text="ten words!"), 1)
        drafts.committed("rival", f"web-{n}", 1)
    kept = [n for n in range(100) if drafts.current(("acme", f"web-{n}"))]

    assert kept == [95, 96, 97, 98, 99]
    assert len(drafts._commits) == 10
