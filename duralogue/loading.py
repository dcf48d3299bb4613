"""Loading a part of the product with as little of the processor as can be."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """For imports: what is loaded stays, so nobody looks through it for rubbish, now or later.

    The collector would go over all of it a hundred times meanwhile, a seventh of the whole start.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
