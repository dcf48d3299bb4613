"""Keys with which tenants' own servers call the gateway."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import AwareDatetime, Field

from domain.rate_limits import Plan
from domain.values import Frozen

KEY_LIFE: Final = timedelta(days=365)
"""How long a key is valid where nobody says otherwise."""
OVERLAP: Final = timedelta(days=7)
"""How long the old key stays valid beside the new one where nobody says otherwise."""
MOST_KEYS: Final = 50
"""Of one tenant, revoked and expired ones left out."""
PREFIX: Final = "dl_"
"""By it secret scanners find a key that was committed."""
LONGEST_KEY: Final = 120
_KEY: Final = re.compile(r"dl_([0-9a-f]{12})_([0-9a-f]{64})")
_NOBODYS: Final = bytes(32)


class ApiKeyScope(StrEnum):
    """What a key may do. Each stands for routes that exist."""

    MESSAGES_WRITE = "messages:write"
    """Post messages of the tenant's customers."""
    CONVERSATIONS_READ = "conversations:read"
    """Read states, turns and transcripts."""
    HANDOFFS_READ = "handoffs:read"
    """See who waits for a person."""
    APPROVALS_READ = "approvals:read"
    """See what waits for a decision."""
    DELIVERIES_READ = "deliveries:read"
    """List what could not be delivered."""
    DELIVERIES_REPLAY = "deliveries:replay"
    """Have it delivered again."""
    BOTS_READ = "bots:read"
    """Read the current bot."""
    BOTS_PUBLISH = "bots:publish"
    """Publish a bot, and with it the documents that it answers from."""


class ApiKey(Frozen):
    """A key as a request is made with it."""

    tenant_id: str
    key_id: str
    name: str
    scopes: frozenset[ApiKeyScope]
    plan: Plan = Plan.AUTHENTICATED


class ApiKeyRecord(ApiKey):
    """What is known of a key; never the key."""

    made_by: str
    made_at: AwareDatetime
    expires_at: AwareDatetime
    replaces: str | None = None
    """The id of the key in whose place it was made."""
    revoked_at: AwareDatetime | None = None
    revoked_by: str | None = None
    last_used_at: AwareDatetime | None = None
    """To the minute."""
    refused: int = 0
    """Uses that were refused: a wrong secret, or the key was over. At most one a second counts."""
    last_refused_at: AwareDatetime | None = None
    last_refusal: str | None = None


class NewApiKey(Frozen):
    """A key to be made."""

    name: str = Field(min_length=1, max_length=60)
    scopes: frozenset[ApiKeyScope] = Field(min_length=1)
    plan: Plan = Plan.AUTHENTICATED
    valid_for: timedelta = KEY_LIFE
    made_by: str = Field(min_length=1, max_length=80)


@dataclass(frozen=True)
class KeySecret:
    """A key in full, `dl_3f9ac01b77de_` and 64 hexadecimal digits: shown once, then only its hash
    is kept."""

    key_id: str
    secret: str

    @classmethod
    def made(cls) -> "KeySecret":
        """With 256 random bits."""
        return cls(secrets.token_hex(6), secrets.token_hex(32))

    @classmethod
    def read(cls, shown: str) -> "KeySecret | None":
        """None for what is no key."""
        found = _KEY.fullmatch(shown) if len(shown) <= LONGEST_KEY else None
        return cls(found[1], found[2]) if found else None

    def __repr__(self) -> str:
        return f"KeySecret({self.key_id})"

    def written(self) -> str:
        return f"{PREFIX}{self.key_id}_{self.secret}"

    @property
    def digest(self) -> bytes:
        """The secret is 256 random bits, so that a plain hash is not to be guessed."""
        return hashlib.sha256(self.secret.encode()).digest()

    def is_secret_of(self, digest: bytes | None) -> bool:
        """In the same time whether there is such a key or not."""
        return hmac.compare_digest(self.digest, digest or _NOBODYS) and digest is not None
