"""How the time of every pattern and every reading function grows with hostile texts."""
