"""The commands of `duralogue`, thin: they read settings and call what does the work.

Each imports what it runs when it runs, so that `duralogue --help` answers at once.
"""
