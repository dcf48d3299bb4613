"""A person's name in a text: "my name is Grace", "ich heiße Jürgen Müller", or bare."""

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
