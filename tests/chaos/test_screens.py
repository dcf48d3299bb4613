"""Screens are judged: each kind of wrong, planted among good sights."""

from dataclasses import replace

import pytest

from tests.chaos.evidence import Evidence, Sent, Sighting
from tests.chaos.screens import judge_screen, screened
from tests.chaos.test_oracle import good
from tests.chaos.wrongs import Wrong

ADA = "+491700000001"
FIRST = Sighting(ADA, "web-1/bot/t1.0.0", "Hello", at=10.0)
SECOND = Sighting(ADA, "web-1/bot/t2.0.0", "Goodbye (1/2)", at=20.0)
REST = replace(SECOND, text="and thanks (2/2)", at=21.0)


def seen(*screen: Sighting, opted_out_at: float | None = None) -> Evidence:
    return replace(good(), screen=screen, opted_out_at=opted_out_at)


def test_what_was_sent_and_seen_once_and_in_order_is_fine() -> None:
    """In two parts, too. A conversation on the web has no screen of a provider's."""
    assert list(judge_screen(seen(FIRST, SECOND, REST))) == []
    assert list(judge_screen(good())) == []


@pytest.mark.parametrize(
    ("screen", "wrong"),
    [
        ((FIRST,), Wrong.LOST),
        ((FIRST, SECOND, replace(SECOND, at=22.0)), Wrong.DOUBLED),
        ((replace(FIRST, at=30.0), SECOND), Wrong.OUT_OF_ORDER),
        ((FIRST, SECOND, replace(SECOND, delivery_id="web-2/bot/t1.0.0")), Wrong.WRONG_ADDRESS),
        ((FIRST, SECOND, replace(SECOND, delivery_id="")), Wrong.WRONG_ADDRESS),
    ],
)
def test_each_kind_of_wrong_is_found(screen: tuple[Sighting, ...], wrong: Wrong) -> None:
    """By what somebody would have seen, whatever our own records say."""
    assert [kind for kind, _ in judge_screen(seen(*screen))] == [wrong]


def test_what_failed_must_not_be_seen() -> None:
    """Else the records are wrong."""
    evidence = seen(FIRST, SECOND)
    evidence.ledger = (Sent("bot", "t1.0.0", "failed"), Sent("bot", "t2.0.0", "sent"))

    assert [kind for kind, _ in judge_screen(evidence)] == [Wrong.DISAGREEING]


def test_nothing_is_seen_after_an_opt_out() -> None:
    """But for what was with the provider by then."""
    assert list(judge_screen(seen(FIRST, SECOND, opted_out_at=15.0))) == []
    late = list(judge_screen(seen(FIRST, replace(SECOND, at=30.0), opted_out_at=15.0)))

    assert [kind for kind, _ in late] == [Wrong.AFTER_OPT_OUT]


def test_what_nobody_can_tell_is_counted() -> None:
    """Whether it was seen or not: only the double knows."""
    evidence = seen(FIRST)
    evidence.ledger = (Sent("bot", "t1.0.0", "unknown"), Sent("bot", "t2.0.0", "unknown"))

    assert list(judge_screen(evidence)) == []
    assert screened(evidence) == {"unknown, seen": 1, "unknown, not seen": 1}
