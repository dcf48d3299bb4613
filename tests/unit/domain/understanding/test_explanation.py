"""Reasons for how a message was understood: bounded, and in words."""

import pytest

from domain.dialogue.state import DialogueState
from domain.turns import Findings, StepResult
from domain.understanding.explanation import Reason, as_detail, as_rows, explained
from domain.understanding.model import Explanation, IntentScore, NearExample, Recognised

SCORES = tuple(IntentScore(intent=f"intent_{n}", confidence=0.5 / (n + 1)) for n in range(5))
NEAR = tuple(NearExample(text="x" * 500, intent="intent_0", likeness=0.91234) for _ in range(9))


def why(*, intent: str | None = "intent_0", recognised: Recognised | None = None) -> Explanation:
    """Of "track my ordr", read with its spelling mended."""
    found = recognised or Recognised(scores=SCORES, nearest=NEAR, respelled="track my order")
    need = explained("track my ordr", intent, found.scores, found, is_answer=False, threshold=0.35)
    return Explanation(locale="en", signs={"en": 1.0}, needs=(need,))


def test_it_is_bounded() -> None:
    """It is stored with every turn."""
    (need,) = why().needs
    assert (len(need.scores), len(need.nearest), len(need.nearest[0].text)) == (3, 3, 80)
    assert len(why().model_dump_json()) < 1_000


def test_it_says_what_was_respelled_and_what_it_is_like() -> None:
    """In rows for the command line, and in short values for the desk."""
    rows = as_rows(why())
    detail = as_detail(why().model_dump(mode="json"))

    assert ("respelled", "ordr → order") in rows
    assert ("intent", "intent_0 (the likeliest)") in rows
    assert detail["need 1"]["respelled"] == {"ordr": "order"}
    assert detail["need 1"]["scores"]["intent_0"] == 0.5


def test_a_word_that_became_two_moves_no_other() -> None:
    """Each slip stands beside its own correction; an order number is none."""
    read = Recognised(scores=SCORES, respelled="where is order order id")
    need = explained("wheres ordr A100002", "a", SCORES, read, is_answer=False, threshold=0.35)
    assert need.respelled == (("wheres", "where"), ("ordr", "order"))


def test_the_desk_is_shown_the_intent_and_nothing_empty() -> None:
    """An agent sees what was taken, and no heading without anything under it."""
    plain = why(intent=None, recognised=Recognised(scores=SCORES))
    detail = as_detail(plain.model_dump(mode="json"))
    assert detail["need 1"]["intent"] is None
    assert not {"nearest", "respelled"} & set(detail["need 1"])


@pytest.mark.parametrize(
    ("intent", "recognised", "reason"),
    [
        (None, Recognised(scores=SCORES), Reason.OUT_OF_SCOPE),
        ("a", Recognised(scores=(IntentScore(intent="a", confidence=1.0),)), Reason.EXAMPLE),
        (None, Recognised(), Reason.NO_EXAMPLES),
        ("intent_0", Recognised(scores=SCORES), Reason.LIKELIEST),
    ],
)
def test_it_names_the_reason(intent: str | None, recognised: Recognised, reason: Reason) -> None:
    """Also for what was refused."""
    assert why(intent=intent, recognised=recognised).needs[0].reason == reason


def test_it_is_stored_with_a_step_and_not_handed_to_the_workflow() -> None:
    """A step that comes after what was only read stores it, too."""
    result = StepResult(
        commands=(), state=DialogueState(name="c", channel="web"), explanation=why()
    )
    later = result.model_copy(update={"explanation": None}).after(
        Findings(explanation=result.findings().explanation)
    )

    assert later.explanation == why()
    assert result.without_words().explanation is None
