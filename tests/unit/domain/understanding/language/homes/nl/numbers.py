"""Numbers in words."""

from domain.understanding.word_sets import word_set

NUMBERS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9, "tien": 10, "twintig": 20, "drieëntwintig": 23,
}  # fmt: skip
SCALES = {"honderd": 100, "duizend": 1_000}
DOZENS = {"dozijn": 12}
JOINING = word_set("en")
