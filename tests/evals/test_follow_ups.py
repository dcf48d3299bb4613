"""Questions that rest on the answer before them: "what does that cost from Austria?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from activities.answer_finder import AnswerFinder
from domain.follow_ups import EarlierAnswer, FollowUp
from domain.knowledge import Answer
from domain.understanding.references_back import resting
from tests.evals.conftest import Tell
from tests.evals.questions import Examiner
from tests.integration.knowledge.dates import NOW

HERE = Path(__file__).parent
LEAST_RIGHT, MOST_WRONG = 0.77, 0.06
LEAST_RIGHT_HELD_OUT, MOST_WRONG_HELD_OUT = 0.88, 0.046


class Pair(BaseModel):
    """Two questions of one conversation; without `quotes` the second has no answer."""

    model_config = ConfigDict(extra="forbid")

    after: str
    ask: str
    quotes: tuple[str, ...] = ()
    """Any of these is right."""
    language: str = "en"


@dataclass(frozen=True)
class Judged:
    pair: Pair
    answer: Answer | None

    @property
    def is_right(self) -> bool:
        if self.answer is None or not self.pair.quotes:
            return self.answer is None and not self.pair.quotes
        said = self.answer.text.casefold()
        return any(each.casefold() in said for each in self.pair.quotes)

    @property
    def is_wrong(self) -> bool:
        return self.answer is not None and not self.is_right


async def _judged(acme: Examiner, file: str) -> list[Judged]:
    finder = AnswerFinder(acme.embedder, acme.retriever, acme.answerer)
    pairs = [Pair.model_validate(one) for one in YAML(typ="safe").load(HERE / file)]

    async def answer(question: str, follow_up: FollowUp | None = None) -> Answer | None:
        return await finder.find(acme.tenant, question, NOW, [], follow_up=follow_up)

    judged = []
    for pair in pairs:
        before = await answer(pair.after)
        earlier = EarlierAnswer.at(before.citations) if before else None
        rests = resting(pair.ask, pair.language)
        follow_up = FollowUp(earlier=earlier, resting=rests) if earlier else None
        judged.append(Judged(pair, await answer(pair.ask, follow_up)))
    return judged


def _report(name: str, judged: Sequence[Judged]) -> str:
    right = sum(one.is_right for one in judged)
    wrong = [one for one in judged if one.is_wrong]
    lines = [f"{name}: {right} of {len(judged)} right, {len(wrong)} wrong"]
    lines += [
        f"  wrong    {one.pair.after} / {one.pair.ask}: {one.answer.text[:100]}"
        for one in wrong
        if one.answer
    ]
    lines += [
        f"  refused  {one.pair.after} / {one.pair.ask}"
        for one in judged
        if not one.is_right and not one.is_wrong
    ]
    return "\n".join(lines)


async def test_a_question_that_rests_on_an_answer_is_read_with_it(
    acme: Examiner, tell: Tell
) -> None:
    """
    Read alone, every fifth of them was answered with something about another thing.
    """
    judged = await _judged(acme, "follow_ups.yaml")
    tell(_report("follow_ups", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG * len(judged)


async def test_questions_that_nothing_was_tuned_on_rest_on_answers_as_well(
    acme: Examiner, tell: Tell
) -> None:
    """
    Right values were decided before any of them was tried.
    """
    judged = await _judged(acme, "follow_ups_holdout.yaml")
    tell(_report("follow_ups_holdout", judged))

    assert sum(one.is_right for one in judged) >= LEAST_RIGHT_HELD_OUT * len(judged)
    assert sum(one.is_wrong for one in judged) <= MOST_WRONG_HELD_OUT * len(judged)
