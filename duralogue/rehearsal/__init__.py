"""Plays the conversations that stand beside a tenant's flows."""
