"""The dentist's practice as its own people see it: which times are free, and who comes when."""

from datetime import datetime
from typing import Any

import httpx


class PracticeOffice:
    """What the practice recorded; and it can offer a time beside the usual ones."""

    def __init__(self, http: httpx.AsyncClient, *, api_key: str, admin_key: str) -> None:
        self._http = http
        self._tools = {"Authorization": f"Bearer {api_key}"}
        self._admin = {"Authorization": f"Bearer {admin_key}"}

    async def free_times(self) -> list[datetime]:
        response = await self._http.get("/free-times", params={"most": 50}, headers=self._tools)
        response.raise_for_status()
        return [datetime.fromisoformat(one["starts_at"]) for one in response.json()["times"]]

    async def visits_of(self, name: str) -> list[dict[str, Any]]:
        response = await self._http.get("/admin/visits", headers=self._admin)
        response.raise_for_status()
        return [visit for visit in response.json()["visits"] if visit["name"] == name]

    async def offer(self, moment: datetime) -> None:
        """Make it a time that can be booked."""
        body = {"starts_at": moment.isoformat()}
        response = await self._http.post("/admin/times", json=body, headers=self._admin)
        response.raise_for_status()
