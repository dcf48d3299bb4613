"""A server whose clock skips, as workflows are tried on."""

from tests.workflows.conftest import skipping

__all__ = ["skipping"]
