"""A tenant's knowledge as a search engine of its own holds it: generations of documents."""

from datetime import date

from domain.knowledge import Audience, Chunk
from domain.values import Frozen


class Generation(Frozen):
    """What a tenant's knowledge was from one swap or roll-back to the next."""

    number: int
    """Grows with each swap; a roll-back goes one back, and the next swap uses the number again."""
    name: str
    """Belongs to no other generation of the tenant, whatever its number."""
    model: str
    """Whose vectors it has."""
    dimension: int


class IndexedDocument(Frozen):
    """A document of a generation. What has the same id and sync never changes."""

    document_id: str
    sync_id: str
    content_hash: str
    audience: Audience
    valid_until: date | None = None
    chunks: int


class IndexedChunk(Frozen):
    """A chunk under the id by which searches name it."""

    chunk_id: str
    chunk: Chunk


class Fed(Frozen):
    """What feeding a search engine took."""

    generation: int
    added: int = 0
    """Passages that it did not hold."""
    retired: int = 0
    """Passages that this generation shows no more."""
    removed: int = 0
    """Passages that neither this generation shows nor the one before it."""
