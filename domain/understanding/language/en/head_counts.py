"""Persons as people count them when asked how many: "me plus two", "two adults and a child"."""

from domain.understanding.word_sets import word_set

MYSELF = word_set("me i im myself")
ONE_PERSON = word_set(
    "wife husband partner spouse son daughter child kid toddler baby friend colleague neighbour",
    "neighbor mother father mum mom dad brother sister aunt uncle cousin nephew niece grandma",
    "grandpa grandmother grandfather girlfriend boyfriend boss guest person adult senior student",
    "teenager infant flatmate roommate fiance fiancee guy girl boy man woman",
)
MANY_PERSONS = word_set(
    "adults kids children babies friends colleagues people persons guests others seniors students",
    "sons daughters brothers sisters parents grandparents neighbours neighbors teenagers infants",
    "cousins guys girls boys men women toddlers more",
)
MINE = word_set("my our her his their")
ARTICLES = word_set("a an one another the")
AROUND = word_set(
    "coming just only so for us we are were will be there its it is that makes in total all",
    "together please of ok well party group making",
)
BOTH = {"both": 2}
JOINED_BY = word_set("and plus with &")
