"""Settings of a double of a model's vendor; most may change while it runs."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Chunking(StrEnum):
    """Where pieces of an answer end."""

    RANDOM = "random"
    """Anywhere, and events are split on the wire within characters, too."""
    WORDS = "words"
    CHARACTERS = "characters"
    WHOLE = "whole"


class Lie(StrEnum):
    """What is added to an answer that the documents do not say."""

    NONE = ""
    NUMBER = "number"
    LINK = "link"
    NAME = "name"
    UNCITED = "uncited"
    """A sentence of its own without a citation."""


class ModelChanges(BaseModel):
    """Settings that may change while it runs; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    chunking: Chunking | None = None
    pace_s: float | None = Field(default=None, ge=0, le=60)
    lie: Lie | None = None
    lie_next: int | None = Field(default=None, ge=1, le=1_000_000)
    says: str | None = Field(default=None, max_length=100_000)
    fills: str | None = Field(default=None, max_length=100_000)
    retired: tuple[str, ...] | None = None
    counts_tokens: bool | None = None
    says_done: bool | None = None


class ModelSettings(BaseModel):
    """One account at a vendor. The key is a throw-away one."""

    model_config = ConfigDict(extra="forbid")

    key: str = "double-model-key"
    models: tuple[str, ...] = ()
    """Ids that are served."""
    retired: tuple[str, ...] = ()
    """Ids that were served once: refused in the vendor's words, and not listed."""
    chunking: Chunking = Chunking.RANDOM
    pace_s: float = Field(default=0.0, ge=0, le=60)
    """Between two pieces."""
    lie: Lie = Lie.NONE
    lie_next: int | None = None
    """For how many more answers; without it for all."""
    says: str = ""
    """The text of every answer, without citations; "" quotes the documents."""
    fills: str = ""
    """The text of every reply that is to fit a schema, whether it does or not; "" chooses by the
    words of the question."""
    counts_tokens: bool = True
    says_done: bool = True
    """Whether a stream's last event is [DONE]."""
    has_extras: bool = True
    """Whether streams hold what a client must pass over: unknown events, tool plans, comments."""
    seed: int | None = None

    def change(self, changes: ModelChanges) -> None:
        """A change of `lie` without `lie_next` holds for all answers."""
        given = changes.model_dump(exclude_none=True)
        if "lie" in given:
            given.setdefault("lie_next", None)
        for name, value in given.items():
            setattr(self, name, value)

    def next_lie(self) -> Lie:
        """What this answer is to add, counting it."""
        lie = self.lie
        if lie is not Lie.NONE and self.lie_next is not None:
            self.lie_next -= 1
            if self.lie_next <= 0:
                self.lie, self.lie_next = Lie.NONE, None
        return lie
