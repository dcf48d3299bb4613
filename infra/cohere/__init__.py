"""Cohere's models by its own SDK, which is imported by the first call."""
