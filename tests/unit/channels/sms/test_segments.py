# ruff: noqa: RUF001 - typographic characters are what this is about
"""Segments, counted and divided, against the sizes that the standards give."""

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.sms.segments import divided, economical, is_gsm, segments

WORDS = st.text(
    alphabet=st.one_of(
        st.sampled_from("abcdefghij KLMNOP \n.,!?äöüß€^[]{}~|\\"),
        st.sampled_from("“”‘’–—…•😀🙈ñçЖ中"),
    ),
    max_size=1_500,
)


def test_the_sizes_are_those_of_gsm_03_38() -> None:
    assert [segments("a" * size) for size in (0, 160, 161, 306, 307, 459, 460)] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
    ]


def test_what_is_escaped_costs_two_and_is_never_divided() -> None:
    """153 is odd: a segment that would end within an escape ends one short."""
    assert segments("€" * 80) == 1
    assert segments("€" * 81) == 2
    assert segments("€" * 152) == 2
    assert segments("€" * 153) == 3


def test_one_character_beyond_makes_every_one_cost_twice() -> None:
    assert segments("a" * 69 + "ç") == 1
    assert segments("a" * 70 + "ç") == 2
    assert segments("a" * 133 + "ç") == 2
    assert segments("a" * 134 + "ç") == 3


def test_a_surrogate_pair_is_never_divided() -> None:
    """67 is odd: 33 of them and one unit that stays empty."""
    assert segments("😀" * 35) == 1
    assert segments("😀" * 66) == 2
    assert segments("😀" * 67) == 3


def test_typographic_characters_are_replaced_where_that_saves() -> None:
    typeset = "“Where’s my order?” – she asked… " * 3
    assert economical(typeset) == '"Where\'s my order?" - she asked... ' * 3
    assert economical("It’s on its way.") == "It’s on its way."  # one segment either way
    smiling = "It’s on its way 😀 " * 20
    assert economical(smiling) == smiling  # nothing is saved: it stays as it was written


def test_letters_never_become_other_letters() -> None:
    for name in ("François", "Łukasz", "Жанна"):
        assert name in economical(f"{name} – “ja” … " * 20)


@given(WORDS, st.integers(1, 5), st.sampled_from([120, 1_600]))
@settings(max_examples=150, deadline=None)
def test_every_part_fits_and_nothing_is_lost(text: str, most: int, longest: int) -> None:
    """Put together again the parts say the same, but for spaces at their ends."""
    parts = divided(text, most_segments=most, longest=longest)

    assert all(segments(part) <= most and len(part) <= longest for part in parts)
    if len(parts) == 1:
        assert parts == (text,)
        return
    said = [part.partition(") ")[2] for part in parts]
    assert [part.partition(") ")[0] for part in parts] == [
        f"({number}/{len(parts)}" for number in range(1, len(parts) + 1)
    ]
    assert "".join("".join(said).split()) == "".join(text.split())


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_replacing_never_costs_more(text: str) -> None:
    assert segments(economical(text)) <= segments(text)


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_the_count_is_that_of_the_packed_bytes(text: str) -> None:
    """A lower bound that no packing beats, and which is met but for what may not be divided."""
    if is_gsm(text):
        size, alone, joined = sum(2 if char in "\f^{}\\[~]|€" else 1 for char in text), 160, 153
    else:
        size, alone, joined = len(text.encode("utf-16-be")) // 2, 70, 67
    lower = 1 if size <= alone else -(-size // joined)
    upper = 1 if size <= alone else -(-size // (joined - 1))
    assert lower <= segments(text) <= upper


def test_words_stay_whole_where_they_can() -> None:
    text = " ".join(["Lieferung"] * 60)
    for part in divided(text, most_segments=1, longest=1_600):
        assert set(part.split()[1:]) == {"Lieferung"}


def test_a_word_longer_than_a_message_is_divided() -> None:
    assert len(divided("x" * 1_000, most_segments=1, longest=1_600)) == 7
