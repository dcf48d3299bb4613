"""E-mail addresses as they are spoken."""

from domain.understanding.word_sets import word_set

AT = "ät|at|klammeraffe|at-zeichen"
DOT = "punkt"
DASH = "bindestrich|minus|strich"
UNDERSCORE = "unterstrich"
PLUS = "plus"
NO_NAMES = word_set("bin ist war bestellt schau steht mich mir hier da")
LEADS = word_set("ist mail email adresse lautet an unter")
