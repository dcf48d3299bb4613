"""Named reasons for which an update is rejected; the gateway answers 409 or 403 by their types."""

from collections.abc import Sequence

from temporalio.exceptions import ApplicationError

from domain.handoffs import NewerMessage
from domain.refusals import RefusalCode


def conflict(sentence: str, code: RefusalCode = "") -> ApplicationError:
    """What was asked for does not fit what the conversation has become; `code` is its detail, for
    those who say it in another language."""
    because = ({"code": code},) if code else ()
    return ApplicationError(sentence, *because, type="Conflict", non_retryable=True)


def not_allowed(sentence: str, code: RefusalCode = "") -> ApplicationError:
    """Somebody else may do this, not who asks; `code` as of `conflict`."""
    because = ({"code": code},) if code else ()
    return ApplicationError(sentence, *because, type="NotAllowed", non_retryable=True)


def taken(sentence: str, agent: str | None, *, kind: str = "Conflict") -> ApplicationError:
    """It is with somebody else; who, is its detail, for those who say it in another language."""
    because = {"code": "taken", "agent": agent or ""}
    return ApplicationError(sentence, because, type=kind, non_retryable=True)


def not_yet(sentence: str) -> ApplicationError:
    """The same request may be accepted in a moment."""
    return ApplicationError(sentence, type="NotYet", non_retryable=True)


def newer_messages(newer: Sequence[NewerMessage]) -> ApplicationError:
    """Somebody has written what the agent has not seen; the words are its details."""
    return ApplicationError(
        "there are newer messages than you have seen",
        [message.model_dump(mode="json") for message in newer],
        type="NewerMessages",
        non_retryable=True,
    )
