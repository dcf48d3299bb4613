"""Words that can be stored and shown, however they were split, and never without end."""

from domain.language_models.requests import ModelDocument, ModelMessage, Speaker
from infra.hosted_models.clean_words import CleanWords, estimated, readable, spoken
from tests.unit.domain.language_models.test_stream import ASKED


def clean(*pieces: str) -> str:
    words = CleanWords(ASKED)
    return "".join(words.add(piece) for piece in pieces) + words.end()


def test_halves_of_a_character() -> None:
    r"""A server may write `\ud83d` in one piece, and `\ude42` in the next."""
    assert clean("a\ud83d", "\ude42b") == "a🙂b"
    assert clean("a\ud83d", "", "\ude42b") == "a🙂b"
    assert clean("a\ud83d\ude42b") == "a🙂b"
    assert clean("a\ud83d") == "a?"
    assert clean("\ude42a\ud83db") == "?a?b"
    assert clean("\ud83d", "\ud83d", "x") == "??x"


def test_what_cannot_be_stored() -> None:
    """PostgreSQL takes no NUL."""
    assert clean("a\x00b", "\x00") == "ab"


def test_a_server_that_minds_no_limit() -> None:
    """Sixteen characters a token are more than any text has."""
    words = CleanWords(ASKED.model_copy(update={"most_tokens": 2}))
    assert words.add("x" * 30) == "x" * 30
    assert not words.is_endless
    assert words.add("y" * 30) == "yy"
    assert words.is_endless
    assert words.add("z") == ""


def test_an_estimate() -> None:
    """Rounded up, and marked."""
    usage = estimated(ASKED, 5)
    assert (usage.input_tokens, usage.output_tokens, usage.is_estimated) == (3, 2, True)


def test_what_is_sent() -> None:
    """Halves of pairs would break the request, and vendors refuse empty messages."""
    blank = ModelMessage(speaker=Speaker.BOT, text=" \n")
    odd = ModelMessage(speaker=Speaker.CUSTOMER, text="a\ud83d b\ud83d\ude42")
    request = ASKED.model_copy(
        update={
            "messages": (blank, odd),
            "documents": (ModelDocument(document_id="d", title="\ud83d", text=""),),
        }
    )
    assert [each.text for each in spoken(request)] == ["a? b🙂"]
    assert [(each.title, each.text) for each in readable(request)] == [("?", "-")]
