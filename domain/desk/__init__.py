"""The desk of human agents: who is there, who is next, what their screens hear."""
