"""A customer's day, played through the public API against a stack of its own."""

from duralogue.demo.day import main

__all__ = ["main"]
