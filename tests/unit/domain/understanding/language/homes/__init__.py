"""Homes of languages that the product does not have, for showing how one is added."""
