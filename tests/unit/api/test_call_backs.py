"""Call-backs over the API: claimed and returned, and nothing else."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from domain.desk.settings import DeskSettings, Disposition
from domain.handoffs import Handoff, HandoffKind, HandoffStatus
from tests.unit.api.conftest import staff
from tests.unit.api.doubles import Doubles, a_bot
from tests.unit.api.recording import NOW

CALL = "/v1/tenants/acme/handoffs/callback-t1-1"


@pytest.fixture
def doubles() -> Doubles:
    doubles = Doubles()
    known = {"sold": Disposition(label="Sold")}
    doubles.bots.put(a_bot(desk=DeskSettings(dispositions=known, disposition_required=True)))
    doubles.handoffs.handoffs = [
        Handoff(
            handoff_id="callback-t1-1",
            tenant_id="acme",
            conversation_id="web-1",
            kind=HandoffKind.CALL_BACK,
            contact="+49 170 1234567",
            queue="returns",
            status=HandoffStatus.CLAIMED,
            assigned_agent="Ann",
            opened_at=NOW,
        )
    ]
    return doubles


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("messages", {"message_id": "m-1", "text": "Hello"}),
        ("resolve", {"disposition": "sold"}),
        ("transfer", {"to_bot": True}),
        ("hold", {"on": True}),
        ("snooze", {"until": None}),
    ],
)
def test_a_call_is_no_chat(client: TestClient, doubles: Doubles, action: str, body: Any) -> None:
    """
    The reason says what there is to do: to call, and whom.
    """
    refused = client.post(f"{CALL}/{action}", headers=staff("agent"), json=body)

    assert refused.status_code == 409
    assert "call +49 170 1234567, then return it" in refused.json()["detail"]
    assert doubles.conversations.calls == []


@pytest.mark.parametrize(
    ("disposition", "answered"), [("sold", 204), ("not_reached", 204), ("lost", 422), ("", 422)]
)
def test_it_is_returned_also_where_nobody_answered(
    client: TestClient, doubles: Doubles, disposition: str, answered: int
) -> None:
    """
    "Not reached" needs no place among the tenant's own dispositions: it has it tried again.
    """
    body = {"disposition": disposition}

    assert client.post(f"{CALL}/claim", headers=staff("agent")).status_code == 200
    returned = client.post(f"{CALL}/return", headers=staff("agent"), json=body)

    assert returned.status_code == answered
