"""Words between and around the things of an enumeration: "two blue mugs and one plate"."""

from domain.understanding.word_sets import word_set

APART = r"and|plus|as well as|along with|also|then"
"""Between two things, or between what is said of one."""
EITHER = r"or"
INQUIRES = (
    r"(?!how about|what about)"
    r"(?:what|whats|what's|how|when|where|who|why|which|do|does|did|is|are)"
)
"""Begins a question about things, and no wish for one."""
CLOSES = r"nothing else|nothing more|no more than that|that is all|that\'s all|that\'s it"
"""Ends what is wanted, and denies nothing of it."""
EVERY = word_set("all both each every everything")
"""What stands beside them holds for all things."""
FURTHER = word_set("more another additional extra further too also add plus")
"""One more thing, though one of its name was named before."""
TAKES_OFF = word_set("remove delete drop without skip leave take off strike scrap cancel")
"""Before a thing: it is not wanted any more."""
TAKES_OFF_AFTER = word_set("off out away")
"""Behind a thing they say the same."""
SINGLE = word_set("a an")
"""One, before a thing."""
ONLY_ONE = r"(?<=only )one|(?<=just )one"
"""Counts, though "the only one" does not."""
ARTICLES = word_set("the a an")
TIMES = ()
"""Behind a number in one word these still count: "zweimal" in German."""
ENDINGS = ("s", "es")
"""Of a word of a list as it may be said."""
BESIDE = word_set(
    "a an the of in for from to with size i id we want would like need please give me us get take",
    "have order each all both and plus then also it them its some on at by that thats will be make",
    "rather instead",
)
"""They may stand beside the parts of an answer that says nothing else."""
