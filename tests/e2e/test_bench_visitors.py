"""The visitors of the benchmarks, against the running product."""

from temporalio.client import Client

from bench.stack import ADA, BenchStack
from duralogue.embedded.stack import Stack
from infra.postgres.engine import create_engine
from infra.postgres.identities import PostgresIdentities


async def test_a_known_customer_is_let_in(stack: Stack) -> None:
    """A session for a customer to whom the conversation does not belong opens nothing, and the
    benchmark of tool calls ended before its first turn."""
    engine = create_engine(stack.settings.require_database_url())
    temporal = await Client.connect(stack.settings.require_temporal_address())
    bench = BenchStack(
        stack, temporal, PostgresIdentities(engine), floor_port=0, started_s=0, steps_s={}, cpu_s={}
    )
    ada = await bench.visitor(customer=ADA)
    answer = await ada.turn("Where is my order A100001?")
    await ada.close()
    await engine.dispose()

    assert "A100001" in answer["text"]
