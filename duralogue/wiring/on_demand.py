"""Ports whose adapters are loaded with the first call of one of them."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from duralogue.loading import deferring_models

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T")
_R = TypeVar("_R", bound="DataclassInstance")


class _Later:
    """Answers as the port that it stands for, which is made when it is first asked something."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._make(), name)


def port_on_demand(make: Callable[[], _T]) -> _T:
    """Stands for what `make` makes, once: the imports of its adapter belong into it."""
    return cast(_T, _Later(_once(make)))


def ports_on_demand(group: type[_T], make: Callable[[], _T]) -> _T:
    """The ports of a `TypedDict`, which are made together: with the first call of any of them."""
    made = _once(make)

    def port(name: str) -> object:
        return _Later(lambda: cast(Mapping[str, object], made())[name])

    return cast(_T, {name: port(name) for name in group.__annotations__})


def record_on_demand(record: type[_R], make: Callable[[], _R], **at_once: object) -> _R:
    """The ports of a dataclass, in the same way, but for those that are there at once."""
    made = _once(make)

    def port(name: str) -> object:
        return at_once[name] if name in at_once else _Later(lambda: getattr(made(), name))

    return record(**{each.name: port(each.name) for each in fields(record)})


def _once(make: Callable[[], _T]) -> Callable[[], _T]:
    @cache
    def made() -> _T:
        with deferring_models():
            return make()

    return made
