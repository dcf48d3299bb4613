"""Loading a part of the product with as little of the processor as can be."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

_FOR_TERMINALS: Final = "rich"
_FOR_MAPPED_CLASSES: Final = ("sqlalchemy.ext.asyncio.scoping", "sqlalchemy.ext.asyncio.session")


class _LeftOut(ModuleType):
    """Has every public name, for those who import it and never use it."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("_"):
            raise AttributeError(name)
        return object()


@contextmanager
def loading() -> Iterator[None]:
    """For imports: what is loaded stays, so nobody looks through it for rubbish, now or later.

    The collector would go over all of it a hundred times meanwhile, a seventh of the whole start.
    """
    gc.disable()
    # structlog imports it for colours on a terminal, where it is installed, and httpx for a command
    # of its own: a twenty-fifth of the start, in processes that have no terminal.
    left_out: dict[str, Any] = {_FOR_TERMINALS: None}  # None: as if it were not installed
    # SQLAlchemy's engine brings its whole mapper of classes along, a twentieth of the start, for
    # sessions. We write SQL.
    left_out |= {name: _LeftOut(name) for name in _FOR_MAPPED_CLASSES}
    modules: dict[str, Any] = sys.modules
    absent = {name: each for name, each in left_out.items() if name not in modules}
    modules.update(absent)
    try:
        yield
    finally:
        for name in absent:
            modules.pop(name, None)
        gc.freeze()
        gc.enable()
