"""A model's proposal of what a message means, in a schema that holds nothing else.

The schema is closed: a model picks among the tenant's flows and slots by their names. It has no
word for an effect, an amount or an identity, and whatever it says besides is not read.
"""

import json
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationError

from domain.errors import DependencyRejected
from domain.values import Frozen, Strict

MOST_FLOWS, MOST_VALUES, LONGEST_VALUE = 3, 8, 120
LONGEST_REPLY = 4_000
"""Characters of JSON; a proposal takes a tenth of it."""


class Move(StrEnum):
    """What the bot is to do next."""

    START_FLOW = "start_flow"
    CLARIFY = "clarify"
    """Ask which of several flows is meant."""
    ANSWER = "answer"
    """It is a question for the knowledge."""
    HAND_OFF = "hand_off"
    GO_ON = "go_on"
    """Nothing new is wanted; values may still be named."""


class ProposedValue(Strict):
    """A value for a slot, as the customer wrote it, or one of an enum's own names."""

    slot: Annotated[str, Field(max_length=80)]
    value: Annotated[str, Field(min_length=1, max_length=LONGEST_VALUE)]


class Proposal(Strict):
    """One proposal, complete. A value for a slot that is filled already is a correction."""

    do: Move
    flows: Annotated[tuple[str, ...], Field(max_length=MOST_FLOWS)] = ()
    set: Annotated[tuple[ProposedValue, ...], Field(max_length=MOST_VALUES)] = ()


_FIELDS = frozenset({*Proposal.model_fields, *ProposedValue.model_fields})


class Offer(Frozen):
    """What a model may choose from."""

    flows: Mapping[str, str]
    """Name -> what it is for."""
    slots: Mapping[str, tuple[str, ...]]
    """Name -> the values of an enum, or none."""


def schema_of(offer: Offer) -> dict[str, Any]:
    """A JSON schema for vendors who hold their models to one. All keys are required, since some
    vendors refuse a schema in which any is not."""
    slot = {"type": "string", "enum": sorted(offer.slots)} if offer.slots else {"type": "string"}
    flow = {"type": "string", "enum": sorted(offer.flows)} if offer.flows else {"type": "string"}
    value = {
        "type": "object",
        "properties": {"slot": slot, "value": {"type": "string"}},
        "required": ["slot", "value"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "do": {"type": "string", "enum": [move.value for move in Move]},
            "flows": {"type": "array", "items": flow},
            "set": {"type": "array", "items": value},
        },
        "required": ["do", "flows", "set"],
        "additionalProperties": False,
    }


def read_proposal(reply: str, offer: Offer) -> Proposal:
    """The proposal in a model's words. Raise DependencyRejected for anything but the schema's JSON
    and for names that were not offered. It says what is wrong without a word of the model's: it
    goes into Temporal's history, and back to the model as an instruction."""
    if len(reply) > LONGEST_REPLY:
        raise DependencyRejected(f"the reply has more than {LONGEST_REPLY:,} characters")
    try:
        read = json.loads(_without_code_block(reply))
        proposal = Proposal.model_validate(read)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise DependencyRejected(f"{_place(found['loc'])}: {found['msg']}") from None
    except (ValueError, RecursionError):
        raise DependencyRejected("the reply is not JSON") from None
    _require_offered(proposal.flows, offer.flows, "flows")
    _require_offered([one.slot for one in proposal.set], offer.slots, "set")
    _check_number_of_flows(proposal)
    return proposal


def _without_code_block(reply: str) -> str:
    bare = reply.strip().removeprefix("```").removesuffix("```")
    return bare.removeprefix("json") if bare != reply.strip() else reply


def _place(path: tuple[int | str, ...]) -> str:
    known = [str(part) for part in path if isinstance(part, int) or part in _FIELDS]
    unknown = ["an unknown field"] if len(known) < len(path) else []
    return ".".join([*known, *unknown]) or "the reply"


def _require_offered(named: Collection[str], offered: Collection[str], field: str) -> None:
    if any(name not in offered for name in named):
        raise DependencyRejected(f"{field}: names one that was not offered")


def _check_number_of_flows(proposal: Proposal) -> None:
    count = len(set(proposal.flows))
    if proposal.do is Move.START_FLOW and count != 1:
        raise DependencyRejected("flows: start_flow names exactly one")
    if proposal.do is Move.CLARIFY and count < 2:  # noqa: PLR2004 - a choice is between two
        raise DependencyRejected("flows: clarify names two or three")
