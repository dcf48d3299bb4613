"""Doubles of providers, without sockets."""
