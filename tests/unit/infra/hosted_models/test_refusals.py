"""From status, headers and a vendor's sentence to an error of ours."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from domain.errors import DependencyRejected, DependencyUnavailable, ModelRetired
from infra.hosted_models.refusals import failure_in_stream, refusal, retry_after

GONE = [
    (404, "model 'command' was removed on September 15, 2025. See https://docs.cohere.com/docs"),
    (404, "model 'x' not found, make sure the correct model ID was used"),
    (404, "The model `gpt-4-32k` does not exist or you do not have access to it."),
    (404, 'model "llama2-7b" not found, try pulling it first'),
    (400, '{"error":{"code":"model_decommissioned","message":"..."}}'),
    (400, "unknown model: x"),
    (410, "This model is no longer available"),
    (404, "models/gemini-1.0 is not found for API version v1main, or is not supported"),
]


@pytest.mark.parametrize(("status", "said"), GONE)
def test_a_model_that_is_gone(status: int, said: str) -> None:
    """In every vendor's words; the next model is asked."""
    found = refusal("v", "m", status, {}, said)
    assert isinstance(found, ModelRetired)
    assert found.model == "m"


@pytest.mark.parametrize("status", [408, 409, 425, 429, 499, 500, 502, 503, 504, 529, 599])
def test_what_may_work_in_a_while(status: int) -> None:
    """Whatever it says about models."""
    found = refusal("v", "m", status, {"Retry-After": "3"}, "the model was removed from the queue")
    assert isinstance(found, DependencyUnavailable)
    assert found.retry_after == timedelta(seconds=3)


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (401, "invalid api token", "key is not accepted"),
        (403, "", "the key may not"),
        (498, "", "key is not accepted"),
        (402, "", "payment"),
        (404, "404 page not found", "is the URL right"),
        (400, "too many tokens: size limit exceeded", "too long"),
        (400, "This model's maximum context length is 8192 tokens", "too long"),
        (413, "", "too long"),
        (422, "secret words of the customer", "another reason"),
        (302, "", "redirects"),
    ],
)
def test_what_will_not_work(status: int, said: str, told: str) -> None:
    """In our words: the vendor's may quote the prompt."""
    found = refusal("v", "m", status, {}, said)
    assert type(found) is DependencyRejected
    assert told in str(found)
    assert "secret" not in str(found)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"Retry-After-Ms": "250", "Retry-After": "9"}, 0.25),
        ({"retry-after-ms": "soon", "Retry-After": "9"}, 9),
        ({"RETRY-AFTER": " 1.5 "}, 1.5),
        ({"retry-after": "99999999"}, 3600),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "9" * 400}, None),
        ({"retry-after": "Mon, 99 Foo"}, None),
        ({"retry-after": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, None),
        ({"retry-after": "Mon, 01 Jan 2020 00:00:00 +99999999999999"}, None),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({}, None),
    ],
)
def test_when_to_come_back(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, milliseconds or a date; at most an hour; nonsense is none."""
    wanted = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(headers) == wanted


def test_a_date_to_come_back() -> None:
    """HTTP allows both."""
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    found = retry_after({"Retry-After": moment})
    assert found is not None
    assert timedelta(seconds=50) < found <= timedelta(seconds=60)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("internal server error", DependencyUnavailable),
        ({"message": "CUDA out of memory", "code": 500}, DependencyUnavailable),
        ({"message": "slow down", "code": "429"}, DependencyUnavailable),
        ({"message": "context length exceeded", "code": 400}, DependencyRejected),
        ({"message": "The model `m` does not exist.", "code": 404}, ModelRetired),
        ({"message": "bad", "code": "invalid_prompt"}, DependencyUnavailable),
        (["odd"], DependencyUnavailable),
        ({"code": 10**30}, DependencyUnavailable),
    ],
)
def test_an_error_within_a_stream(error: Any, kind: type[Exception]) -> None:
    """By its code where it has one."""
    assert type(failure_in_stream("v", "m", error)) is kind
