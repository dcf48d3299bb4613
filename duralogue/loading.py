"""Loading a part of the product with as little of the processor as can be."""

import gc
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any, Final

_FOR_TERMINALS: Final = ("rich", "httpx._main")
_FOR_MAPPED_CLASSES: Final = ("sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session")
_WHEN_USED: Final = ("cryptography.x509", "temporalio.api.cloud.cloudservice.v1")
"""Of libraries that name them at their head, and which hardly any process ever calls."""


class _LeftOut(ModuleType):
    """Has every public name, for those who import it and never use it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return object()


class _WhenUsed(MetaPathFinder):
    """Finds those modules whose code runs with the first use of a name in them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in _WHEN_USED:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.loader is not None:
            found.loader = LazyLoader(found.loader)
        return found


@contextmanager
def deferring_models() -> Iterator[None]:
    """For imports: what is a model of pydantic's, ours or another library's, is built with its
    first use, under pydantic's own lock. A process loads hundreds, and uses some dozens."""
    from pydantic import BaseModel  # noqa: PLC0415 - a part of what is to be loaded well

    BaseModel.model_config["defer_build"] = True
    try:
        yield
    finally:
        BaseModel.model_config.pop("defer_build", None)


def build_models(modules: Collection[str]) -> None:
    """Build what was deferred in these modules: for whoever needs them at once, and whose first
    customer would wait for them."""
    from pydantic import BaseModel  # noqa: PLC0415

    waiting = list(BaseModel.__subclasses__())
    while waiting:
        model = waiting.pop()
        waiting.extend(model.__subclasses__())
        if model.__module__ in modules:
            model.model_rebuild()


@contextmanager
def loading() -> Iterator[None]:
    """For imports: what is loaded stays, so nobody looks through it for rubbish, now or later.

    The collector would go over all of it a hundred times meanwhile, a seventh of the whole start.
    """
    gc.disable()
    # structlog imports the one for colours on a terminal, where it is installed, and httpx the
    # other, a command of its own: a twentieth of the start, in processes that have no terminal.
    left_out: dict[str, Any] = dict.fromkeys(_FOR_TERMINALS)  # None: as if it were not installed
    # SQLAlchemy's engine brings its whole mapper of classes along, a twentieth of the start, for
    # sessions. We write SQL.
    left_out |= {name: _LeftOut(name) for name in _FOR_MAPPED_CLASSES}
    modules: dict[str, Any] = sys.modules
    absent = {name: each for name, each in left_out.items() if name not in modules}
    modules.update(absent)
    when_used = _WhenUsed()
    sys.meta_path.insert(0, when_used)
    try:
        with deferring_models():
            yield
    finally:
        sys.meta_path.remove(when_used)
        for name in absent:
            modules.pop(name, None)
        gc.freeze()
        gc.enable()
