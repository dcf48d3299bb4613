"""Markers such as [2] are taken out of a text as it streams, and cite the sentence before them."""

import random

import pytest

from domain.language_models.citation_markers import MarkerReader
from domain.language_models.stream import CitedSpan, TextPiece

IDS = ("a", "b", "c")


def read(pieces: list[str], ids: tuple[str, ...] = IDS) -> tuple[str, list[tuple[str, str]]]:
    """The text that is shown, and each cited sentence with its documents."""
    reader = MarkerReader(ids)
    events = [event for piece in pieces for event in reader.add(piece)] + list(reader.end())
    text = ""
    spans: list[tuple[str, str]] = []
    for event in events:
        match event:
            case TextPiece():
                text += event.text
            case CitedSpan():
                assert text[event.start : event.end] == event.text
                spans.append((event.text, "".join(event.document_ids)))
    return text, spans


CASES = [
    ("It takes 14 days [1].", "It takes 14 days.", [("It takes 14 days.", "a")]),
    ("It takes 14 days. [2]", "It takes 14 days.", [("It takes 14 days.", "b")]),
    ("One [1][3]. Two [2].", "One. Two.", [("One.", "ac"), ("Two.", "b")]),
    ("One [1, 2].\n\nTwo.", "One.\n\nTwo.", [("One.", "ab")]),
    ("Yes【1】. No【3†source】.", "Yes. No.", [("Yes.", "a"), ("No.", "c")]),
    ("Foot [^2] note.", "Foot note.", [("Foot", "b")]),
    ("Nobody [7] knows.", "Nobody knows.", []),
    ("In [2024] and [x] and [ ] and [1", "In [2024] and [x] and [ ] and [1", []),
    ("a [365] b", "a [365] b", []),
    ("[1]", "", []),
    ("1. First [1]\n2. Second [2]\n", "1. First\n2. Second\n", [("First", "a"), ("Second", "b")]),
    ("tail blanks   ", "tail blanks   ", []),
    ("[[1]] twice", "[] twice", [("[]", "a")]),
]


@pytest.mark.parametrize(("text", "shown", "spans"), CASES)
def test_markers(text: str, shown: str, spans: list[tuple[str, str]]) -> None:
    """However the text is split."""
    assert read([text]) == (shown, spans)
    assert read(list(text)) == (shown, spans)
    chance = random.Random(text)  # noqa: S311 - to be repeated
    for _ in range(20):
        places = sorted(chance.sample(range(len(text) + 1), 2))
        assert read([text[: places[0]], text[places[0] : places[1]], text[places[1] :]]) == (
            shown,
            spans,
        )


def test_only_what_may_be_a_marker_is_held_back() -> None:
    """A customer sees words as they come."""
    reader = MarkerReader(IDS)
    assert [each.text for each in reader.add("It takes 14 days")] == ["It takes 14 days"]
    assert list(reader.add(" [")) == []
    assert list(reader.add("1, ")) == []
    held = "".join(each.text for each in reader.add("9" * 60))
    assert held == " [1, " + "9" * 60


def test_nothing_of_a_bracket_without_end_is_lost() -> None:
    """A hostile text is passed on as it is."""
    text = "[1,2,3,4,5,6,7,8,9,10,11 " * 50
    assert read(list(text))[0] == text
