"""The composition root: settings in, ports out. Nothing else knows every adapter.

A module for each kind of process, so that each loads only what it runs.
"""
