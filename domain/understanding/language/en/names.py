"""Phrases in which people give their name, and words that are no names."""

from domain.understanding.word_sets import word_set

FIRST_NAMES = word_set("will can may mark guy")
"""They are names too, before another one and in capitals: "Will Young"."""
GREETS = word_set("hi hello hey yes no ok okay sorry sure well so")
ENDS = word_set(
    "speaking here calling and from but please thanks thank i my not instead with at on for is am",
    "sorry the a if or an",
)
NO_NAMES = word_set(
    "yes no yep nope ok okay sure hello hi hey help thanks thank you your me my mine i we they it",
    "he she them us our this that these those here there what why how when where who which whose",
    "can could would should will shall do does did dont doesnt didnt am is are was were be been",
    "have has had not never nothing nobody none nevermind maybe later soon now today tomorrow",
    "yesterday please sorry cancel stop wait back again human agent person someone somebody order",
    "return refund flight delivery package parcel broken damaged late lost angry unhappy happy",
    "waiting looking calling trying having getting going fine good great bad wrong right true the",
    "a an of to in on at by with without about if because so and or but want need know like think",
    "said say tell told mean opened cancelled canceled arrived sent got id ill im ive rather",
    "prefer cant wont thats whats youre theyre heres lets anonymous",
)
"""Words that no answer with a name holds; a sentence has at least one of them."""
TITLES = word_set("mr mrs ms miss")
SAID = (
    r"my (?:full |first |last |family |sur)?name is|my names|my name's|my name"
    r"|(?:the|full|first|last|customer) name is|the name's|name's|name is"
    r"|change (?:my |the )?name to|i go by|name:|call me|you can call me|the name would be"
    r"|(?:it's |it is )?under the name(?: of)?"
)
"""Before a name, in so many words."""
GREETED = r"hi|hello|hey|yes|ok|okay|sure|oh|sorry|no|well|actually"
WEAK = (
    r"i am called|i'm called|they call me|people call me|it's me,?|it's|its|it is|i'm|im|i am"
    r"|this is|that's|that is|that would be|for|mr\.?|mrs\.?|ms\.?"
)
"""Before a name where a name was asked for."""
IS_MY_NAME = r"is my name"
CORRECTING = r"\b(?:i meant|i mean|i said)|\b(?:wrong|not my) name\b|\bname (?:is|was) wrong"
"""Before a name that corrects another one."""
AND_MORE = r"from|calling|and"
"""After a name, before more about the person."""
