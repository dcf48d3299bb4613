"""The moment at which a send is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from workflows.conversation_state import OpenSend

SAID = datetime(2026, 12, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "may_be_out", "retry_after", "expected"),
    [
        (timedelta(0), False, None, timedelta(seconds=1)),
        (timedelta(0), True, MINUTE, MINUTE),
        (9.5 * MINUTE, True, MINUTE, 10 * MINUTE),
        (10 * MINUTE, True, MINUTE, 11 * MINUTE),
        (10 * MINUTE, True, 60 * MINUTE, 15 * MINUTE),
        (10 * MINUTE, False, 60 * MINUTE, 10 * MINUTE + timedelta(seconds=1)),
        (20 * MINUTE, True, MINUTE, 20 * MINUTE + timedelta(seconds=1)),
    ],
)
def test_the_next_attempt_is_when_the_provider_asks_for_it(
    after: timedelta, retry_after: timedelta | None, expected: timedelta, *, may_be_out: bool
) -> None:
    """Within ten minutes; only a look-up that is put off may come five minutes later."""
    send = OpenSend(delivery_id="d", since=SAID, attempts=1, may_be_out=may_be_out)
    send.try_later(SAID + after, retry_after)

    assert send.next_at == SAID + expected
