"""Finds every compiled pattern of the product by looking into all of its modules."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType

PACKAGES = ("activities", "api", "channels", "domain", "duralogue", "infra", "workers", "workflows")
_DEEPEST = 6
"""Tables within tables, such as one for each language by kind."""
_NOT_IMPORTED = re.compile(r"\.(?:migrations|__main__)(?:\.|$)")


def modules(*packages: str) -> Iterator[ModuleType]:
    for package in packages or PACKAGES:
        root = importlib.import_module(package)
        yield root
        for found in pkgutil.walk_packages(root.__path__, f"{package}."):
            if not _NOT_IMPORTED.search(found.name):
                yield importlib.import_module(found.name)


def patterns(*packages: str) -> dict[str, re.Pattern[str]]:
    """Each by its place, "domain.understanding.values.money:_MONEY"; one imported counts once."""
    found: dict[int, tuple[str, re.Pattern[str]]] = {}
    for module in modules(*packages):
        for name, value in vars(module).items():
            for place, pattern in _inside(f"{module.__name__}:{name}", value, depth=_DEEPEST):
                found.setdefault(id(pattern), (place, pattern))
    return dict(sorted(found.values(), key=lambda pair: pair[0]))


def holders(*packages: str) -> set[str]:
    """The modules in which the search finds a pattern, be it one that another has compiled."""
    return {
        module.__name__
        for module in modules(*packages)
        for name, value in vars(module).items()
        if any(_inside(name, value, depth=_DEEPEST))
    }


def _inside(place: str, value: object, *, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield place, value
    elif depth and isinstance(value, tuple | list):
        for index, item in enumerate(value):
            yield from _inside(f"{place}[{index}]", item, depth=depth - 1)
    elif depth and isinstance(value, dict):
        for key, item in value.items():
            yield from _inside(f"{place}[{key}]", item, depth=depth - 1)
