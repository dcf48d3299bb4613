"""Orders about the talk itself, told by their form: stop, start over, go back."""

from domain.understanding.word_sets import word_set

LEAD = word_set(
    "i we want to would like id need meant mean can could you may should lets let me us my no",
    "nope wanna gonna think now still changed mind help will moment oh ok u oops ups alright",
    "right then so well rather instead for have must unfortunately",
)
TRAIL = word_set(
    "process request conversation chat flow form whole complete everything all procedure",
    "immediately after anymore right away thing stuff asap email mail e entirely completely",
    "altogether cheers bye",
)
CERTAIN = word_set("cancel cancle cancell cansel canel abort discontinue terminate revoke")
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
