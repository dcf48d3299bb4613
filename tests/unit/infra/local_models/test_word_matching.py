"""Words of a question, matched with those of a passage."""

import pytest

from infra.local_models.synonyms import Lexicon
from infra.local_models.word_matching import COMPOUND, MISSPELT, SAME, is_slip, matched


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.mark.parametrize(
    ("asked", "word", "joins_words", "match"),
    [
        ("transfers", "transfer", False, SAME),
        ("adress", "address", False, MISSPELT),
        ("intrest", "interest", False, MISSPELT),
        ("card", "cart", False, 0.0),
        ("karte", "ersatzkarte", True, COMPOUND),
        ("kündigung", "kündigungsfrist", True, COMPOUND),
        ("age", "average", False, 0.0),
        ("12345", "12346", False, 0.0),
    ],
)
def test_a_word_matches_its_forms_slips_and_compounds(
    lexicon: Lexicon, asked: str, word: str, *, joins_words: bool, match: float
) -> None:
    """
    Another number and another short word are other things.
    """
    assert matched(lexicon, [asked], [word], joins_words=joins_words)[0, 0] == pytest.approx(match)


@pytest.mark.parametrize(
    ("word", "other", "slip"),
    [
        ("acount", "account", True),
        ("accuont", "account", True),
        ("accoumt", "account", True),
        ("accuomt", "account", False),
        ("account", "discount", False),
    ],
)
def test_a_slip_is_one_letter_or_two_that_changed_places(
    word: str, other: str, *, slip: bool
) -> None:
    """
    Two slips make too many other words of one.
    """
    assert is_slip(word, other) is slip


def test_no_words_match_nothing(lexicon: Lexicon) -> None:
    """
    A question of small words only has none that tell.
    """
    assert matched(lexicon, [], ["card"], joins_words=False).shape == (0, 1)
    assert matched(lexicon, ["card"], [], joins_words=False).shape == (1, 0)
