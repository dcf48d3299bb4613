"""Other engines on the same machine and the same PostgreSQL, each in an environment of its own."""
