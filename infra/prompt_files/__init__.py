"""The prompts that ship with the product."""
