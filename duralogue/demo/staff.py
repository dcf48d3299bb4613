"""The tenant's people at the public API, and the example shop's own records."""

from typing import Any
from uuid import uuid4

import httpx

from duralogue.polling import eventually


class Colleague:
    """Somebody with a staff token."""

    def __init__(self, http: httpx.AsyncClient, tenant: str, token: str) -> None:
        self._http = http
        self._path = f"/v1/tenants/{tenant}"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def waiting_handoff(self, conversation_id: str) -> dict[str, Any]:
        return await self._found("handoffs", conversation_id)

    async def waiting_approval(self, conversation_id: str) -> dict[str, Any]:
        return await self._found("approvals", conversation_id)

    async def approvals_of(self, conversation_id: str) -> list[dict[str, Any]]:
        """Those that wait now."""
        waiting = await self._waiting("approvals")
        return [one for one in waiting if one["conversation_id"] == conversation_id]

    async def claim(self, handoff_id: str) -> httpx.Response:
        return await self._post(f"handoffs/{handoff_id}/claim")

    async def write(self, handoff_id: str, text: str) -> httpx.Response:
        body = {"message_id": uuid4().hex, "text": text}
        return await self._post(f"handoffs/{handoff_id}/messages", body)

    async def give_back(self, handoff_id: str) -> httpx.Response:
        return await self._post(f"handoffs/{handoff_id}/return", {"disposition": "solved"})

    async def take_over(self, conversation_id: str) -> httpx.Response:
        return await self._post(f"desk/conversations/{conversation_id}/take-over")

    async def act_on(self, handoff_id: str, action: str, body: dict[str, Any]) -> httpx.Response:
        """Transfer, hold, snooze, resolve; or write with what was seen."""
        return await self._post(f"handoffs/{handoff_id}/{action}", body)

    async def handoff(self, handoff_id: str) -> dict[str, Any]:
        return await self._read(f"handoffs/{handoff_id}")

    async def decided_approval(self, approval_id: str) -> dict[str, Any]:
        """The inbox's own record, which the conversation writes right after the decision."""

        async def look() -> dict[str, Any] | None:
            approval = await self._read(f"approvals/{approval_id}")
            return approval if approval["status"] != "waiting" else None

        return await eventually(look)

    async def approve(self, approval: dict[str, Any]) -> httpx.Response:
        body = {"approve": True, "digest": approval["digest"], "note": "fine"}
        return await self._post(f"approvals/{approval['approval_id']}/decision", body)

    async def repair(self, conversation_id: str, action: str) -> httpx.Response:
        body = {"repair_id": uuid4().hex, "action": action, "reason": "for a test"}
        return await self._post(f"conversations/{conversation_id}/repairs", body)

    async def service_level(self) -> str:
        """Who makes the answers: "hosted" models, or "extractive" ones."""
        levels = (await self._read("models/usage"))["levels"]
        return next((str(one["level"]) for one in levels if one["purpose"] == "answer"), "")

    async def _found(self, what: str, conversation_id: str) -> dict[str, Any]:
        async def look() -> dict[str, Any] | None:
            found = await self._waiting(what)
            return next((e for e in found if e["conversation_id"] == conversation_id), None)

        return await eventually(look)

    async def _read(self, path: str) -> dict[str, Any]:
        response = await self._http.get(f"{self._path}/{path}", headers=self._headers)
        response.raise_for_status()
        return dict(response.json())

    async def _waiting(self, what: str) -> list[dict[str, Any]]:
        response = await self._http.get(
            f"{self._path}/{what}", params={"status": "waiting"}, headers=self._headers
        )
        response.raise_for_status()
        return list(response.json()[what])

    async def _post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        return await self._http.post(f"{self._path}/{path}", json=body or {}, headers=self._headers)


class ShopOffice:
    """The shop's own administration: what it recorded, and how well it is."""

    def __init__(self, http: httpx.AsyncClient, key: str) -> None:
        self._http = http
        self._headers = {"Authorization": f"Bearer {key}"}

    async def refunds_of(self, order_id: str) -> list[dict[str, Any]]:
        response = await self._http.get("/admin/refunds", headers=self._headers)
        response.raise_for_status()
        return [refund for refund in response.json()["refunds"] if refund["order_id"] == order_id]

    async def fault(self, mode: str, *, delay_ms: int = 0) -> None:
        body = {"mode": mode, "delay_ms": delay_ms}
        response = await self._http.put("/admin/faults", json=body, headers=self._headers)
        response.raise_for_status()
