"""Forms of clauses that ask about a cancellation, suppose it, tell of it or wish it."""

from domain.understanding.word_sets import word_set

OPENINGS = word_set(
    "by until till up to and but so or ok okay well hi hello hey yes yeah no hm sorry just",
    "quick one moment wait hang hold on also then first good great right morning evening now",
    "anyway",
)
"""Before what a clause begins with."""
JOINED_BY = "but|because|since"
INTERROGATIVES = word_set(
    "what whats which who whos whom whose where wheres why how hows whatever whether"
)
NO_INTERROGATIVES = ("how about", "what about you", "why dont you", "why not")
"""Propose something where they look like questions."""
AUXILIARIES = word_set(
    "can could may might must should shall do does did is are was were will would has have had am",
    "isnt arent cant couldnt wont wouldnt dont doesnt",
)
SUBJECTS = word_set(
    "i we you it that this there they one people someone somebody anyone he she my our your the",
    "a an any im ive id youre its theyre thats something cancelling canceling cancellation",
    "cancellations cancelled customers",
)
MAY_GIVE_LEAVE = word_set("can could may might")
ASKS_FOR_ONESELF = word_set("i we you u someone somebody anyone")
BIDS = word_set("can could would will may might wont")
BIDDEN = word_set("you u someone somebody anyone")
CONDITIONS = word_set(
    "if when whenever once unless before after until provided providing assuming supposing while"
)
INTERROGATIVE_TOO = word_set("when")
"""Of the conditions: "when at the latest would I have to cancel?"."""
INDIRECT = word_set("whether")
PLEASE = word_set("please pls plz kindly")
ASKED_THINGS = word_set(
    "question questions query rule rules policy policies terms conditions info information",
    "details fee fees window charge charges cost costs deadline notice risk procedure process",
    "know understand learn hear read faq help clarity advice penalty ask asking wondering",
    "curious",
)
PREPOSITIONS = word_set("about on for regarding re of in concerning around with to against")
TOPICS = word_set("cancelling canceling cancellation cancellations")
AROUND_TOPICS = word_set("the a an any your about and so as for what")
FIRST_PERSON = word_set("i we id ill ive weve im wed")
INVERTED = word_set("")
SUBJECTS_OF_QUESTIONS = word_set("")
AFTER_TOPICS = word_set("of for it my the this that at on in by as is please now today tomorrow")
"""Behind such a word these begin something else; any other makes it part of a thing's name."""
VERB_ENDINGS: tuple[str, ...] = ()
"""Of verbs that begin a question by themselves."""
WISHES = (
    r"(?:i|we|id|ill|weve|ive|im|wed|well)(?: (?!if|when|whether|what|how)\w{1,14}){0,3}?"
    r" (?:(?:want|need|have|like|wish|going|got|decided|ought|prefer|hoping|hope|love|looking"
    r"|trying|forced|obliged|intend|plan)(?: \w{2,4}ly)? to|must|will|gonna|wanna|better|rather"
    r"|should|gotta)(?: (?:please|just|now|also|unfortunately|sadly|really|have to)){0,2} W"
    r"|(?:ill|wed better|id better|id rather|wed rather) W"
    r"|(?:gotta|need to|have to|must|gonna have to|want to|wanna) W"
    r"|(?:i|we|id|wed)(?: \w{1,8})? (?:want|need|like|have)(?: \w{1,12}){1,5} W"
)
"""W is the word for stopping something."""
WISHED_FORMS = word_set(
    "cancel cancle cancell canel cansel call abort terminate revoke cancelled canceled"
)
TOLD = (
    r"^(?:he|she|they|(?:my|her|his|their|our|a|another|some) \w{2,14})(?: has| had| just)?"
    r" (?:cancelled|canceled|cancels) (?:it|her|his|their|the|a|last|yesterday|on|and|with|an)\b"
)
"""Somebody else has done it."""
