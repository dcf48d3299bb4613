"""Forms of clauses that ask about a cancellation, suppose it, tell of it or wish it."""

from domain.understanding.word_sets import word_set

OPENINGS = word_set(
    "und aber also oder ok okay na hi hallo hey ja jo nein hm äh sorry moment warte mal kurz gut",
    "halt erst erstmal noch denn nur dann guten tag morgen abend ach",
)
JOINED_BY = "aber|weil|denn"
INTERROGATIVES = word_set(
    "was wie wer wem wen wo wann warum wieso weshalb welche welcher welches welchen welchem wohin",
    "woher womit wofür worauf wieviel wieviele ob inwiefern bis ab",
)
NO_INTERROGATIVES = ("wie wäre es wenn", "wie wärs wenn", "warum nicht")
AUXILIARIES = word_set(
    "kann könnte darf dürfte muss müsste soll sollte ist sind bin wäre wären gibt gäbe geht ginge",
    "kostet bekomme bekommt bekäme kriege kriegt werde wird werden würde hat habe haben habt hätte",
    "brauche braucht verfällt verliere verlieren zahle zahlt behaltet gilt lohnt entstehen fällt",
    "fallen reicht genügt besteht bestehen dürfen können müssen lässt berechnet verlangt nehmt",
    "macht bleibt zählt schickt akzeptiert",
)
SUBJECTS = word_set(
    "ich man wir ihr es er sie das dies die der da mir mich uns mein meine unser unsere euer eure",
    "ein eine jemand kunden absagen stornieren stornierungen absage stornierung",
)
MAY_GIVE_LEAVE = word_set("kann könnte darf dürfte können dürfen")
ASKS_FOR_ONESELF = word_set("ich wir jemand")
BIDS = word_set("kannst könntest könnt könntet würdest würdet magst mögt wollt willst können")
BIDDEN = word_set("du ihr sie mir")
CONDITIONS = word_set("wenn falls sobald sofern bevor nachdem solange sollte soweit")
INTERROGATIVE_TOO = word_set("")
INDIRECT = word_set("ob")
PLEASE = word_set("bitte pls plz")
ASKED_THINGS = word_set(
    "frage fragen regel regeln regelung bedingungen infos info informationen auskunft frist gebühr",
    "gebühren kosten details wissen erfahren interessiert interessieren verstehen hinweise risiko",
)
PREPOSITIONS = word_set("zu zum zur über bei beim für fürs wegen bezüglich mit im der des von vom")
TOPICS = word_set("absagen stornieren stornierung stornierungen absage storno")
AROUND_TOPICS = word_set("das die der ein eine so mit und zum zur beim wegen termin termine")
FIRST_PERSON = word_set("ich wir")
INVERTED = word_set("muss möchte will würde müssen möchten wollen")
"""Before "ich": "leider muss ich absagen"."""
SUBJECTS_OF_QUESTIONS = word_set("ihr du man")
"""Behind the verb: "sagt ihr auch mal ab?"."""
AFTER_TOPICS = word_set("von des der für am im bitte jetzt heute morgen mein meinen den das")
VERB_ENDINGS = ("t",)
"""Of verbs that begin a question: "überlebt mein Gutschein …"."""
WISHES = (
    r"(?:ich|wir) (?:muss|möchte|will|würde|werde|wollen|müssen|möchten|würden|werden|sollte"
    r"|hätten?)(?: (?!wissen|fragen|wenn|falls)\w{1,20}){0,7}? W"
    r"|(?:muss|möchte|will|würde|müssen|möchten|wollen) (?:ich|wir)"
    r"(?: (?!wissen|fragen|wenn|falls)\w{1,20}){0,6}? W"
    r"|(?:muss|möchte|will|müssen|möchten)(?: (?:leider|daher|also|deshalb|nun|jetzt|doch)){0,2} W"
    r"|(?:ich|wir) W"
)
WISHED_FORMS = word_set(
    "absagen abzusagen stornieren storniere storniert sage sagen canceln cancle abbrechen breche",
    "widerrufen widerrufe abgesagt",
)
TOLD = (
    r"\b(?:hat|hatte|haben|wurde|wurden|worden)(?: \w{1,14}){0,5} (?:storniert|abgesagt)\b"
    r"|\b(?:storniert|abgesagt) (?:hat|hatte|haben|wurde|wurden|worden)\b"
)
