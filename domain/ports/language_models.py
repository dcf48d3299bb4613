"""Port of hosted language models."""

from collections.abc import AsyncIterator
from typing import Protocol

from domain.language_models.requests import ModelRequest
from domain.language_models.stream import ModelEvent


class LanguageModel(Protocol):
    """One model of one vendor, with a key of one tenant; or several of them, one after the other.

    It does not try again by itself: whoever asks has the policy.
    """

    @property
    def name(self) -> str:
        """Vendor and model id, such as "cohere/command-a-03-2025"; for traces and metrics."""
        ...

    def stream(self, request: ModelRequest) -> AsyncIterator[ModelEvent]:
        """Its words as they come, ending with ModelFinished. Closing it ends the call.

        Raise, also while iterating: DependencyUnavailable (with `retry_after` where the vendor
        named it) for 429, 5xx, time-outs and streams that are cut; ModelRetired for an id that the
        vendor no longer serves; DependencyRejected for a key that is not accepted, or a request
        that is refused.
        """
        ...
