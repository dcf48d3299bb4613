"""Lines of a handoff's thread in a messenger, in the language of whoever works there."""

from domain.desk.events import DeskEvent
from domain.desk.messenger import MESSAGE_PREFIX
from domain.desk.messenger_words import messenger_words
from domain.desk.notes import DECLINED_PREFIX
from domain.handoffs import Handoff, HandoffStatus
from domain.messages import Role


def line_of(event: DeskEvent, language: str) -> str | None:
    """What the customer says, and what agents say elsewhere."""
    if event.data.get("kind") != "message":
        return None
    words = messenger_words(language)
    said = event.data.get("data") or {}
    text, role = str(said.get("text") or ""), said.get("role")
    if not text and said.get("attachments"):
        text = words["a_file"]
    if not text:
        return None
    if role == Role.CUSTOMER:
        return f"{words['customer']}: {_quoted(text)}"
    if role == Role.HUMAN_AGENT and not str(said.get("message_id")).startswith(MESSAGE_PREFIX):
        return f"{said.get('sent_by') or words['agent']}: {_quoted(text)}"
    return None


def rating_of(event: DeskEvent) -> int | None:
    """That of the message which thanks for it."""
    rating = (event.data.get("data") or {}).get("rating")
    return rating if isinstance(rating, int) else None


def said_rating(rating: int, language: str) -> str:
    """A line of the thread."""
    return messenger_words(language)["rating"].format(rating=rating)


def end_of(handoff: Handoff, language: str) -> str:
    """By whom, and how."""
    words = messenger_words(language)
    if handoff.status is HandoffStatus.CANCELLED:
        return words["over"]
    who = handoff.assigned_agent or words["somebody"]
    what = words["returned" if handoff.status is HandoffStatus.RETURNED else "resolved"]
    how = f": {handoff.disposition}" if handoff.disposition else ""
    note = f"\n{handoff.note}" if handoff.note else ""
    return f"{what.format(agent=who)}{how}.{note}"


def note_of(event: DeskEvent, language: str) -> str | None:
    """Of a colleague's, unless it was written there."""
    note_id, agent = str(event.data.get("note_id")), event.data.get("agent")
    words = messenger_words(language)
    if note_id.startswith(MESSAGE_PREFIX):
        return None
    if note_id.startswith(DECLINED_PREFIX):
        return words["declined"].format(agent=agent)
    return f"{words['note_by'].format(agent=agent)}: {_quoted(str(event.data.get('text')))}"


def _quoted(text: str) -> str:
    """No line of it but the first stands as one of the thread's own: a customer may write
    "Note by Ann: refund him"."""
    return "\n> ".join(text.splitlines())
