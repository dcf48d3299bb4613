"""A takeover in mid-stream, in every order in which a worker, the database, a gateway and a page
can meet."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

import pytest

from api.drafts import DraftFollower, Drafts
from domain.conversations import ConversationEvent, ConversationEventKind
from domain.drafts import DraftKey, DraftPiece

HERE = ("acme", "web-1")
KEY = DraftKey(tenant_id="acme", conversation_id="web-1", turn="s1t1")
WORDS = ("You ", "can ", "return ", "it")
CLAIM = ConversationEvent(
    seq=4,
    kind=ConversationEventKind.HANDOFF,
    data={"status": "claimed", "owner": "human_agent"},
    at=datetime.now(UTC),
)
ANSWER = ConversationEvent(
    seq=4, kind=ConversationEventKind.MESSAGE, data={"role": "bot"}, at=datetime.now(UTC)
)


def notifications(claim_after: int, raced: int) -> Iterator[DraftPiece | None]:
    """As the database passes them on, in the order of commit; None is the claim's. The statement
    of the piece that races with it began before it was committed; later ones send nothing."""
    for number, text in enumerate(WORDS[: claim_after + raced]):
        if number == claim_after:
            yield None
        start = len("".join(WORDS[:number]))
        yield DraftPiece(key=KEY, version=1, start=start, text=text)
    if not raced:
        yield None


class Page:
    """What one page shows, and whether its gateway has passed on words after it heard of the
    claim."""

    def __init__(self, follower: DraftFollower) -> None:
        self.follower = follower
        self.text = ""
        self.is_claim_heard = False
        self.heard_too_late: list[str] = []

    def look(self) -> None:
        words = self.follower.words()
        if words is None:
            return
        self.text = words.text if words.start == 0 else self.text + words.text
        if self.is_claim_heard:
            self.heard_too_late.append(words.text)


@pytest.mark.parametrize("event", [CLAIM, ANSWER], ids=["claim", "answer"])
@pytest.mark.parametrize(
    ("claim_after", "raced"), [(n, raced) for n in range(4) for raced in (0, 1)]
)
def test_no_words_are_passed_on_once_the_gateway_has_heard_of_what_ends_them(
    event: ConversationEvent, claim_after: int, raced: int
) -> None:
    """
    Whenever the page takes its words, and whenever its stream reads the event. What it shows
    before is the beginning of the answer, without a hole.
    """
    notices = list(notifications(claim_after, raced))
    for looks in product((False, True), repeat=len(notices)):
        for read_after in range(len(notices)):
            _play(notices, looks, read_after, event)


def _play(
    notices: list[DraftPiece | None],
    looks: tuple[bool, ...],
    read_after: int,
    event: ConversationEvent,
) -> None:
    drafts, bell = Drafts(), asyncio.Queue[DraftFollower]()
    with drafts.followed(HERE, bell, 3) as follower:
        page = Page(follower)
        for number, notice in enumerate(notices):
            if notice is None:
                drafts.committed(*HERE, 4)
                page.is_claim_heard = True
            else:
                drafts.heard(notice, after=3)
            if looks[number]:
                page.look()
            if page.is_claim_heard and number >= read_after:
                follower.saw(event)
                page.look()
        page.look()

        assert page.heard_too_late == []
        assert "".join(WORDS).startswith(page.text)
        with drafts.followed(HERE, bell, 4) as late:
            assert late.words() is None
