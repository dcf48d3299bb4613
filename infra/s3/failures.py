"""Failures of an S3-compatible storage, as errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from botocore.exceptions import BotoCoreError, ClientError

from domain.errors import DependencyRejected, DependencyUnavailable, NotFound

_GONE = frozenset({"NoSuchKey", "404"})
_TRY_AGAIN = 500
_TOO_MANY = 429


@contextmanager
def s3_failures() -> Iterator[None]:
    """Raise NotFound for an object that is not there, DependencyRejected where the key or the
    bucket is wrong, DependencyUnavailable for all that may pass."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if code in _GONE:
            raise NotFound("the file's bytes are gone from the storage") from error
        if status >= _TRY_AGAIN or status == _TOO_MANY or code == "SlowDown":
            raise DependencyUnavailable(f"the storage of files answers {status} {code}") from error
        raise DependencyRejected(f"the storage of files refuses: {status} {code}") from error
    except (BotoCoreError, aiohttp.ClientError, TimeoutError, OSError) as error:
        name = type(error).__name__
        raise DependencyUnavailable(f"the storage of files does not answer: {name}") from error
