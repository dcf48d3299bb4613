"""Positions in a flow: its steps, the branches they are in, and which one follows."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.bot.model import Flow, Step


@dataclass(frozen=True)
class Position:
    """One step in its sequence. `mends` is true in a branch for what went wrong."""

    steps: tuple[Step, ...]
    index: int
    parent: "Position | None" = None
    is_failure_branch: bool = False

    @property
    def step(self) -> Step:
        """The step that stands there."""
        return self.steps[self.index]

    @property
    def path(self) -> tuple[str, ...]:
        """Step ids from the outermost branch inwards, as a frame keeps them."""
        above = self.parent.path if self.parent else ()
        return (*above, self.step.id)


@dataclass(frozen=True)
class Following:
    """What comes after a step: another, or the flow's end, good or bad."""

    position: Position | None
    failed: bool = False


def walk(flow: Flow) -> Iterator[Position]:
    """Every step in the order in which it is written, branches after their step."""
    yield from _walk(flow.steps, None, is_failure_branch=False)


def find(flow: Flow, path: tuple[str, ...]) -> Position | None:
    """The step with this path; ids are unique in a flow, so the last one decides."""
    if not path:
        return None
    return next((position for position in walk(flow) if position.step.id == path[-1]), None)


def first(flow: Flow) -> Position | None:
    """Where a flow begins; None for an empty one."""
    return Position(flow.steps, 0) if flow.steps else None


def into(steps: tuple[Step, ...], parent: Position, *, is_failure_branch: bool) -> Position | None:
    """Where a branch begins; None for an empty one."""
    return Position(steps, 0, parent, is_failure_branch) if steps else None


def following(position: Position) -> Following:
    """Where a flow goes on behind a step that is done."""
    if position.index + 1 < len(position.steps):
        return Following(
            Position(
                position.steps, position.index + 1, position.parent, position.is_failure_branch
            )
        )
    if position.parent is None:
        return Following(None)
    if position.is_failure_branch and not position.step.goes_on:
        return Following(None, failed=True)
    return following(position.parent)


def mending_branches(step: Step) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The branches for what went wrong, by their names."""
    return (
        ("if_false", step.if_false),
        ("on_refused", step.on_refused),
        ("on_failure", step.on_failure),
        ("on_expire", step.on_expire),
        ("on_reject", step.on_reject),
        ("give_up", step.give_up.then if step.give_up else ()),
    )


def _walk(
    steps: tuple[Step, ...], parent: Position | None, *, is_failure_branch: bool
) -> Iterator[Position]:
    for index, step in enumerate(steps):
        position = Position(steps, index, parent, is_failure_branch)
        yield position
        for branch in step.branch:
            yield from _walk(branch.steps, position, is_failure_branch=False)
        yield from _walk(step.if_past, position, is_failure_branch=False)
        for _, branch_steps in mending_branches(step):
            yield from _walk(branch_steps, position, is_failure_branch=True)
