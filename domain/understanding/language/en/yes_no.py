"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.word_sets import word_set

STRONG_YES = word_set(
    "yes yep ye ya yh mhm yeah yup yess yas yea aye yessir yeh absolutely definitely certainly",
    "affirmative indeed y si sí oui surely totally proceed continue",
)
WEAK_YES = word_set(
    "sure ok okay okey okie oki okeydokey okidoki okiedokie k kk right correct exactly fine",
    "perfect great good cool agreed agree confirmed confirm accepted accept approved approve deal",
    "granted alright excellent wonderful awesome nice lovely brilliant super deffo course clearly",
    "dokey",
)
STRONG_NO = word_set("no nope nay noo naw negative n never")
NEGATORS = word_set(
    "not dont doesnt didnt wont isnt arent cant cannot shouldnt wouldnt aint without",
)
FILLERS = word_set(
    "oh ah um uh hm hmm well so and please pls plz pleas thanks thank thx ty you it its is that",
    "thats this the i im id ill me my do does would will lets us we to a an of want like very",
    "much again with cheers sir madam maam mate man dude buddy bro friend now then be actually",
    "sorry for hell there here hi hello hey",
)
HESITATION = word_set("actually oh ah um uh hm hmm well so")
CONTRAST = word_set(
    "but though although however except only unless if until before after when because instead",
    "rather wait hold half later first other another else provided",
)
"""Words after which a yes is not what it was."""
WELCOME = word_set(
    "great good lovely nice perfect fine wonderful awesome amazing brilliant super ideal",
)
""" "That would be great": the one is done, the other is welcome."""
STATING = word_set("is are")
UNFINISHED = word_set("and or")
"""A message that ends with one of these goes on in the next."""
ASKING = word_set("is are was do does did will would can could shall should may might has have")
ASKED = word_set("i you we they he she it that this the my there these those")
"""A sentence that begins with one of the first and then one of these asks, with or without "?"."""
REQUESTING = word_set("please pls plz just it")
