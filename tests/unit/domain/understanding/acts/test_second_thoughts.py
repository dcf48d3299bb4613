"""Second thoughts take a wish back without denying it."""

import pytest

from domain.understanding.acts.late_refusals import drops_what_runs, turns_down

WISH = frozenset({"refund", "retur", "erstatt", "zurückgeb"})
TAKEN_BACK = """
refund it, please. On second thought, the mug is fine for me
can I return it? Hm, I think I'll give it to a friend instead
return it, no wait, my wife wants it
please refund it. Sorry, wrong chat
bitte erstatten... obwohl, die Tasse ist doch schön
ich will sie zurückgeben, ach, ist mir zu umständlich
"""
STANDS = """
refund it, please. You know what I paid with?
on second thought, please refund it
return it. Oh wait, my order number is A100003
I want to return it. Hang on, it is also broken
ich will sie zurückgeben. Weißt du was, sie ist kaputt
"""
LETS_GO = (
    "you know what, I'll hold on to it|let's not do this after all|no need, my sister takes it"
)
MAY_ANSWER = (
    "not on Friday|egal|no|my sister would like one too|hm, I'm not sure yet|nicht am Freitag"
)


@pytest.mark.parametrize("text", TAKEN_BACK.strip().splitlines())
def test_a_second_thought_takes_the_wish_back(text: str) -> None:
    assert turns_down(text, WISH)


@pytest.mark.parametrize("text", STANDS.strip().splitlines())
def test_what_adds_to_the_wish_leaves_it(text: str) -> None:
    assert not turns_down(text, WISH)


@pytest.mark.parametrize("text", LETS_GO.split("|"))
def test_what_runs_is_let_go(text: str) -> None:
    assert drops_what_runs(text, WISH)


@pytest.mark.parametrize("text", MAY_ANSWER.split("|"))
def test_what_may_answer_lets_nothing_go(text: str) -> None:
    assert not drops_what_runs(text, WISH)
