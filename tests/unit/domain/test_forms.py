"""Answers to a form, as a transcript reads them again."""

from domain.forms import Form, FormAnswers, FormField

FORM = Form(
    flow="intake",
    fields=(
        FormField(name="day", label="Which day?"),
        FormField(name="guests", label="Guests"),
        FormField(name="note", label="Anything else?", optional=True),
    ),
)
QUESTIONS = {field.name: field.label for field in FORM.fields}


def test_answers_are_found_behind_their_questions() -> None:
    """What was left empty has no line."""
    sent = FormAnswers(flow="intake", values={"day": "next  Friday", "guests": "4: two\nare small"})

    assert FORM.answers_in(sent.in_lines(QUESTIONS)) == (
        ("Which day?", "next Friday"),
        ("Guests:", "4: two are small"),
    )


def test_other_words_are_no_answers() -> None:
    """Whoever writes instead of filling in the form is quoted as they wrote."""
    for said in ("Friday", "Which day? Friday\nand thank you", ""):
        assert FORM.answers_in(said) == ()
