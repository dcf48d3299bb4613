"""The state stays small: at most 2 KB as JSON, whatever customers and backends send."""

from collections.abc import Callable
from typing import Any

from domain.dialogue.state import DialogueState, FlowFrame

MAX_BYTES = 2_000
_FEW = 5


def bounded(state: DialogueState) -> DialogueState:
    """Give up what can be spared, the least needed first, until it fits."""
    for give_up in _SPARED:
        if size_of(state) <= MAX_BYTES:
            return state
        state = give_up(state)
    return state


def size_of(state: DialogueState) -> int:
    """Bytes of JSON, without what is at its default."""
    return len(state.model_dump_json(exclude_defaults=True).encode())


def _without_memory(state: DialogueState) -> DialogueState:
    return state.model_copy(update={"mentions": (), "options": (), "answered": None})


def _without_words(state: DialogueState) -> DialogueState:
    return state.model_copy(update={"last_said": ()})


def _without_needs(state: DialogueState) -> DialogueState:
    return state.model_copy(update={"needs": state.needs[:1]})


def _without_name(state: DialogueState) -> DialogueState:
    if state.customer is None:
        return state
    return state.model_copy(update={"customer": state.customer.model_copy(update={"name": None})})


def _without_idle_values(state: DialogueState) -> DialogueState:
    """With no flow in front, its slots and results are only a convenience."""
    return state if state.stack else state.model_copy(update={"slots": {}, "results": {}})


def _without_digressions(state: DialogueState) -> DialogueState:
    """Of the flows below the one in front keep those that have written something."""
    *below, front = state.stack or (None,)
    kept = tuple(frame for frame in below if frame is not None and _must_stay(frame))
    return state.model_copy(update={"stack": (*kept, front) if front else ()})


def _without_email(state: DialogueState) -> DialogueState:
    if state.customer is None:
        return state
    return state.model_copy(update={"customer": state.customer.model_copy(update={"email": None})})


def _with_short_lists(state: DialogueState) -> DialogueState:
    """Of what buttons are made of only the first few; those of flows below wait for their turn."""

    def shortened(value: Any) -> Any:
        if isinstance(value, list):
            return value[:_FEW]
        return {k: shortened(v) for k, v in value.items()} if isinstance(value, dict) else value

    def of_frame(frame: FlowFrame) -> FlowFrame:
        return frame.model_copy(update={"results": shortened(frame.results)})

    return state.model_copy(
        update={
            "results": shortened(state.results),
            "stack": tuple(map(of_frame, state.stack)),
            "parked": tuple(map(of_frame, state.parked)),
        }
    )


def _must_stay(frame: FlowFrame) -> bool:
    return bool(frame.done) or frame.is_compensating


_SPARED: tuple[Callable[[DialogueState], DialogueState], ...] = (
    _without_memory,
    _without_words,
    _without_needs,
    _without_name,
    _without_idle_values,
    _without_digressions,
    _without_email,
    _with_short_lists,
)
