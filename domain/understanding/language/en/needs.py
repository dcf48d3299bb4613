"""Several needs in one message: where it may be parted, and which parts are needs of their own."""

from domain.understanding.word_sets import word_set

REFERS = word_set("it that this they them its these those")
