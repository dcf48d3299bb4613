"""Words that join clauses, and those that only give a reason."""

from domain.understanding.word_sets import word_set

INTERROGATIVE = word_set("what when where who why which how")
JOINING = r"and"
LIGHT_WISHES = word_set("please id may make let")
"""Wishing elsewhere, and not in a clause that says why."""
NO_CONDITION = word_set("rather wait")
NO_CONDITION_PHRASE = "after all"
LEADS_IN = word_set("so also well")
"""Before what a clause begins with."""
