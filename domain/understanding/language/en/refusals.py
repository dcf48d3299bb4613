"""The words that refuse, tell and ask, without apostrophes."""

from domain.understanding.word_sets import word_set

WANTING = word_set(
    "want wanted wants wanna need needed needs wish intend intended plan planning interested",
    "rather necessary required wishing please pls plz like desire fancy asked ask requested mean",
    "meant said say mentioned feel care",
)
FIRST_PERSON = word_set("i we im id ill ive")
INTENDING = word_set("will wont wouldnt would going gonna shall shant refuse")
"""With these somebody says of themselves what they will not do."""
IMPERATIVE = word_set("dont do donot never no not nor stop")
COURTESY = word_set(
    "nah nope nay actually wait please pls plz sorry but ok okay and just also thanks thank you",
    "hey hi hello",
)
SAYS_NO_MORE = word_set("i we have got ive its will")
"""Beside what is refused these say nothing else."""
PARTED_FROM_VERB = word_set()
HANDS_OFF = word_set("have need should shouldnt must mustnt neednt may")
""" "You don't have to", "you should not"."""
STATES = word_set(
    "have has had havent hasnt hadnt got get gets getting receive received receiving is was are",
    "been there work works working arrive arrived come came know see find understand hear happy",
    "sure able believe remember expect happen seem fit fits give gave showed show appear",
)
NEEDLESS = word_set(
    "need reason wish interest interested desire intention intentions plan plans mood",
)
""" "There is no need to refund me"."""
UNABLE = word_set(
    "able have been received happy sure know understand possible allowed permitted supposed",
    "certain clear used required",
)
""" "I won't be able to return it" is no refusal."""
BEING = word_set("im am were are")
ABOUT = word_set("about after regarding concerning")
ITS = word_set("its it this that thats isnt wasnt")
""" "It's not about a return", "I'm not after a refund"."""
ASKING = word_set("if when whether why")
ASKS_FOR = word_set(
    "want need please can could would like wanna id lets let give send get show tell make may",
    "will",
)
TELLING = word_set(
    "i it its my the that this they he she we there your a an because since so as and but now",
)
"""A sentence that begins with these, and asks for nothing, tells how things are."""
NO_WISHES = word_set("keep wait hold own use wear pay lose miss spend stay worry say share")
"""Who does not want to keep it wants something done."""
ABOUT_THE_BOT = word_set(
    "bot bots chatbot robot robots machine machines computer ai computers program software",
    "assistant algorithm automated thing",
)
TALKING = word_set("talk talking speak speaking chat chatting")
BESIDE_YOU = word_set("to with")
WITH_YOU = word_set("you")
TURNING_AWAY = word_set("without no stop")
SMALL_WORDS = word_set(
    "i we you he she it they me us them him her my your our their this that these those there",
    "here a an the any some one of to for with on in at from by about as up out into and or but",
    "so if do does did done doing am is are was were be been being have has had get got getting",
    "make making start starting begin go going gonna can could will would shall should may might",
    "must want wants wanted wanna need needed like wish plan planning intend think thought said",
    "say interested really actually just still yet now then more anymore longer already also even",
    "all please thanks thank sorry hello hi hey what which who how when where why help let lets",
    "try rather instead again anyone anybody someone something anything nothing everything thing",
    "im nor neither",
)
POLITE_ASKING = word_set("can could")
""" "Could you not …" asks for something."""
LATE_SUBJECTS = word_set()
"""The first person where it may stand late, as after a verb in German."""
SECOND_PERSON = word_set("you")
STOPPING_LATE = word_set()
"""A late "not" with which an order may end: "das Paket bitte nicht schicken"."""
NOTHING = word_set("nothing")
TO_DO = word_set("do")
""" "It has nothing to do with a return"."""
CONDITION = "until|till|unless|before"
"""Before a clause that says under which condition something is done."""
STRIVING = word_set("forget hesitate fail")
"""Before "not" these deny no wish: "forget not to return it"."""
HERE_FOR = word_set("here for")
""" "I'm not here for a refund"."""
INFINITIVE = word_set("to")
TO_WANT = word_set("to wanna")
GOING_ON = ("ing",)
"""Ends of what somebody is doing."""
ORDER_ENDINGS: tuple[str, ...] = ()
"""Of a verb at the end of an order."""
PARTED_BY_SIGN = ""
"""A verb with its sign of the infinitive inside; the two groups are the verb without it."""
VERB_ENDINGS: tuple[str, ...] = ()
"""Of what the first person does."""
