"""Links to files: signed, for a while, and for whoever has them."""

import hashlib
import hmac
import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from api.problems import RequestRefused
from domain.errors import NotFound
from domain.signing_keys import signing_keys

IN_CHAT: Final = timedelta(hours=12)
"""Who looks at a chat that has been open for longer reads it anew."""
ELSEWHERE: Final = timedelta(days=7)
"""On channels where a link cannot be made anew."""
_STEP: Final = timedelta(hours=1)
_PURPOSE: Final = b"duralogue file links"


class FileLinks:
    """Signs with the first of the keys that sign sessions and reads those of every key."""

    def __init__(
        self,
        secrets: str,
        public_url: str | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`secrets` as `signing_keys` reads them."""
        self._keys = [
            hmac.new(key.secret.encode(), _PURPOSE, hashlib.sha256).digest()
            for key in signing_keys(secrets)
        ]
        self._public_url = (public_url or "").rstrip("/")
        self._clock = clock

    def path(self, tenant_id: str, file_id: str, lasts: timedelta = IN_CHAT) -> str:
        """Where the gateway gives the file out, from its own root on. The same for an hour, so
        that a browser does not fetch a picture for each time that it is shown."""
        end = self._clock() + lasts
        until = math.ceil(end.timestamp() / _STEP.total_seconds()) * int(_STEP.total_seconds())
        query = {"until": until, "signature": _signature(self._keys[0], tenant_id, file_id, until)}
        return f"/v1/tenants/{tenant_id}/files/{file_id}?{urlencode(query)}"

    def address(self, tenant_id: str, file_id: str) -> str | None:
        """For channels whose customers are not on our pages; None where the gateway has no public
        address that begins with https."""
        if not self._public_url.startswith("https://"):
            return None
        return self._public_url + self.path(tenant_id, file_id, ELSEWHERE)

    def check(self, tenant_id: str, file_id: str, until: int, signature: str) -> None:
        """Raise NotFound for a link that is none of ours, RequestRefused for one that is over."""
        expected = (_signature(key, tenant_id, file_id, until) for key in self._keys)
        given = signature.encode()
        if not any(hmac.compare_digest(each.encode(), given) for each in expected):
            raise NotFound("There is no such file, or the link to it is cut short.")
        if until <= self._clock().timestamp():
            detail = "This link has expired. Open the conversation again for a new one."
            raise RequestRefused(HTTPStatus.GONE, "link-expired", detail)


def _signature(key: bytes, tenant_id: str, file_id: str, until: int) -> str:
    said = json.dumps([tenant_id, file_id, until]).encode()
    return hmac.new(key, said, hashlib.sha256).hexdigest()
