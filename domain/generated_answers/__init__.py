"""Answers in a model's words: what it is told, and the checks before a customer hears any of it."""
