"""Connecting a hosted model: every mistake names its option, and a key is never an argument."""

from decimal import Decimal

import pytest
from typer.testing import CliRunner

from domain.errors import ConfigurationError
from domain.language_models.usage import TokenPrice
from duralogue.cli import app
from duralogue.model_connections import checked_model

KEY = "co-secret-key"
COHERE: dict[str, str | None] = {"name": "large", "kind": "cohere", "model": "command-a-03-2025"}
OWN: dict[str, str | None] = {
    "name": "small", "kind": "openai", "model": "qwen3", "url": "http://10.0.0.7:8000/v1",
}  # fmt: skip


def test_cohere_needs_no_address() -> None:
    """It has one cloud, and a line less to type."""
    model = checked_model({**COHERE, "url": None}, KEY)
    assert (model.url, model.label) == ("https://api.cohere.com", "cohere/command-a-03-2025")


def test_a_server_on_the_operators_network_may_have_no_key() -> None:
    """As llama-server and Ollama are run."""
    model = checked_model({**OWN, "price_in": "0.5", "price_out": "1.25"}, None)
    assert model.key is None
    assert model.price == TokenPrice(input=Decimal("0.5"), output=Decimal("1.25"))


def test_no_price_is_not_a_price_of_nothing() -> None:
    """A budget in dollars can be kept with the one, and not with the other."""
    assert checked_model(OWN, KEY).price is None
    assert checked_model({**OWN, "price_in": "0", "price_out": "0"}, KEY).price == TokenPrice()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "gemini"}, "--kind: must be cohere or openai"),
        ({"name": "Large"}, "NAME: "),
        ({"name": "a" * 41}, "NAME: "),
        ({"url": None}, "--url: is needed, such as https://models.example/v1"),
        ({"url": "models.example"}, "--url: must be a plain address"),
        ({"url": "http://169.254.169.254/v1"}, "--url: link-local and cloud metadata"),
        ({"url": "https://a:b@models.example"}, "--url: must be a plain address"),
        ({"model": "two words"}, "--model: must be 1 to 200 printable"),
        ({"model": ""}, "--model: must be 1 to 200 printable"),
        ({"price_in": "-1"}, "--price-in: "),
        ({"price_in": "1"}, "--price-out: is needed where the other price is given"),
        ({"price_out": "0"}, "--price-in: is needed where the other price is given"),
        ({"price_out": "cheap"}, "--price-out: "),
        ({"price_out": "NaN"}, "--price-out: "),
        ({"price_out": "1e999"}, "--price-out: "),
    ],
)
def test_a_mistake_names_its_option(changed: dict[str, str | None], said: str) -> None:
    """Not a field of ours, which the operator has never seen."""
    with pytest.raises(ConfigurationError) as raised:
        checked_model({**OWN, **changed}, KEY)
    assert said in str(raised.value)


@pytest.mark.parametrize("key", ["", "two words", "k\u00e9y", "a" * 4_097, "line\nline"])
def test_a_key_that_fits_no_header_is_refused_unseen(key: str) -> None:
    """It may be the half of a real one."""
    with pytest.raises(ConfigurationError, match=r"--key: must be 1 to 4096") as raised:
        checked_model(OWN, key)
    assert not key or key not in str(raised.value)


def test_cohere_without_a_key_is_refused() -> None:
    """Every request would be."""
    with pytest.raises(ConfigurationError, match="--key: Cohere asks for one"):
        checked_model(COHERE, None)


def test_a_key_is_never_an_argument() -> None:
    """It would stand in the shell's history and in everybody's list of processes."""
    told = CliRunner().invoke(
        app,
        ["connect", "model", "acme", "large", "--kind", "cohere", "--model", "m", "--key", KEY],
    )
    assert told.exit_code == 2
    assert "a key is never an argument" in " ".join(told.output.replace("│", " ").split())
    assert KEY not in told.output


def test_a_model_is_shown_without_its_key() -> None:
    """Also where somebody prints the whole object."""
    model = checked_model(COHERE, KEY)
    assert KEY not in repr(model) + model.model_dump_json()
