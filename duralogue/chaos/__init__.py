"""Dying on purpose: named moments at which a process can be made to kill itself."""
