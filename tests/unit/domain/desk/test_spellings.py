"""Other spellings of a name."""

import pytest

from domain.desk.spellings import spellings


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Rechnung", ()),
        ("Maerz", ("März",)),
        ("MAERZ", ("MäRZ",)),
        ("März", ("Maerz",)),
        ("Ma\N{COMBINING DIAERESIS}rz", ("März", "Maerz")),
        ("neue moebel", ("neue möbel", "neü moebel", "neü möbel")),
        ("Straße", ()),
    ],
)
def test_a_pair_of_letters_may_be_one(text: str, others: tuple[str, ...]) -> None:
    """
    What was written comes first; each spelling once.
    """
    first, *rest = spellings(text)
    assert (first, tuple(rest)) == (text, others)


def test_a_name_has_few_spellings_however_long() -> None:
    """
    Only the first pairs are taken for anything else.
    """
    assert len(spellings("ae" * 500)) == 8
