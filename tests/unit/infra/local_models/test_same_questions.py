"""Two questions are the same in all that counts, or they are not."""

import pytest

from infra.local_models.same_questions import SameQuestions

QUESTIONS = SameQuestions()
SAME = [
    ("How long do I have to return an item?", "How many days do I have to send something back?"),
    ("How much does it cost to ship to Spain?", "What is the price of shipping to Spain?"),
    ("What does shipping cost?", "How much is delivery?"),
    ("How do I reset my password?", "What do I do to change my password?"),
    ("Can you tell me how to reach a human?", "How do I get in touch with a real person?"),
    ("Until when can I return something?", "What is the deadline for returns?"),
    ("Do I need a receipt for a return?", "Is a receipt required to return an item?"),
    ("within thirty days", "within 30 days"),
]  # fmt: skip
OPPOSITE = [
    ("Can I return it after 30 days?", "Can I return it after 13 days?"),
    ("Can I return it after 30 days?", "Can I return it before 30 days?"),
    ("Can I return a used item?", "Can't I return a used item?"),
    ("Do you ship to Germany?", "Do you ship to France?"),
    ("Can I pay with a gift card?", "Can I pay with a credit card?"),
    ("Are you open on 3 May?", "Are you open on 3 June?"),
    ("Are you open at 9 am?", "Are you open at 9 pm?"),
    ("May it weigh 5 kg?", "May it weigh 5 lb?"),
    ("Is it 5 €?", "Is it 5 $?"),
    ("Can I transfer from savings to checking?", "Can I transfer from checking to savings?"),
    ("Can the buyer contact the seller?", "Can the seller contact the buyer?"),
    ("How do I return it?", "When do I return it?"),
    ("Is a receipt required?", "Is a deposit required?"),
    ("It is -5 degrees", "It is 5 degrees"),
    ("Is it 1.5 m?", "Is it 15 m?"),
    ("Deliveries with a signature", "Deliveries without a signature"),
    ("All but the battery", "All and the battery"),
    ("Is the shirt available in size S?", "Is the shirt available in size M?"),
    ("Is hall A heated?", "Is the hall heated?"),
    ("How long is the hose?", "How long does the hose last?"),
    ("Was the pool heated?", "Is the pool heated?"),
    ("Do you still sell film rolls?", "Do you sell film rolls yet?"),
]
GERMAN_OPPOSITES = [
    ("Wie komme ich vom Bahnhof zum Hotel?", "Wie komme ich vom Hotel zum Bahnhof?"),
    ("Fährt ein Zug von der Messe zum Hafen?", "Fährt ein Zug vom Hafen zur Messe?"),
    ("Gibt es einen Bus zur Uni?", "Gibt es einen Bus von der Uni?"),
    ("Kann ich etwas vom Handy aufs Tablet laden?", "Kann ich etwas vom Tablet aufs Handy laden?"),
    ("Ist der Skilift schon offen?", "Ist der Skilift noch offen?"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_other_words_for_the_same_question(one: str, other: str) -> None:
    """What is said in between does not count, in either order."""
    assert QUESTIONS.same(one, other, "en")
    assert QUESTIONS.same(other, one, "en")


@pytest.mark.parametrize(("one", "other"), OPPOSITE)
def test_one_word_may_turn_a_question_round(one: str, other: str) -> None:
    """A number, a day, a negation, a place, a unit, a direction, who does it to whom."""
    assert not QUESTIONS.same(one, other, "en")
    assert not QUESTIONS.same(other, one, "en")


@pytest.mark.parametrize(("one", "other"), GERMAN_OPPOSITES)
def test_a_small_word_that_holds_an_article_is_one_all_the_same(one: str, other: str) -> None:
    """Where to and where from are told apart in "zum" and "vom", too."""
    assert not QUESTIONS.same(one, other, "de")
    assert not QUESTIONS.same(other, one, "de")


def test_what_lasts_is_as_long_as_it_lasts() -> None:
    """Of a warranty both ask for its time."""
    assert QUESTIONS.same("How long is the warranty?", "How long does the warranty last?", "en")
    assert QUESTIONS.same("What's the shop's address?", "What is the address of the shop?", "en")


def test_german_questions_are_compared_by_german_words() -> None:
    """With its own tables."""
    assert QUESTIONS.same("Was kostet der Versand?", "Wie teuer ist die Lieferung?", "de")
    assert not QUESTIONS.same("Ist das kostenlos?", "Ist das nicht kostenlos?", "de")


def test_a_language_without_tables_compares_letters() -> None:
    """Nothing is guessed."""
    assert QUESTIONS.same("Combien ça coûte ?", "combien ça coûte?", "fr")
    assert not QUESTIONS.same("Combien ça coûte ?", "Quel est le prix ?", "fr")


def test_a_long_story_is_no_question_to_compare() -> None:
    """Its details are its meaning."""
    story = "I bought a lamp and " * 30
    assert not QUESTIONS.same(f"{story} broke", f"{story} broke it", "en")
