"""The corpus of messages and right outcomes, played through the product; see entries.py."""
