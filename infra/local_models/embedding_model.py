"""The embedding models of this release, named without loading them."""

MODEL = "all-MiniLM-L6-v2-int8"
DIMENSIONS = 384

MULTILINGUAL = "multilingual-e5-small-int8 with all-MiniLM-L6-v2-int8"
"""Of an index that two models have made: one its passages' vectors, the other all the rest."""
MULTILINGUAL_DIMENSIONS = 384
