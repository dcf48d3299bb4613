"""Cohere's SDK, held to our policy: no retries, no time-outs of its own, nothing in its logs."""

import json
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import httpx

from domain.errors import ConfigurationError, DependencyError
from infra.hosted_models.deadlines import Deadlines, within
from infra.hosted_models.endpoint import ModelEndpoint
from infra.hosted_models.event_stream import DONE, read_events
from infra.hosted_models.network_failures import network_failures
from infra.hosted_models.refusals import LONGEST_REFUSAL, refusal

if TYPE_CHECKING:
    from cohere import AsyncClientV2

VENDOR = "cohere"
USUAL_URL = "https://api.cohere.com"
_MODELS_PER_PAGE = 1_000
_MOST_PAGES = 10


class CohereClient:
    """One key and one model. The connections belong to whoever made the HTTP client."""

    def __init__(
        self, endpoint: ModelEndpoint, client: httpx.AsyncClient, deadlines: Deadlines
    ) -> None:
        if endpoint.key is None:
            raise ConfigurationError("key: Cohere needs one")
        if find_spec(VENDOR) is None:
            raise ConfigurationError(
                "Cohere's models need its SDK: pip install 'duralogue[cohere]'"
            )
        self.endpoint = endpoint
        self.deadlines = deadlines
        self._client = client
        self._sdk: AsyncClientV2 | None = None

    @property
    def sdk(self) -> "AsyncClientV2":
        """The first use takes a third of a second of the processor.

        The SDK alone would wait 300 s and try three times, unseen by our policy and its counts.
        """
        if self._sdk is None:
            # Dear to import, and most workers never ask a hosted model.
            from cohere import AsyncClientV2

            logging.getLogger(VENDOR).setLevel(logging.CRITICAL)
            self._sdk = AsyncClientV2(
                api_key=self.endpoint.key,
                base_url=self.endpoint.url,
                httpx_client=self._client,
                max_retries=0,
                log_warning_experimental_features=False,
            )
        return self._sdk

    async def events(self, asked: Mapping[str, Any]) -> AsyncGenerator[Any]:
        """The JSON values of a chat's events. `asked` is what the SDK's `chat_stream` takes.

        The SDK would copy each event and have it validated by each of a dozen kinds, with
        validators in Python: a third of what an answer's stream takes of the processor.
        """
        async with self.sdk.with_raw_response.chat_stream(**asked) as answered:
            async for event in read_events(answered.response.aiter_bytes(), VENDOR):
                if event == DONE:
                    return
                yield event

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Raise what Cohere and the network raise as errors of ours.

        Without their cause: its text holds the vendor's sentence, which may quote the prompt, and
        a cause goes into Temporal's history.
        """
        from cohere.core.api_error import ApiError

        with network_failures(VENDOR):
            try:
                yield
            except ApiError as error:
                raise self._refusal(error) from None

    async def served_models(self) -> frozenset[str]:
        """The ids that the vendor serves to this key. Raise as `LanguageModel.stream` does."""
        return await within(self._list(), vendor=VENDOR, deadlines=self.deadlines)

    async def _list(self) -> frozenset[str]:
        found: set[str] = set()
        token: str | None = None
        with self.failures():
            for _ in range(_MOST_PAGES):
                page = await self.sdk.models.list(page_size=_MODELS_PER_PAGE, page_token=token)
                found.update(
                    model.name for model in page.models if model.name and not model.is_deprecated
                )
                token = page.next_page_token
                if not token:
                    break
        return frozenset(found)

    def _refusal(self, error: Any) -> DependencyError:
        """By the headers themselves: what the SDK makes of Retry-After differs by version."""
        status = error.status_code if isinstance(error.status_code, int) else 0
        said = error.body if isinstance(error.body, str) else json.dumps(error.body, default=str)
        return refusal(
            VENDOR, self.endpoint.model, status, error.headers or {}, said[:LONGEST_REFUSAL]
        )
