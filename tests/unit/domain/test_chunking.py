"""Cutting documents into chunks and sentences."""

from itertools import pairwise

import pytest

from domain.chunking import (
    MAX_SENTENCE,
    MAX_WORDS,
    MOST_SENTENCES,
    chunks_of,
    split_sentences,
    text_to_embed,
)
from domain.errors import ConfigurationError
from domain.knowledge import KnowledgeDocument, Section

DOCUMENT = KnowledgeDocument(document_id="shipping", title="Shipping", body="", content_hash="h")


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("It costs 4.90 EUR. It is free above 60 EUR.", 2),
        ("Ask Dr. Lovelace, e.g. by mail. She answers.", 2),
        ('Choose "Cancel." Then wait.', 2),
        ("Is it free? Yes! Always.", 3),
        ("One without an end", 1),
        ("", 0),
    ],
)
def test_sentences_are_cut_where_they_end(paragraph: str, sentences: int) -> None:
    """
    An answer quotes whole sentences; a price or an abbreviation is no end of one.
    """
    found = split_sentences(paragraph)
    assert len(found) == sentences
    assert " ".join(found) == paragraph


def test_each_section_is_a_chunk_that_knows_its_headings() -> None:
    """
    Citations name document and heading, and a question may ask in the heading's words.
    """
    sections = [
        Section(heading="", paragraphs=("We ship daily.",)),
        Section(heading="Costs", paragraphs=("It costs 4.90 EUR.", "It is free above 60 EUR.")),
    ]
    first, second = chunks_of(DOCUMENT, sections)
    assert (first.heading, second.heading, second.position) == ("", "Costs", 1)
    assert [s.text for s in second.sentences] == ["It costs 4.90 EUR.", "It is free above 60 EUR."]
    assert text_to_embed(first) == "Shipping.\nWe ship daily."
    assert text_to_embed(second).startswith("Shipping: Costs.\nIt costs")


def test_a_long_section_is_cut_into_chunks_that_overlap() -> None:
    """
    The model reads no more than 256 tokens, and a fact at the cut must stand in one piece.
    """
    sentences = [f"Sentence {number} {'word ' * 20}ends." for number in range(30)]
    chunks = chunks_of(DOCUMENT, [Section(heading="Long", paragraphs=tuple(sentences))])
    assert len(chunks) > 3
    assert all(len(chunk.text.split()) <= MAX_WORDS for chunk in chunks)
    for before, after in pairwise(chunks):
        assert before.sentences[-1].text == after.sentences[0].text


def test_a_sentence_longer_than_a_chunk_is_kept_whole() -> None:
    """
    Better one long chunk than a quotation that breaks off.
    """
    sentence = "word " * (MAX_WORDS + 50) + "end."
    chunks = chunks_of(DOCUMENT, [Section(heading="", paragraphs=("Short one.", sentence))])
    assert chunks[-1].sentences[-1].text == " ".join(sentence.split())


@pytest.mark.parametrize("text", ["word " * 5_000, "x" * 20_000, "Nr. A. " * 3_000])
def test_what_has_no_end_is_quoted_in_parts(text: str) -> None:
    """
    A table without full stops would else be one sentence, and that the whole answer.
    """
    sentences = split_sentences(text)
    assert max(map(len, sentences)) <= MAX_SENTENCE
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_a_document_in_too_many_pieces_is_refused() -> None:
    """
    Each is embedded by itself: fifty thousand of four letters would take a worker minutes.
    """
    most = Section(heading="", paragraphs=("Row.",) * MOST_SENTENCES)
    one_more = Section(heading="", paragraphs=("Row.",))
    assert chunks_of(DOCUMENT, [most])
    with pytest.raises(ConfigurationError, match="split this one"):
        chunks_of(DOCUMENT, [most, one_more])
