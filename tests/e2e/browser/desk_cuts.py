"""A desk without a network for 1 s to 5 min, while customers and colleagues go on.

The page's own clock is put forward by as much as the cut stands for, so that all its timers have
run; what the others do meanwhile takes as long as it takes.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
from playwright.async_api import expect

from domain.errors import DuralogueError
from duralogue.chat_client import ChatClient
from tests.e2e.browser.desk_page import UNDO_MS, DeskPage
from tests.e2e.browser.desk_screen import agrees
from tests.e2e.browser.desk_team import ASK_FOR_PERSON, TENANT, Member, Team
from tests.support import PATIENCE, eventually

_MOST_CUSTOMERS: Final = 12
_LONGEST_S: Final = 300
_VIEWS: Final = ("waiting", "mine", "team", "snoozed", "breached")
_REFUSALS: Final = frozenset({403, 404, 409, 422, 429, 503})
"""What may come of acting at random; all else is a fault."""


_STEP: Final = "(found) => found[0]?.dataset.step ?? 'sent'"


@dataclass
class Office:
    """Whoever goes on while one agent has no network. Repeatable by its seed."""

    team: Team
    http: httpx.AsyncClient
    random: random.Random
    customers: list[ChatClient] = field(default_factory=list)

    async def customer_comes(self) -> None:
        """And asks for a person, or writes once more where the room is full."""
        if len(self.customers) >= _MOST_CUSTOMERS:
            return await self.customer_writes()
        customer = await ChatClient.begin(self.http, TENANT)
        self.customers.append(customer)
        await customer.say(ASK_FOR_PERSON)
        return None

    async def customer_writes(self) -> None:
        await self.random.choice(self.customers).say(f"Hello? {uuid4().hex[:6]}")

    async def claim(self) -> None:
        for handoff in await self._some("waiting"):
            await self._post(self.team.kim, f"handoffs/{handoff['handoff_id']}/claim")

    async def write(self) -> None:
        for handoff in await self._some("mine"):
            words = {"message_id": uuid4().hex, "text": f"Kim here, {uuid4().hex[:6]}"}
            await self._post(self.team.kim, f"handoffs/{handoff['handoff_id']}/messages", words)

    async def note(self) -> None:
        for handoff in await self._some("team"):
            path = f"desk/conversations/{handoff['conversation_id']}/notes"
            words = {"note_id": uuid4().hex, "text": f"Seen, {uuid4().hex[:6]}", "mentions": []}
            await self._post(self.team.kim, path, words)

    async def transfer(self) -> None:
        """To whoever is next: a supervisor may with everybody's."""
        for handoff in await self._some("team"):
            path = f"handoffs/{handoff['handoff_id']}/transfer"
            to = {"to_queue": "support", "note": "yours", "warm": False}
            await self._post(self.team.sue, path, to)

    async def snooze(self) -> None:
        until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
        for handoff in await self._some("mine"):
            path = f"handoffs/{handoff['handoff_id']}/snooze"
            await self._post(self.team.kim, path, {"until": until})

    async def wake(self) -> None:
        for handoff in await self._some("snoozed"):
            path = f"handoffs/{handoff['handoff_id']}/snooze"
            await self._post(self.team.sue, path, {"until": None})

    async def resolve(self) -> None:
        for handoff in await self._some("mine"):
            path = f"handoffs/{handoff['handoff_id']}/resolve"
            await self._post(self.team.kim, path, {"disposition": "solved", "note": ""})

    def next(self) -> Callable[[], Awaitable[None]]:
        frequent = (self.customer_comes, self.customer_writes, self.claim, self.write, self.note)
        rare = (self.transfer, self.snooze, self.wake, self.resolve)
        return self.random.choice((*frequent, *frequent, *rare))

    async def _some(self, view: str) -> list[dict[str, Any]]:
        """One of those, or none."""
        found = (await self.team.kim.get("desk/handoffs", view=view))["handoffs"]
        return [self.random.choice(found)] if found else []

    async def _post(self, member: Member, path: str, body: dict[str, Any] | None = None) -> None:
        answer = await member.api.post(
            path, json=body or {}, headers={"Idempotency-Key": uuid4().hex}
        )
        assert answer.is_success or answer.status_code in _REFUSALS, answer.text


async def cut(desk: DeskPage, office: Office, *, within_s: float) -> float:
    """Cut this desk off once. Seconds until its screen equals the API after the network is back."""
    view, conversation = await _look_at(desk, office)
    stands_for = office.random.uniform(1, _LONGEST_S)
    await desk.page.context.set_offline(offline=True)
    await expect(desk.page.locator(".connection.cut")).to_be_attached()
    words = f"Written without a network, {uuid4().hex[:8]}"
    is_own = await desk.page.get_by_role("button", name="Resolve", exact=True).is_visible()
    if is_own:
        await expect(desk.reply).to_have_attribute("aria-pressed", "true")
        await desk.write(words)
    for _ in range(office.random.randint(1, 4)):
        try:
            await office.next()()
        except DuralogueError as refusal:
            print(f"refused: {refusal}")  # noqa: T201 - a customer was too fast
    await desk.page.clock.fast_forward(max(UNDO_MS, round(stands_for * 1000)))
    await desk.page.context.set_offline(offline=False)
    took = await agrees(desk, conversation, within_s=within_s, view=view)
    if is_own:
        await _settle(desk, conversation, words)
    return took


async def _look_at(desk: DeskPage, office: Office) -> tuple[str, str]:
    """Some view and some conversation, of the agent's own where there is one."""
    while not (found := (await desk.member.get("desk/handoffs", view="all"))["handoffs"]):
        await office.customer_comes()
    opened = [each for each in found if each["ended_at"] is None] or found
    handoff = office.random.choice(opened)
    conversation: str = handoff["conversation_id"]
    if handoff["status"] == "waiting" and office.random.random() < 0.6:
        await desk.member.api.post(f"handoffs/{handoff['handoff_id']}/claim", json={})
    view = office.random.choice(_VIEWS)
    await desk.page.evaluate("(id) => { location.hash = `#inbox/${id}`; }", conversation)
    await desk.page.locator(f"nav.views [data-view={view}]").click()
    await agrees(desk, conversation, within_s=PATIENCE, view=view)
    return view, conversation


async def _settle(desk: DeskPage, conversation: str, words: str) -> None:
    """What was written goes out once, or is held or refused in sight of its author."""
    waiting = desk.page.locator(".pending", has_text=words)

    async def step() -> str:
        return str(await waiting.evaluate_all(_STEP))

    async def is_decided() -> bool:
        return await step() in {"sent", "held", "failed"}

    try:
        await eventually(is_decided)
    except TimeoutError:
        raise AssertionError(f"undecided: {await waiting.all_inner_texts()}") from None

    async def is_said() -> bool:
        return await _times_said(desk, conversation, words) > 0

    if await step() == "sent":
        await eventually(is_said)
        sent = await _times_said(desk, conversation, words)
        assert sent == 1, f"sent {sent} times: {words}"
        return
    sent = await _times_said(desk, conversation, words)
    assert sent == 0, f"what is said to be unsent was sent: {words}"
    await waiting.get_by_role("button", name="Edit").click()
    await desk.composer.fill("")


async def _times_said(desk: DeskPage, conversation: str, words: str) -> int:
    talk = await desk.member.get(f"desk/conversations/{conversation}")
    return sum(each["text"] == words for each in talk["messages"])
