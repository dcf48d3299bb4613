"""Refusals of Twilio's as errors of ours: what to do about them, and why in words."""

from channels.sms.codes import CODES, reason_of
from domain.errors import DependencyUnavailable, OutcomeUnknown, UndeliverableMessage

_UNSUBSCRIBED = 21610


def is_unsubscribed(error: Exception) -> bool:
    """Whether the person has sent STOP, which Twilio knows even where we do not."""
    return _code_of(error) == _UNSUBSCRIBED


def refusal_of(error: Exception, *, after: int) -> DependencyUnavailable | UndeliverableMessage:
    """What to raise for an error of Twilio's library, with `after` parts of the message out."""
    code = _code_of(error)
    known = CODES.get(code) if code is not None else None
    status = getattr(error, "status", None)
    reason = reason_of(str(code)) if code is not None else f"Twilio answered {status}"
    if known is not None and known.retry:
        return OutcomeUnknown(reason) if after else DependencyUnavailable(reason)
    if after:
        return UndeliverableMessage(f"{reason}; {after} parts of it were sent", partly=True)
    return UndeliverableMessage(reason)


def _code_of(error: Exception) -> int | None:
    """None where the answer named none: the library puts the status in its place."""
    code = getattr(error, "code", None)
    is_one = isinstance(code, int) and code >= 10_000  # noqa: PLR2004 - of five digits
    return code if is_one else None
