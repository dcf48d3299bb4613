"""Loading a part of the product with as little of the processor as can be."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_FOR_TERMINALS = "rich"


@contextmanager
def loading() -> Iterator[None]:
    """For imports: what is loaded stays, so nobody looks through it for rubbish, now or later.

    The collector would go over all of it a hundred times meanwhile, a seventh of the whole start.
    """
    gc.disable()
    # structlog imports it for colours on a terminal, where it is installed, and httpx for a command
    # of its own: a twenty-fifth of the start, in processes that have no terminal.
    modules: dict[str, Any] = sys.modules  # None: as if it were not installed
    is_left_out = modules.setdefault(_FOR_TERMINALS, None) is None
    try:
        yield
    finally:
        if is_left_out:
            modules.pop(_FOR_TERMINALS, None)
        gc.freeze()
        gc.enable()
