"""Ports of a desk within a messenger: what is shown there, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from domain.channels import WebhookResponse
    from domain.desk.events import DeskEvent
    from domain.desk.messenger import DeskCard, DeskThread, FollowedDesk
    from domain.desk.settings import MessengerDesk
    from domain.staff import StaffMember


class DeskMessenger(Protocol):
    """The messenger itself. Each method is one call, never repeated; `key` is kept with what is
    posted, so that it can be found. Raises as senders of channels do."""

    async def post_card(
        self, tenant_id: str, place: MessengerDesk, card: DeskCard, key: str
    ) -> str:
        """Returns the thread that it begins."""
        ...

    async def update_card(self, tenant_id: str, thread: DeskThread, card: DeskCard) -> None:
        """In place of what was there; repeating it changes nothing."""
        ...

    async def say(self, tenant_id: str, thread: DeskThread, text: str, key: str) -> None:
        """A message in the handoff's thread."""
        ...

    async def find(
        self, tenant_id: str, place: MessengerDesk, thread: str, key: str, *, since: datetime
    ) -> str | None:
        """The message that was posted with this key since then; `thread` is "" for cards."""
        ...


class DeskForms(Protocol):
    """Forms of the messenger in which agents say how a talk ended."""

    def refused(self, problems: Mapping[str, str]) -> WebhookResponse:
        """What the messenger is answered where a form is not taken: it stays open, with what is
        wrong beside each field ("disposition", "note")."""
        ...


class DeskThreads(Protocol):
    """Which thread is which handoff's, and who writes in it."""

    async def begun(self, tenant_id: str, thread: DeskThread) -> None:
        """The handoff's card stands there. Repeating it changes nothing."""
        ...

    async def of_handoff(self, tenant_id: str, handoff_id: str) -> DeskThread | None:
        """None where it has none."""
        ...

    async def of_conversation(self, tenant_id: str, conversation_id: str) -> DeskThread | None:
        """That of its latest handoff."""
        ...

    async def at(
        self, tenant_id: str, account: str, channel: str, thread: str
    ) -> DeskThread | None:
        """None where the thread is none of a handoff's."""
        ...

    async def link(self, tenant_id: str, person: str, name: str) -> None:
        """Whoever has this key in the messenger is this one of the staff, and nobody else is."""
        ...

    async def staff_of(self, tenant_id: str, person: str) -> StaffMember | None:
        """None of somebody who was not linked, or was revoked."""
        ...


class DeskFollowing(Protocol):
    """The desk's events, for one who shows all of them elsewhere, each once and in order."""

    async def tenants(self) -> list[str]:
        """Names of those who may have a desk."""
        ...

    async def hold(
        self, tenant_id: str, follower: str, by: str, *, lasts: timedelta
    ) -> FollowedDesk | None:
        """Follow alone for so long; None while somebody else does. Whoever begins does so at the
        end of what there is."""
        ...

    async def after(self, tenant_id: str, seq: int, *, limit: int) -> list[DeskEvent]:
        """In order, of every queue."""
        ...

    async def watch(self, tenant_id: str, conversation_id: str, *, until: datetime) -> None:
        """Until then events tell what is said in it, though its handoff is over. A moment that is
        past ends that."""
        ...

    async def begin(self, tenant_id: str, follower: str, seq: int) -> None:
        """Note that the showing of this event begins."""
        ...

    async def done(self, tenant_id: str, follower: str, seq: int) -> None:
        """All events up to this one are shown."""
        ...
