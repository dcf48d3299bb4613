"""Free times and visits: booked once, cancelled, and free again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from example_practice.app import create_app
from example_practice.settings import PracticeSettings

ADMIN = {"Authorization": "Bearer admin-key"}
GRACE = {"name": "Grace Hopper", "phone": "+493012345678"}


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[TestClient]:
    settings = PracticeSettings(
        database=tmp_path / "practice.db",
        api_key=SecretStr("secret-key"),
        admin_key=SecretStr("admin-key"),
    )
    with TestClient(create_app(settings), headers={"Authorization": "Bearer secret-key"}) as client:
        yield client


def _free(practice: TestClient) -> list[str]:
    return [one["starts_at"] for one in practice.get("/free-times?most=50").json()["times"]]


def _book(practice: TestClient, starts_at: str, key: str) -> Any:
    body = {"starts_at": starts_at, **GRACE}
    return practice.post("/visits", json=body, headers={"Idempotency-Key": key})


def test_a_key_books_once(practice: TestClient) -> None:
    first = _free(practice)[0]

    booked, again = _book(practice, first, "run:visit"), _book(practice, first, "run:visit")

    assert booked.status_code == 201
    assert again.json() == booked.json()
    assert first not in _free(practice)
    assert practice.get("/visits/by-key?key=run:visit").json() == booked.json()


def test_a_time_is_booked_by_one(practice: TestClient) -> None:
    """
    And a time that was never offered by nobody.
    """
    first = _free(practice)[0]
    _book(practice, first, "one")

    taken = _book(practice, first, "other")
    never = _book(practice, "2020-01-01T03:00:00+01:00", "third")

    assert (taken.status_code, taken.json()["code"]) == (409, "time_taken")
    assert never.status_code == 409


def test_a_cancelled_visit_frees_its_time(practice: TestClient) -> None:
    first = _free(practice)[0]
    visit = _book(practice, first, "one").json()

    cancelled = practice.post(f"/visits/{visit['visit_id']}/cancel")

    assert cancelled.json()["status"] == "cancelled"
    assert first in _free(practice)
    assert practice.post("/visits/V-0123456789ab/cancel").json()["code"] == "visit_not_found"


def test_an_added_time_can_be_booked_to_the_second(practice: TestClient) -> None:
    moment = (datetime.now(UTC) + timedelta(days=1, seconds=15)).replace(microsecond=0)
    practice.post("/admin/times", json={"starts_at": moment.isoformat()}, headers=ADMIN)

    booked = _book(practice, moment.isoformat(), "one")

    assert datetime.fromisoformat(booked.json()["starts_at"]) == moment
    [visit] = practice.get("/admin/visits", headers=ADMIN).json()["visits"]
    assert visit["visit_id"] == booked.json()["visit_id"]


def test_nobody_comes_in_without_the_key(practice: TestClient) -> None:
    for path in ("/free-times", "/admin/visits"):
        assert practice.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_mistakes_are_named(practice: TestClient) -> None:
    wrong = practice.post(
        "/visits",
        json={"starts_at": "soon", "name": "", "phone": "call me"},
        headers={"Idempotency-Key": "one"},
    )

    assert wrong.status_code == 422
    assert wrong.headers["content-type"] == "application/problem+json"
    assert "body.phone" in wrong.json()["detail"]


def test_a_visit_is_moved_in_one_step(practice: TestClient) -> None:
    """
    Its old time is free again, and doing it twice is the same as once.
    """
    first, second = _free(practice)[:2]
    visit_id = _book(practice, first, "one").json()["visit_id"]

    for _ in range(2):
        moved = practice.post(f"/visits/{visit_id}/move", json={"starts_at": second})
        assert (moved.status_code, moved.json()["starts_at"]) == (200, second)

    assert first in _free(practice)
    assert second not in _free(practice)
    assert practice.get(f"/visits/{visit_id}").json() == moved.json()


def test_nothing_is_moved_to_where_somebody_is(practice: TestClient) -> None:
    """
    Nor is a visit that was cancelled.
    """
    first, second = _free(practice)[:2]
    one = _book(practice, first, "one").json()["visit_id"]
    other = _book(practice, second, "other").json()["visit_id"]

    taken = practice.post(f"/visits/{one}/move", json={"starts_at": second})
    practice.post(f"/visits/{other}/cancel")
    over = practice.post(f"/visits/{other}/move", json={"starts_at": first})

    assert (taken.status_code, taken.json()["code"]) == (409, "time_taken")
    assert (over.status_code, over.json()["code"]) == (410, "visit_over")
