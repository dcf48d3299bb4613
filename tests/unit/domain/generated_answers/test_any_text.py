"""Any text at all is read without an error, wherever a model splits it."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.channel_addresses import Channel
from domain.generated_answers.checks import Rules, checked
from domain.generated_answers.drafts import GrowingDraft
from domain.generated_answers.fences import Fence
from domain.generated_answers.grounding import grounding_of
from domain.generated_answers.hostile_text import speaks_to_models
from domain.generated_answers.links import AllowedLinks, forbidden_links
from domain.generated_answers.sentences import sentences_of, whole_sentences
from domain.generated_answers.verdicts import Guard
from domain.knowledge import Passage
from tests.support import in_a_moment

SIGNS = " \n\t.,:;!?-'\"()[]{}<>/\\@#%&€$0123456789\u00b2\u2160\u0661\u200b\u202e\u00a0\u2028\x00"
TEXTS = st.text(st.sampled_from(SIGNS + "abAB\u00e4\u00dfhtpwuw") | st.characters(), max_size=60)


@given(TEXTS)
@example("\u00b2 Uhr, 12.5 Uhr, 1.000.000 am")
@example("http://[::1 https://a:999999/ mailto:@ a@b.c")
def test_any_text_is_checked(text: str) -> None:
    """As an answer, as a document and as both."""
    passage = Passage(document_id="d", title=text, heading=text, text=text, score=1.0)
    checked(text, (), {"p1": passage}, Rules(banned=("ab",), instructions=text, nonce="n"))
    grounding_of("It costs 4.90 EUR.", [passage])
    speaks_to_models(text)
    forbidden_links(text, AllowedLinks(addresses=(text, "https://acme.example/help")))
    assert f"{Fence('n0nce').cleaned(text)}".count("<<") == 0


@given(TEXTS)
def test_sentences_stand_where_they_are_said_to(text: str) -> None:
    """Each by its characters, in order, and none twice."""
    found = sentences_of(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert text.startswith(whole_sentences(text))


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_pieces_may_split_anywhere(size: int) -> None:
    """What is shown grows by whole sentences, and never shrinks."""
    text = "Delivery costs 4.90 EUR. You may return goods by 3 p.m. on Friday. It is free."
    passage = Passage(document_id="d", title="t", heading="", text=text, score=1.0)
    draft = GrowingDraft({"p1": passage}, Rules())
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    shown = [draft.shown for piece in pieces if draft.add(piece)]
    assert not draft.verdicts
    assert draft.text == text
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(shown))
    assert all(text.startswith(one) for one in shown)


def test_a_model_that_does_not_stop_is_stopped_at_what_may_be_said() -> None:
    """More is refused in the end, and until then each piece would take a worker's time."""
    passage = Passage(document_id="d", title="t", heading="", text="It is free. " * 60, score=1.0)
    draft = GrowingDraft({f"p{n}": passage for n in range(8)}, Rules(channel=Channel.SMS))
    with in_a_moment():
        for letter in "It is free. " * 1_000:
            draft.add(letter)
            if draft.verdicts:
                break
    assert len(draft.text) == Rules(channel=Channel.SMS).longest + 1
    assert [one.guard for one in draft.verdicts] == [Guard.LENGTH]


def test_a_wrong_sentence_is_never_shown_wherever_it_stands() -> None:
    """Each is checked as it ends, those before it no more."""
    passage = Passage(document_id="d", title="t", heading="", text="It is free.", score=1.0)
    draft = GrowingDraft({"p1": passage}, Rules())
    for piece in ("It is free. ", "It is free. ", "You pay 9 EUR. ", "It is free. "):
        draft.add(piece)
    assert draft.shown == "It is free. It is free."
    assert [one.sentence for one in draft.verdicts] == [3]
