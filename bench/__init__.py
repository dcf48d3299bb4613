"""Benchmarks that a person can run: how fast the product is, and how well it understands."""
