"""The values that a message names: numbers, days, times, names, identifiers."""
