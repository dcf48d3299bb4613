"""Chains of hosted language models: breakers, fallback, budgets and account."""
