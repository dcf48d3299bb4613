"""Growth of the time that patterns and reading functions take on hostile texts."""
