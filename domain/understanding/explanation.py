"""Reasons for how a message was understood: kept with its turn, for operators and agents."""

from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from domain.understanding.language.detection import language_of, signs_of
from domain.understanding.model import (
    Explanation,
    IntentScore,
    NearExample,
    NeedExplained,
    Recognised,
)
from domain.understanding.preprocess import words_of

MOST_NEEDS, MOST_EXAMPLES, MOST_SCORES = 4, 3, 3
_LONGEST, _MOST_RESPELLED, _MOST_WORDS = 80, 5, 40


class Reason(StrEnum):
    """Why a part has the intent that it has, or none."""

    EXAMPLE = "example"
    """It is an example of the bot, word for word."""
    LIKELIEST = "likeliest"
    ANSWER = "answer"
    """It only answers what was asked: there is no intent to look for."""
    OUT_OF_SCOPE = "out_of_scope"
    """Even the likeliest together are less probable than the threshold."""
    NO_EXAMPLES = "no_examples"
    """There is nothing to compare it with."""
    PROPOSED = "proposed"
    """A language model has proposed it."""


def explained(
    text: str,
    intent: str | None,
    scores: Sequence[IntentScore],
    recognised: Recognised,
    *,
    is_answer: bool,
    threshold: float,
) -> NeedExplained:
    """Of one part of a message."""
    return NeedExplained(
        text=text[:_LONGEST],
        intent=intent,
        reason=_reason(intent, scores, recognised, is_answer=is_answer),
        threshold=round(threshold, 2),
        scores=tuple(_rounded(score) for score in scores[:MOST_SCORES]),
        nearest=tuple(_short(one) for one in recognised.nearest[:MOST_EXAMPLES]),
        respelled=_respelled(text, recognised.respelled),
    )


def language_signs(text: str, locales: Sequence[str]) -> dict[str, float]:
    """How much spoke for each of the tenant's languages."""
    spoken = {language_of(locale) for locale in locales}
    return {language: weight for language, weight in signs_of(text).items() if language in spoken}


def as_rows(explanation: Explanation) -> list[tuple[str, str]]:
    """A label and what is to be said under it, in the order of the message."""
    signs = ", ".join(f"{name} {weight:g}" for name, weight in explanation.signs.items())
    rows = [("language", explanation.locale + (f" (signs: {signs})" if signs else ""))]
    for place, need in enumerate(explanation.needs, start=1):
        several = f" {place}" if len(explanation.needs) > 1 else ""
        rows.append((f"need{several}", need.text))
        rows.append(("intent", f"{need.intent or 'none'} ({said_of(need)})"))
        rows += [("score", f"{one.confidence:.2f}  {one.intent}") for one in need.scores]
        rows += [("near", f"{one.likeness:.2f}  {one.intent}: {one.text}") for one in need.nearest]
        rows += [("respelled", f"{wrong} → {right}") for wrong, right in need.respelled]
    return rows


def as_detail(explanation: dict[str, Any]) -> dict[str, Any]:
    """What was stored, as the desk shows it: names and short values, and the reason also as a code
    that the page says in the agent's language."""
    stored = Explanation.model_validate(explanation)
    needs = [
        {
            "need": need.text,
            "intent": need.intent,
            "why": said_of(need),
            "reason_code": need.reason,
            "sure": _together(need),
            "threshold": need.threshold,
            "scores": {one.intent: round(one.confidence, 2) for one in need.scores},
            "nearest": {one.text: round(one.likeness, 2) for one in need.nearest},
            "respelled": dict(need.respelled),
        }
        for need in stored.needs
    ]
    parts = {
        f"need {place}": {name: value for name, value in need.items() if value != {}}
        for place, need in enumerate(needs, start=1)
    }
    return {"language": stored.locale, "signs": stored.signs, **parts}


def said_of(need: NeedExplained) -> str:
    """The reason in words."""
    sure, needed = _together(need), need.threshold
    return {
        Reason.EXAMPLE: "an example, word for word",
        Reason.LIKELIEST: "the likeliest",
        Reason.ANSWER: "answers what was asked",
        Reason.OUT_OF_SCOPE: f"the best together have {sure:.2f}, less than {needed}",
        Reason.NO_EXAMPLES: "there is no example to compare it with",
        Reason.PROPOSED: f"proposed by {need.proposed_by}",
    }[Reason(need.reason)]


def _together(need: NeedExplained) -> float:
    """How probable the likeliest are, added up."""
    return round(sum(one.confidence for one in need.scores), 2)


def _reason(
    intent: str | None, scores: Sequence[IntentScore], recognised: Recognised, *, is_answer: bool
) -> Reason:
    if is_answer:
        return Reason.ANSWER
    if not scores:
        return Reason.NO_EXAMPLES
    if intent is None:
        return Reason.OUT_OF_SCOPE
    is_example = len(recognised.scores) == 1 and recognised.scores[0].confidence == 1.0
    return Reason.EXAMPLE if is_example else Reason.LIKELIEST


def _respelled(text: str, meant: str | None) -> tuple[tuple[str, str], ...]:
    if meant is None:
        return ()
    said, read = words_of(text)[:_MOST_WORDS], words_of(meant)[:_MOST_WORDS]
    new = [word for word in read if word not in said]
    # By likeness and not by place: "wheres" becomes two words, and an order number is no slip.
    pairs = (
        (word, like[0])
        for word in said
        if word not in read and (like := get_close_matches(word, new, n=1))
    )
    return tuple(pairs)[:_MOST_RESPELLED]


def _rounded(score: IntentScore) -> IntentScore:
    return score.model_copy(update={"confidence": round(score.confidence, 3)})


def _short(example: NearExample) -> NearExample:
    return example.model_copy(
        update={"text": example.text[:_LONGEST], "likeness": round(example.likeness, 3)}
    )
