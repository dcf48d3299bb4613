"""Customers who are with a human: what they write is forwarded, and the bot stays silent."""

from collections.abc import Sequence

from bench.stack import TENANT, BenchStack
from bench.talkers import Talker, TurnFailed, forwarded
from duralogue.chat_client import open_http
from duralogue.demo.staff import Colleague


async def people_with_a_human(stack: BenchStack, people: int) -> Sequence[Talker]:
    """Each asks for a human, and is claimed at once."""
    visitors = []
    async with open_http(stack.product.ports.gateway_url) as http:
        agent = Colleague(
            http, TENANT, stack.product.tokens[TENANT]["supervisor"]
        )  # held to no capacity
        for _ in range(people):
            visitor = await stack.visitor()
            await visitor.turn("I want to talk to a human")
            waiting = await agent.waiting_handoff(visitor.place.conversation_id)
            claimed = await agent.claim(waiting["handoff_id"])
            if not claimed.is_success:
                raise TurnFailed(f"a claim was refused: {claimed.status_code}")
            visitor.says = forwarded
            visitors.append(visitor)
    return visitors
