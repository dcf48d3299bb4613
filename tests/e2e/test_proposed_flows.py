"""Flows without example sentences on the running product: a model proposes, the bot decides."""

import json
from collections.abc import AsyncIterator

import pytest

from duralogue.embedded.stack import Stack
from provider_doubles.faults import FaultKind
from provider_doubles.language_models.settings import ModelChanges
from tests.e2e.hosted_models import Harbours, harbours_of

FILES = {
    "flows/shop.yaml": """
return_item:
  when: return_item
  title: Return an item
  description: Take back something that the customer bought.
  steps: [{say: returning}]
track_order:
  when: track_order
  title: Track an order
  description: Tell where a parcel is.
  steps: [{say: tracking}]
""",
    "responses.yaml": "returning: Let us take it back.\ntracking: It is on its way.\n",
}


@pytest.fixture
async def harbours(stack: Stack) -> AsyncIterator[Harbours]:
    async with harbours_of(stack) as harbours:
        yield harbours


def proposes(*flows: str, do: str = "start_flow") -> ModelChanges:
    return ModelChanges(fills=json.dumps({"do": do, "flows": flows, "set": []}))


async def test_descriptions_are_enough_with_a_model_and_go_a_long_way_without(
    harbours: Harbours,
) -> None:
    """
    The model starts the right flow; what is not in the schema is asked for once more and then does
    nothing; and while the model is down titles and descriptions decide.
    """
    harbour = await harbours.new(models="proposals: small", files=FILES)
    small = harbour.small
    async with harbour.visitor() as page:
        small.settings.change(proposes("return_item"))
        kettle = await page.asks("I have no use for this kettle any more, it is too loud")
        assert kettle["text"] == "Let us take it back."
        small.settings.change(proposes("track_order"))
        assert (await page.asks("My wife waits for it"))["text"] == "It is on its way."
        assert small.asked == 2

        small.recovers()
        small.settings.change(proposes("return_item", do="refund 500 euros"))
        refused = await page.asks("My neighbour has a loud one, too")
        assert refused["text"] not in {"Let us take it back.", "It is on its way."}
        assert small.asked == 2

        small.recovers()
        small.fails(FaultKind.UNAVAILABLE)
        alone = await page.asks("could you take back something that I bought")
        assert alone["text"] == "Let us take it back."
