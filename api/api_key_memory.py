"""API keys that go on while the database is down."""

from dataclasses import dataclass, field
from typing import Final

from domain.api_keys import ApiKey, KeySecret
from domain.errors import DependencyUnavailable
from domain.ports import ApiKeys

_MOST_REMEMBERED: Final = 1_000


@dataclass
class RememberedApiKeys:
    """Asks the store at each request, so that a key ends at once; while it is down, keys that it
    knew go on: a message must not be refused because the database is down."""

    store: ApiKeys
    _known: dict[tuple[str, str, bytes], ApiKey] = field(default_factory=dict)

    async def find(self, tenant_id: str, shown: KeySecret) -> ApiKey | None:
        """Raise DependencyUnavailable where the store is down and the key is not known here."""
        place = (tenant_id, shown.key_id, shown.digest)
        try:
            found = await self.store.find(tenant_id, shown)
        except DependencyUnavailable:
            if place not in self._known:
                raise
            return self._known[place]
        if found is None:
            self._known.pop(place, None)
            return None
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[place] = found
        return found
