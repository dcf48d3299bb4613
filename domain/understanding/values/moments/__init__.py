"""Moments, ranges and durations that a text names, read by a grammar of small parts."""
