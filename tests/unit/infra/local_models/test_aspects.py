"""Aspects: what a question asks for, and what a sentence holds."""

import pytest

from infra.local_models.aspects import asked_in, held_in


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("what is the daily limit", "amount"),
        ("how much is a new card", "price"),
        ("how long does a transfer take", "duration"),
        ("until what age can I join", "age"),
        ("can I cancel", "may"),
        ("can you tell me how long it takes", "duration"),
        ("can I cancel the card when I am abroad", "may"),
        ("where is the desk", "place"),
        ("why was my card declined", "why"),
        ("was kostet ein neuer Ausweis", "price"),
        ("wie lange gilt der Ausweis", "duration"),
        ("darf ich meinen Hund mitbringen", "may"),
        ("wo finde ich die PUK", "place"),
        ("", ""),
    ],
)
def test_a_question_asks_for_one_kind_of_fact_first(question: str, wanted: str) -> None:
    """
    "How do I raise it" is not answered by how much it is.
    """
    assert asked_in(question).wanted == wanted


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It costs $4.", "price"),
        ("Choose Cards and move the slider.", "how"),
        ("We are open from Monday to Friday.", "time"),
        ("It takes two working days.", "duration"),
        ("Wählen Sie unter Karten den Regler.", "how"),
        ("Das kostet 4 €.", "price"),
    ],
)
def test_a_sentence_holds_kinds_of_facts(sentence: str, kind: str) -> None:
    """
    In either language, and with signs for words.
    """
    assert kind in held_in(sentence).kinds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("how do I raise my limit", "You can lower it in the app."),
        ("can I receive money", "Sending costs 1 EUR."),
        ("how do I unblock it", "Blocking is done in the app."),
    ],
)
def test_the_opposite_of_what_is_asked_is_known(one: str, other: str) -> None:
    """
    Its words are as near as can be, and it answers nothing.
    """
    held = held_in(other)
    assert asked_in(one).opposites & (held.actions | held.qualifiers)
