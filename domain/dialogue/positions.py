"""Where a flow stands: its steps, the branches they are in, and which one follows."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.bot.model import Flow, Step


@dataclass(frozen=True)
class Place:
    """One step in its sequence. `mends` is true in a branch for what went wrong."""

    steps: tuple[Step, ...]
    index: int
    parent: "Place | None" = None
    mends: bool = False

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

    place: Place | None
    failed: bool = False


def walk(flow: Flow) -> Iterator[Place]:
    """Every step in the order in which it is written, branches after their step."""
    yield from _walk(flow.steps, None, mends=False)


def find(flow: Flow, path: tuple[str, ...]) -> Place | None:
    """The step with this path; ids are unique in a flow, so the last one decides."""
    if not path:
        return None
    return next((place for place in walk(flow) if place.step.id == path[-1]), None)


def first(flow: Flow) -> Place | None:
    """Where a flow begins; None for an empty one."""
    return Place(flow.steps, 0) if flow.steps else None


def into(steps: tuple[Step, ...], parent: Place, *, mends: bool) -> Place | None:
    """Where a branch begins; None for an empty one."""
    return Place(steps, 0, parent, mends) if steps else None


def following(place: Place) -> Following:
    """Where a flow goes on behind a step that is done."""
    if place.index + 1 < len(place.steps):
        return Following(Place(place.steps, place.index + 1, place.parent, place.mends))
    if place.parent is None:
        return Following(None)
    if place.mends and not place.step.goes_on:
        return Following(None, failed=True)
    return following(place.parent)


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


def _walk(steps: tuple[Step, ...], parent: Place | None, *, mends: bool) -> Iterator[Place]:
    for index, step in enumerate(steps):
        place = Place(steps, index, parent, mends)
        yield place
        for branch in step.branch:
            yield from _walk(branch.steps, place, mends=False)
        yield from _walk(step.if_past, place, mends=False)
        for _, branch_steps in mending_branches(step):
            yield from _walk(branch_steps, place, mends=True)
