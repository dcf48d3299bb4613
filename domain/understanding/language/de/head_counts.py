"""Persons as people count them when asked how many: "ich plus zwei", "zwei mit Kind"."""

from domain.understanding.word_sets import word_set

MYSELF = word_set("ich mich mir")
ONE_PERSON = word_set(
    "frau mann partner partnerin sohn tochter kind kleinkind baby freund freundin kollege kollegin",
    "nachbar nachbarin mutter vater mama papa bruder schwester tante onkel oma opa cousin cousine",
    "neffe nichte chef chefin gast person erwachsener erwachsene erwachsenen senior schüler",
    "mitbewohner mitbewohnerin verlobter verlobte mitarbeiter",
)
MANY_PERSONS = word_set(
    "kinder kindern erwachsene freunde freunden freundinnen leute leuten personen gäste gästen",
    "kollegen kolleginnen söhne töchter brüder schwestern eltern großeltern babys senioren",
    "nachbarn weitere weiteren andere anderen jugendliche jugendlichen schülern kleinkinder",
    "kleinkindern",
)
MINE = word_set(
    "mein meine meinem meiner meinen unser unsere unserem unserer unseren",
)
ARTICLES = word_set("ein eine einem einer einen noch")
AROUND = word_set(
    "nur für uns wir sind waren werden es das macht insgesamt zusammen bitte also allein alleine",
    "selbst komme kommen gruppe",
)
BOTH = {"beide": 2, "beiden": 2}
JOINED_BY = word_set("und plus mit &")
