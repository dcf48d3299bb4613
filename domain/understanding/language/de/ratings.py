"""A rating from 1 to 5, as people give it: "five", "5/5", "4 von 5", stars, "eine vier"."""

from domain.understanding.word_sets import word_set

AROUND = word_set(
    "an was so oh ok in super eine ein ich würde wuerde sagen gebe geb geben dir euch es war ist",
    "das die der von für fuer sterne sternen stern punkte punkt bitte danke klare volle glatte",
    "note bewertung meine wohl gerne auf jeden fall sehr gut schlecht toll",
)
NUMBERS = {
    "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "einen": 1, "einer": 1, "einser": 1, "zweier": 2, "dreier": 3, "vierer": 4, "fünfer": 5,
}  # fmt: skip
STARS = r"sternen?"
OUT_OF = r"von|aus"
FIVE = r"fünf|fuenf"
