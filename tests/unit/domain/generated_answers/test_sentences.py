"""Sentences of a text that grows: none that has ended is overlooked."""

import pytest

from domain.generated_answers.sentences import may_have_ended, whole_sentences


@pytest.mark.parametrize(
    "text",
    [
        "Returns take 14 days. Send them to us, e.g. by post. Is that all? Yes!",
        "We open at 9 a.m. on 1. January 2027. The shop (in Leeds.) is closed.",
        "You may:\n- return it\n- keep it\n\nAnything else costs 4.90 EUR.",
        'She said "no." Then "yes!" And 3.5 kg are too heavy... Or not?',
        "one sentence that never ends, and has no sign at all",
        "word " * 400,
        "Erst lesen. Dann fragen! Am 31. Januar schließen wir.\tEnde.",
    ],
)
def test_a_sentence_that_has_ended_is_looked_for(text: str) -> None:
    """Whatever is shown anew, the text since the last sentence has said that it might be."""
    shown = ""
    looked = 0
    for end in range(1, len(text) + 1):
        whole = whole_sentences(text[:end])
        looks = may_have_ended(text[len(shown) : end])
        looked += looks
        if len(whole) > len(shown):
            assert looks
            shown = whole
    assert looked < len(text)
