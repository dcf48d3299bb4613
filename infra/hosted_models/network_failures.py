"""Errors raised by the network, as errors of ours."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from domain.errors import DependencyUnavailable

_DEEPEST = 8
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What an SDK raises at an answer that is not as its vendor says; pydantic's quotes the answer."""


@contextmanager
def network_failures(vendor: str) -> Iterator[None]:
    """Raise DependencyUnavailable for what httpx raises, also while an answer is read, and for what
    cannot be read at all: the next model is asked then, as after any other failure.

    Without its cause: that may quote the request, and a cause goes into Temporal's history.
    """
    try:
        yield
    except httpx.TimeoutException:
        raise DependencyUnavailable(f"{vendor} cannot be reached in time") from None
    except httpx.HTTPError as error:
        reason = (
            "is not trusted by its certificate; SSL_CERT_FILE names whom to trust"
            if _is_untrusted(error)
            else "broke the connection, or takes none"
        )
        raise DependencyUnavailable(f"{vendor} {reason}") from None
    except _UNREADABLE as error:
        kind = type(error).__name__
        raise DependencyUnavailable(f"{vendor} sent what cannot be read ({kind})") from None


def _is_untrusted(error: BaseException) -> bool:
    """Under httpx and httpcore, some causes deep."""
    found: BaseException | None = error
    for _ in range(_DEEPEST):
        if found is None or isinstance(found, ssl.SSLCertVerificationError):
            break
        found = found.__cause__ or found.__context__
    return isinstance(found, ssl.SSLCertVerificationError)
