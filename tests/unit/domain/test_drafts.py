"""Drafts of answers, put together from pieces that may come late, twice or never."""

from itertools import permutations

import pytest

from domain.drafts import MOST_DRAFT_TEXT, DraftKey, DraftPiece, DraftText, pieces_of

KEY = DraftKey(tenant_id="acme", conversation_id="web-1", turn="s1t1", attempt=1)
LONG = "".join(f"{n} words and more. " for n in range(150))


def heard(pieces: list[DraftPiece]) -> str:
    draft = DraftText(KEY, 1)
    for piece in pieces:
        draft.take(piece)
    return draft.text


@pytest.mark.parametrize("text", ["", "one", LONG, "ß€🙂" * 700])
def test_a_text_in_pieces_is_the_text(text: str) -> None:
    """
    Characters of several bytes and long texts as well.
    """
    assert heard(list(pieces_of(KEY, 1, text))) == text


def test_pieces_are_small_enough_for_a_notification() -> None:
    """
    PostgreSQL refuses one of 8,000 bytes, and a control character takes six as JSON.
    """
    for text in ("\x01" * 3_000, "🙂" * 3_000, '"\\' * 1_500):
        sizes = [len(each.model_dump_json().encode()) for each in pieces_of(KEY, 1, text)]
        assert len(sizes) >= 3
        assert max(sizes) < 7_500


def test_pieces_that_come_twice_or_out_of_order_make_no_other_text() -> None:
    """
    Whatever the order: what is shown is the beginning of the text, without a hole or a repeat.
    """
    pieces = list(pieces_of(KEY, 1, LONG))
    assert len(pieces) == 3
    for order in permutations(pieces + pieces[:1]):
        assert LONG.startswith(heard(list(order)))
        assert heard([*order, *pieces]) == LONG


def test_a_lost_piece_is_made_good_when_the_text_is_sent_anew() -> None:
    """
    Until then nothing is added, as nobody knows what stood in between.
    """
    first, _, third = pieces_of(KEY, 1, LONG)

    assert heard([first, third]) == first.text
    assert heard([first, third, *pieces_of(KEY, 1, LONG)]) == LONG


def test_a_draft_has_an_end() -> None:
    """
    A model that goes on for ever fills nobody's memory.
    """
    assert len(heard(list(pieces_of(KEY, 1, "x" * (MOST_DRAFT_TEXT * 3))))) == MOST_DRAFT_TEXT
    more = DraftPiece(key=KEY, version=1, start=MOST_DRAFT_TEXT, text="y" * 500)
    assert len(heard([*pieces_of(KEY, 1, "x" * MOST_DRAFT_TEXT), more])) == MOST_DRAFT_TEXT


@pytest.mark.parametrize(
    ("turn", "attempt", "version", "takes_its_place"),
    [
        ("s1t1", 2, 3, False),
        ("s1t1", 2, 2, False),
        ("s1t1", 1, 9, False),
        ("s1t1", 2, 4, True),
        ("s1t1", 3, 1, True),
        ("s1t2", 1, 1, True),
    ],
)
def test_a_later_attempt_takes_the_place_of_an_earlier_one(
    turn: str, attempt: int, version: int, *, takes_its_place: bool
) -> None:
    """
    And never the other way round: an attempt that was given up may still be talking.
    """
    draft = DraftText(KEY.model_copy(update={"attempt": 2}), version=3, text="so far")
    key = KEY.model_copy(update={"turn": turn, "attempt": attempt})
    piece = DraftPiece(key=key, version=version, text="other words")

    assert draft.is_before(piece) is takes_its_place
    if not takes_its_place and (attempt, version) != (2, 3):
        draft.take(piece)
        assert draft.text == "so far"
