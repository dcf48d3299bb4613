"""Trust in the network, which an operator must grant."""

from dataclasses import Field, fields

import pytest
from pydantic import ValidationError

from domain.rate_limits import GatewayLimits
from duralogue.wiring.gateway import gateway_limits
from infra.gateway_settings import GatewayTuning
from infra.settings import Settings
from infra.worker_settings import WorkerTuning


def test_nothing_is_trusted_or_shown_to_the_network_by_default() -> None:
    """
    An operator who has not read this page must be safe.
    """
    assert GatewayTuning().trusted_proxies == ""
    assert WorkerTuning().metrics_host == "127.0.0.1"


@pytest.mark.parametrize("wrong", ["*", "all", "10.0.0.0/33", "proxy.example", "10.0.0.1;10.0.0.2"])
def test_trusted_proxies_are_addresses_and_never_everybody(wrong: str) -> None:
    """
    `*` would let every client name its own address.
    """
    with pytest.raises(ValidationError, match="addresses or networks"):
        GatewayTuning(trusted_proxies=wrong)


@pytest.mark.parametrize("wrong", ["", "short", "with a line\nbreak in it", "ä" * 20])
def test_a_token_for_details_is_long_and_fits_into_a_header(wrong: str) -> None:
    """
    One that could be guessed, or never be sent, must not look like a lock.
    """
    with pytest.raises(ValidationError, match="printable ASCII"):
        GatewayTuning.model_validate({"details_token": wrong})


@pytest.mark.parametrize("limit", fields(GatewayLimits), ids=lambda limit: limit.name)
def test_every_limit_of_the_gateway_has_a_setting(
    limit: Field[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A limit that no setting reaches can only be changed by a new release.
    """
    assert getattr(Settings(), limit.name) == limit.default

    monkeypatch.setenv(limit.name.upper(), "7")

    assert getattr(gateway_limits(Settings()), limit.name) == 7
