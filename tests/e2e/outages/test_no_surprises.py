"""Every endpoint, asked again and again while PostgreSQL is killed, away, and coming back."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx

from tests.e2e.outages.customer import TENANT_PATH, Customer
from tests.e2e.outages.product import TENANT, Product
from tests.support import eventually

Ask = Callable[[], Awaitable[httpx.Response]]

SERVER_ERROR, AWAY = httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.SERVICE_UNAVAILABLE
_AT_ONCE = 3
_PAUSE_S = 0.02


def _everything(gateway: httpx.AsyncClient, customer: Customer, token: str) -> dict[str, Ask]:
    own, staff = customer.headers, {"Authorization": f"Bearer {token}"}
    repair = {"repair_id": "r-1", "action": "retry_now"}

    def get(path: str, headers: dict[str, str] | None = None) -> Ask:
        return lambda: gateway.get(path, headers=headers)

    async def events() -> httpx.Response:
        async with gateway.stream("GET", f"{customer.path}/events", headers=own) as response:
            if response.is_error:
                await response.aread()
            return response

    return {
        "branding": get(f"{TENANT_PATH}/branding"),
        "session": lambda: gateway.post(f"{TENANT_PATH}/sessions"),
        "message": lambda: customer.say(gateway, uuid4().hex),
        "history": get(f"{customer.path}/messages", own),
        "events": events,
        "page": get(f"/chat/{TENANT}"),
        "health": get("/health"),
        "ready": get("/ready"),
        "metrics": get("/metrics"),
        "me": get(f"{TENANT_PATH}/staff/me", staff),
        "handoffs": get(f"{TENANT_PATH}/handoffs", staff),
        "approvals": get(f"{TENANT_PATH}/approvals", staff),
        "state": get(f"{customer.path}/state", staff),
        "turns": get(f"{customer.path}/turns", staff),
        "transcript": get(f"{customer.path}/transcript", staff),
        "repair": lambda: gateway.post(f"{customer.path}/repairs", json=repair, headers=staff),
        "claim": lambda: gateway.post(f"{TENANT_PATH}/handoffs/h-1/claim", headers=staff),
    }


async def test_no_endpoint_answers_500_while_postgresql_dies_and_comes_back(
    product: Product, gateways: tuple[httpx.AsyncClient, httpx.AsyncClient]
) -> None:
    """Whatever cannot be served is a 503 that says when to come back."""
    gateway = gateways[0]
    customer = await Customer.enter(gateway)
    await customer.say(gateway, "n-0")
    everything = _everything(gateway, customer, product.staff_token)
    answers: defaultdict[str, list[httpx.Response]] = defaultdict(list)

    async def ask_on(name: str) -> None:
        while True:
            answers[name].append(await everything[name]())
            await asyncio.sleep(_PAUSE_S)

    async with asyncio.TaskGroup() as asking:
        tasks = [asking.create_task(ask_on(name)) for name in everything for _ in range(_AT_ONCE)]
        await eventually(lambda: len(answers) == len(everything))
        await product.postgres.kill()
        before = {name: len(found) for name, found in answers.items()}
        await eventually(lambda: all(len(answers[name]) > before[name] + 3 for name in everything))
        await product.postgres.start()
        await eventually(lambda: answers["history"][-1].is_success)
        for task in tasks:
            task.cancel()

    unexpected = {
        (name, answer.status_code)
        for name, found in answers.items()
        for answer in found
        if answer.status_code >= SERVER_ERROR and answer.status_code != AWAY
    }
    away = [
        answer
        for name, found in answers.items()
        for answer in found
        if answer.status_code == AWAY and name != "ready"
    ]
    assert unexpected == set()
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in away)
    assert {
        name for name, found in answers.items() if any(a.status_code == AWAY for a in found)
    } >= {
        "history",
        "events",
        "handoffs",
        "ready",
    }
