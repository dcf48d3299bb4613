"""Orders about the talk itself, told by their form: stop, start over, go back."""

from domain.understanding.word_sets import word_set

LEAD = word_set(
    "i we want to would like id wed need meant mean can could you may should lets let me us my no",
    "nope wanna gonna think now still changed mind help will moment oh ok u oops ups alright",
    "right then so well rather instead for have must unfortunately",
)
TRAIL = word_set(
    "process request conversation chat flow form whole complete everything all procedure",
    "immediately after anymore right away thing stuff asap email mail e entirely completely",
    "altogether cheers bye",
)
CERTAIN = word_set("cancel cancle cancell cansel canel abort discontinue terminate revoke")
CERTAINLY_DONE = word_set("")
"""Of the participles those that begin like none of these."""
VERBS = word_set(
    "stop quit exit end abandon withdraw scrap drop forget leave scratch undo nevermind nvm",
)
"""The others also begin what is no order: "drop damage on the corner", "leave a message"."""
AT_THE_END = word_set("cancel cancle")
"""German says the verb last, and "return cancel" is how people type in a hurry."""
ASKING = word_set("what how when where why is are does did")
"""Begin a question: "what does it cost to cancel" and "wie kann ich stornieren" order nothing."""
PARTICIPLES = word_set("cancelled canceled aborted stopped withdrawn revoked terminated undone")
TO_BE_DONE = word_set("should must needs need want wanted like please will can")
IS_DONE = word_set("was were is are has been got get gets why said says")
""" "My order was cancelled" tells how things are."""
LETS_GO = word_set("forget leave nevermind nvm")
"""Said of the talk and of nothing else: "forget my order" cancels no order."""
AT_ANOTHER_TIME = word_set("a an any later afterwards anytime until till within after")
ASKS_LEAVE = word_set("can could may")
"""Begin a question for what is possible …"""
ASKERS = word_set("i we one")
"""… with one of these."""
PARTED = (("call", "off"),)
"""Words for stopping with another word between their halves."""
CALLS_OFF = PARTED
"""Said of an appointment and the like, and never of the talk."""
CHANGED_MIND = (
    r"(?:i )?(?:have |had |ive )?changed my mind"
    r"(?: about (?:it|this|that|everything|all of it|all this|all of this|the whole thing))?"
)
LEAVES_THING = ""
STOPS = r"never mind|leave it|leave it at that|let it go"
RESTARTS = (
    r"(?:start|begin|do it|do this) (?:it |this |all |everything )?"
    r"(?:over|again|anew|afresh|from scratch|from the (?:beginning|start|top))|restart|reset|redo|"
    r"from scratch|back to the (?:start|beginning)"
)
BACKS = (
    r"(?:go |step |take me |get )?(?:one |a )?(?:step )?"
    r"back(?: one| a step| one step| to the (?:previous|last) (?:one|question|step))?|"
    r"(?:the )?previous(?: question| one| step)?"
)
DOING = ("ing",)
STOPS_DOING = word_set("stop quit")
""" "Stop looking" is about what the bot does."""
BESIDE_DONE = word_set("please")
"""After "should be cancelled"."""
BEING = word_set("be")
NO_DENIAL = word_set("never")
"""A no that denies what follows and is no answer."""
NO_LEAD = word_set()
"""Courtesies that are more than that before an order."""
