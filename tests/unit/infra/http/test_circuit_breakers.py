"""Circuit breakers, without a server."""

import asyncio
from datetime import timedelta

import pytest

from domain.errors import DependencyUnavailable
from infra.http.circuit_breakers import CircuitBreakers


async def test_a_call_that_is_given_up_on_is_a_failure() -> None:
    """
    A server that takes calls and never answers ends none of them itself.
    """
    circuits = CircuitBreakers(threshold=1, rest=timedelta(minutes=1))

    async def never_answered() -> None:
        async with circuits.guard("acme", "shop"):
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(never_answered(), timeout=0.01)

    with pytest.raises(DependencyUnavailable, match="left alone"):
        async with circuits.guard("acme", "shop"):
            pass
    async with circuits.guard("other", "shop"):
        pass
