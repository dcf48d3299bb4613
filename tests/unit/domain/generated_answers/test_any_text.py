"""Any text at all is read without an error, wherever a model splits it."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.generated_answers.checks import Rules, checked
from domain.generated_answers.drafts import GrowingDraft
from domain.generated_answers.fences import Fence
from domain.generated_answers.grounding import grounding_of
from domain.generated_answers.hostile_text import speaks_to_models
from domain.generated_answers.links import AllowedLinks, forbidden_links
from domain.generated_answers.sentences import sentences_of, whole_sentences
from domain.knowledge import Passage

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
