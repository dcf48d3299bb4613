"""Which embedding model this release brings; without loading it."""

MODEL = "all-MiniLM-L6-v2-int8"
DIMENSIONS = 384
