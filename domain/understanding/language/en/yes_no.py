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

YES_PHRASES: tuple[str, ...] = (
    "of course", "go ahead", "please do", "do it", "do that", "do so", "do this", "go for it",
    "sounds good", "sounds great", "sounds fine", "sounds right", "sounds like a plan",
    "sounds perfect", "why not", "no problem", "no problems", "no objection", "just do it",
    "no objections", "no doubt", "i dont mind", "dont mind", "do not mind", "for sure", "you bet",
    "all right", "i do", "it is", "they are", "that works", "works for me", "good for me",
    "fine by me", "fine with me", "ok with me", "okay with me", "good to go", "i am sure",
    "im sure", "i am in", "im in", "make it so", "make it happen", "lets go", "lets do it",
    "lets do this", "lets do that", "by all means", "feel free", "be my guest", "carry on",
    "keep going", "go on", "you can", "you may", "you can do it", "you may do it", "right away",
    "straight away", "as you say", "that one", "this one", "the one", "thats the one",
    "thats the plan", "with pleasure", "thumbs up", "thats right", "get it done", "hell yeah",
    "same here", "roger", "roger that", "ten four", "uh huh", "mm hm", "you have my ok",
    "you have my permission", "id appreciate that", "id appreciate it", "thats what i want",
    "that is what i want", "thats what i wanted", "what i want", "what i asked for",
    "thats what i need", "that is what i need", "sure thing", "happy to", "id love to",
    "i would love to", "my pleasure", "i confirm that",
    "fine with that", "im fine with that",
    "im fine with it", "im good with that", "im good to go", "all correct",
    "all of that is correct",
    "everything is correct", "thats all right and correct", "you have my blessing",
    "you have my go ahead",
)  # fmt: skip
NO_PHRASES: tuple[str, ...] = (
    "do not", "i do not", "please do not", "not really", "not yet", "not now", "not today",
    "rather not", "id rather not", "i would rather not", "absolutely not", "definitely not",
    "of course not", "certainly not", "no way", "no chance", "please dont", "dont do it",
    "dont do that", "dont do this", "it isnt", "it is not", "its not", "thats wrong",
    "that is wrong", "not correct", "i dont think so", "dont think so", "id prefer not to",
    "prefer not to", "prefer not", "under no circumstances", "in no case", "not at all",
    "no thank you", "no thanks", "no need", "not necessary", "not needed", "no go",
    "that wont be necessary", "it wont be necessary", "that will not be necessary",
    "thanks but no thanks", "god no", "oh god no", "good god no", "heavens no", "hell no",
    "nothing doing", "thumbs down", "let it be", "not interested", "id better not", "better not",
)  # fmt: skip
GIVING: tuple[str, ...] = (
    "that", "it", "this",
)  # fmt: skip
FILLER_PHRASES: tuple[str, ...] = (
    "i said", "as i said", "like i said", "thank you so much", "thanks so much", "thanks a lot",
    "thanks a bunch", "for sorting this out", "for sorting it out", "for sorting this",
    "for sorting that out", "for taking care of this", "for taking care of it", "for your patience",
    "many thanks", "thank you very much", "would be great", "would be good",
    "would be lovely", "would be nice", "would be perfect", "would be fine", "id like that",
    "i would like that", "i want that", "want you to", "like you to", "with it", "with that",
    "with this", "for me", "very well", "thanks for the help", "thanks for your help",
    "thank you for your help", "thank you for the help",
    "the sooner the better", "as soon as possible", "what i wanted", "any more", "anymore",
    "at all",
)  # fmt: skip
OPEN_PHRASES: tuple[str, ...] = (
    "yeah right", "be sure", "be right", "be sorry", "be here", "be cool", "cool it",
    "good for you", "great for you", "you may be", "you can be", "you want", "you would",
    "i would do", "i would say", "i will do", "ill do", "to hell", "please again", "again please",
    "go back", "i take it back", "i take that back", "ill take it back", "ill take that back",
    "ok now", "okay now", "fine now", "good now", "great now", "alright now", "all right now",
    "works now", "that works now", "perfect now", "ok again", "okay again", "fine again",
    "good again", "works again",
)  # fmt: skip
"""They hold a yes and say something else: "it's fine now" needs no refund any more."""
SOFT_PHRASES: tuple[str, ...] = (
    "dont worry", "no worries", "thats it", "that is it", "all good", "im good", "i am good",
    "im fine", "i am fine", "im all right", "im alright", "im ok", "im okay", "i am ok", "its ok",
    "its okay", "its fine", "its all right", "its alright", "it is ok", "it is okay",
    "it is fine", "it is all right", "it is alright", "thats ok thanks", "thats ok thank you",
    "thats okay thanks", "thats okay thank you", "thats fine thanks", "thats alright thanks",
    "thats all right thanks",
)  # fmt: skip
"""A yes only beside another one: "I'm good, thanks" and "it's fine" turn an offer down."""
CALLING_OFF = frozenset({"cancel", "stop"})
"""Stems of what a question may offer, which "cancel it" also says to the bot."""
UNDECIDED = (
    r"not (?:so |quite |really |entirely |too )?sure|unsure|maybe|perhaps|dont know|do not know|"
    r"dunno|no idea|no clue|not certain|depends|possibly|probably not|not decided"
)
WOULD_BE = ("would be", "sounds", "is")
""" "That sounds good"."""
PLAIN = {"go": True, "go!": True, "go go go": True}
"""Answers by the whole message."""
COURTESIES = word_set("please thanks")
"""Known also with a letter wrong."""
JOINING = word_set("and but")
AND = word_set("and")
CHOOSING = word_set("or")
ORDERS = frozenset({("do", "it"), ("do", "that"), ("do", "this")})
"""Begin like a question and are none."""
BEFORE_REQUEST = word_set("yes then so")
DELIVERING = word_set("send issue create make print give email")
"""What is done with a thing that the flow makes: "send the label"."""
OBJECTS = word_set("it them")
"""What "refund it" is said of."""
CURRENCIES = {
    "€": ("eur", "euro", "euros"),
    "$": ("usd", "dollar", "dollars"),
    "£": ("gbp", "pound", "pounds"),
}
ENDINGS = ("ing", "ed", "es", "s", "e")
"""Of words, for telling one word by its forms."""
LEADS_IN = frozenset(
    (yes, so)
    for yes in ("ok", "okay", "right", "yes", "yeah", "sure", "well")
    for so in ("so", "well")
)
""" "Ok, so" is how a sentence begins."""
