"""Words that pick one of the offered choices, or none."""

from domain.understanding.word_sets import word_set

EMPTY = word_set(
    "i im id ive ill me my mine you your we our it its this that thats these those the a an one",
    "ones any anything some something is are am was were be been to of for at on in with from by",
    "about as if or and but so too also do does did done have has had got get can could will",
    "would shall should may might let lets please thanks thank thx pls sorry really just right",
    "now actually honestly well oh um hm hmm yet here there hand moment all out today currently",
    "tbh fine ok okay such sort kind far time much more than like",
)
"""Words that say nothing by themselves."""
TALK_OF_ANSWERING = word_set(
    "know think remember recall say saying tell telling give giving answer find found need needed",
    "want come comes mind apply applicable necessary required relevant special particular",
    "question questions part step field detail details information idea clue sure certain matter",
    "matters leave prefer rather of else add comment continue proceed good like",
)
"""What a person who does not answer talks of."""
NEGATIONS = word_set(
    "no not none nothing never neither without nope nay cant cannot dont doesnt didnt havent",
    "hasnt isnt wont wouldnt couldnt",
)
SKIPS = word_set(
    "skip skipping continue proceed comment pass next dunno idk unknown unsure blank empty rather",
)
MORE = word_set("next more other others another different else later further none neither")
SUITS = word_set("work works suit suits fit fits good")
AROUND_MORE = word_set(
    "time times date dates day days week slot slots option options choice choices one ones show",
    "see what them all someone somebody page next better",
)
ASKING_FOR = word_set(
    "have take get book come make choose possible free available still open there how about and",
    "or am um pm oclock clock around next half past quarter to first second third fourth fifth",
    "last earliest early late morning afternoon evening today tomorrow week noon",
)
EARLIEST = ("earliest", "soonest")
"""Beginnings of words."""
POSITION = r"number|no|nr|option|choice"
"""Before the number of a choice."""
ARTICLES = word_set("the on")
BESIDE_NUMBER = word_set("the one please option choice number nr i ll take")
"""What may stand beside the number of a choice that is named by nothing else."""
PARTS_OF_DAY = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24)}
"""From one hour to another."""
