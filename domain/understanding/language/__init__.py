"""The languages that are understood: which one a message is in, and a home for each."""
