"""Settings of search: what is taken, and what is said about the rest."""

import pytest
from pydantic import ValidationError

from domain.errors import ConfigurationError
from infra.search_settings import SearchSettings
from infra.settings import Settings


def test_several_addresses_are_separated_by_commas() -> None:
    """
    A cluster is reached as long as one of its nodes is.
    """
    given = SearchSettings.model_validate(
        {"elasticsearch_url": "https://one.example:9200, https://two.example:9200/"}
    )
    assert given.elasticsearch_url == ("https://one.example:9200", "https://two.example:9200/")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("elasticsearch_url", "one.example:9200", "must be addresses like https://search"),
        ("elasticsearch_url", "https://user:secret@one.example", "without a password"),
        ("elasticsearch_url", "https://one.example/path", "without a path"),
        ("elasticsearch_prefix", "Duralogue", "pattern"),
        ("elasticsearch_prefix", "-x", "pattern"),
        ("elasticsearch_prefix", "x" * 41, "pattern"),
        ("retriever", "opensearch", "'postgres' or 'elasticsearch'"),
        ("elasticsearch_timeout_ms", 0, "greater than or equal to 20"),
        ("elasticsearch_replicas", -1, "greater than or equal to 0"),
    ],
)
def test_a_wrong_value_is_refused_with_what_is_allowed(name: str, value: object, said: str) -> None:
    """
    The operator sees what to write instead.
    """
    with pytest.raises(ValidationError, match=said):
        SearchSettings.model_validate({name: value})


def test_a_retriever_without_an_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Such a worker does not start, rather than falling back for ever.
    """
    monkeypatch.setenv("RETRIEVER", "elasticsearch")
    with pytest.raises(ConfigurationError, match="ELASTICSEARCH_URL is not set"):
        Settings.load_environment().require_elasticsearch_url()


def test_secrets_do_not_show() -> None:
    """
    Settings and clusters are printed when somebody looks for a mistake.
    """
    given = SearchSettings.model_validate(
        {"elasticsearch_api_key": "s3cret", "elasticsearch_password": "s3cret"}
    )
    assert "s3cret" not in repr(given)
