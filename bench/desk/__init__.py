"""The desk's load: two hundred agents, two thousand who wait, and a million stored conversations."""
