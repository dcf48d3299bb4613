"""Keys, addresses and names that cannot be sent are refused before anything is."""

import pytest

from domain.errors import ConfigurationError
from infra.hosted_models.endpoint import ModelEndpoint


def endpoint(**more: str | None) -> ModelEndpoint:
    given = {"vendor": "v", "url": "https://models.example/v1", "model": "m-1", "key": "k", **more}
    return ModelEndpoint(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "key", ["", "schlüssel", "a b", "abc\n", "a\r\nX-Evil: 1", "\x00", "k" * 2000]
)
def test_a_key_that_no_header_can_hold(key: str) -> None:
    """The error names the field, and never quotes the key."""
    with pytest.raises(ConfigurationError, match=r"^key: must be") as refused:
        endpoint(key=key)
    assert not key.strip() or key not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "models.example",
        "ftp://models.example",
        "https://",
        "https://user:pass@models.example",
        "https://models.example/v1?x=1",
        "https://models.example/#x",
        "https://models.example:99999",
        "https://[::1",
        "https://models.example/\nv1",
    ],
)
def test_an_address_that_leads_nowhere(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^url: must be"):
        endpoint(url=url)


@pytest.mark.parametrize("model", ["", "m 1", "m\n", "x" * 300])
def test_a_model_without_a_name(model: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^model: must be"):
        endpoint(model=model)


def test_what_is_allowed() -> None:
    """A key is in no representation; a server may need none."""
    made = endpoint(url="http://127.0.0.1:8000/v1/", key="sk-secret")
    assert "sk-secret" not in repr(made)
    assert made.at("chat/completions") == "http://127.0.0.1:8000/v1/chat/completions"
    assert made.name == "v/m-1"
    assert endpoint(key=None).headers() == {}
