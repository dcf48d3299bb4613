"""The desk's load: 200 agents, 2,000 customers who wait, and a million stored conversations."""
