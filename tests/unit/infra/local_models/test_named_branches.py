"""Branches named by their town are known from the documents, or nothing is said of them."""

import pytest

from infra.local_models.named_branches import names_unknown_branch

TEXTS = ("We have stores in Berlin and Munich.", "Open from 10:00 to 19:00.", "Wien: Graben 1")


@pytest.mark.parametrize(
    "question",
    [
        "when does the Dresden store close?",
        "is your shop in Graz open?",
        "wann schließt die Kölner Filiale?",
        "habt ihr eine Filiale in Hamburg?",
    ],
)
def test_a_town_without_a_branch_is_unknown(question: str) -> None:
    assert names_unknown_branch(question, TEXTS)


@pytest.mark.parametrize(
    "question",
    [
        "when does the Berlin store close?",
        "wann öffnet die Münchner Filiale?",
        "is the Vienna store open?",
        "when does the store close on Saturday",
        "Which store is nearest?",
        "Hat Eure Filiale am Samstag offen?",
        "how do I store a tent",
        "is your store in person only?",
    ],
)
def test_a_known_town_or_none_is_no_other_branch(question: str) -> None:
    assert not names_unknown_branch(question, TEXTS)
