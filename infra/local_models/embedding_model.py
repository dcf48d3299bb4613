"""The embedding model of this release, named without loading it."""

MODEL = "all-MiniLM-L6-v2-int8"
DIMENSIONS = 384
