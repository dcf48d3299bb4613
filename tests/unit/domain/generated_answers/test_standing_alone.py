"""Questions whose answer may be said to everybody."""

import pytest

from bench.answer_cache.pairs import paraphrases
from domain.generated_answers.standing_alone import is_greeting, why_not_alone


@pytest.mark.parametrize(
    ("question", "language", "why"),
    [
        ("How long does shipping take?", "en", ""),
        ("Is it possible to return worn shoes?", "en", ""),
        ("How do I reset my password?", "en", ""),
        ("Can I keep my old number?", "en", ""),
        ("Where is my order?", "en", "personal"),
        ("When does our contract end?", "en", "personal"),
        ("Why was my payment refused?", "en", "personal"),
        ("I'm Anna, can I return shoes?", "en", "personal"),
        ("I bought shoes, may I return them?", "en", "personal"),
        ("Does Mr. Miller work for you?", "en", "personal"),
        ("Can I return it after 30 days?", "en", "reference"),
        ("And how much is shipping?", "en", "reference"),
        ("What about Norway and Sweden?", "en", "reference"),
        ("How much is the red one?", "en", "reference"),
        ("Do you also ship to Norway?", "en", "reference"),
        ("Are you open tomorrow?", "en", "time"),
        ("Do you open on Sunday?", "en", ""),
        ("What does it cost next week?", "en", "time"),
        ("Where is order A100002?", "en", "identifies"),
        ("Is anna@example.com registered?", "en", "identifies"),
        ("Is 0800 555 010 yours?", "en", "identifies"),
        ("how long?", "en", "length"),
        ("Wie lange dauert der Versand?", "de", ""),
        ("Wie kann ich meine PIN ändern?", "de", ""),
        ("Wo ist meine Bestellung?", "de", "personal"),
        ("Ich bin Anna, was kostet der Versand?", "de", "personal"),
        ("Und was kostet der Versand?", "de", "reference"),
        ("Kann ich es zurückgeben?", "de", "reference"),
        ("Wie teuer ist das?", "de", "reference"),
        ("Haben Sie heute geöffnet?", "de", "time"),
        ("Combien coûte la livraison ?", "fr", "language"),
    ],
)  # fmt: skip
def test_a_question_stands_alone_or_something_speaks_against_it(
    question: str, language: str, why: str
) -> None:
    """The reason goes into no text; it says which rule has spoken."""
    assert why_not_alone(question, language) == why


def test_most_questions_of_customers_stand_alone() -> None:
    """Of those that were written without this rule in mind."""
    asked = [pair for pair in paraphrases() if not pair.is_held]
    alone = [pair for pair in asked if not why_not_alone(pair.one, pair.language)]
    assert len(alone) / len(asked) >= 0.85


def test_a_greeting_says_nothing_that_an_answer_rests_on() -> None:
    """Anything more may."""
    assert is_greeting("Hi there!", "en")
    assert is_greeting("Guten Tag", "de")
    assert not is_greeting("Hi, I live in Norway", "en")
    assert not is_greeting("hello", "fr")
