"""Answers to what the dialogue offers, confirms and asks."""

from domain.understanding.word_sets import word_set

ACKNOWLEDGES = word_set(
    "ok okay k kk great perfect fine good nice cool alright right super thanks thank you thx",
    "cheers understood got it that thats is very so much well all oh ah",
)
""" "Great, thanks" after something else was answered may be meant for that, and pays nothing."""
NO = word_set("no not")
BESIDE_A_NUMBER = word_set(
    "and what about how then ok okay well no not sorry i meant mean it its is the my this that",
    "one other order number nr instead please try take use with for maybe also again so now oh",
    "wait actually rather too either fine yes hm hmm ah or lets go first second last third",
    "another do same was",
)
PARTLY = word_set("only just")
THANKS = word_set("thanks thank thx")
NEEDING = word_set("need")
NOT_SO = word_set("not no never without")
ASKING = word_set("what when how why which")
MAIL_WORDS = word_set("email mail e address")

NO_MATTER = """
    no problem|problems|worries|rush|hurry|stress|bother
    not a problem
"""

HINTS = {
    "wait": "wait waiting stay hold",
    "callback": "call callback phone ring calling",
    "ticket": "ticket message email mail write",
    "none": "none neither",
}
"""Words for each of the offers while nobody is free."""
SOMEBODY = "get me someone somebody anyone"
"""Words of a wish for a human."""
KEEPING = ("keep",)
"""Words of a value that leaves a thing as it is …"""
CALLING_OFF = ("cancel",)
"""… and of one that calls it off."""
OF_EVERYTHING = ("id", "number", "nr", "code", "key")
"""Words in the names of slots that say nothing about what they are for."""
LEADS_IN = r"and|but|so"
SUBORDINATE = r"(?:what|how|when|where|who|why|which) (?:i|we|you|they|he|she|it|the)\b|when my\b"
"""Begins a clause that comes before the main one."""
QUESTION = (
    r"what|whats|how|when|where|who|why|which|can|could|do|does|did|is|are|may|will|would|should"
    r"|has|have"
)
SURE_QUESTION = (
    r"(?:what|whats|how|when|where|who|why|which) "
    r"(?:is|are|do|does|did|will|can|could|would|should|long|much|many|about)\b"
    r"|(?:can|could|do|does|did|is|are|may|will|would|should|have)"
    r" (?:i|you|we|they|it|there|this|that)\b"
)
"""Is a question without its mark too."""
PLAIN_CORRECTION = r"i meant|i mean|i said|change (?:it|that|the|my)"
BEGINS_CORRECTION = (
    r"(?:oh |ah |um |hm |hmm |ok |well )?(?:no|nope|nah|wait|sorry|oops|actually|hold on|hang on)"
    r"|make (?:it|that)|rather"
)
CORRECTION = (
    r"i meant|i mean|i said|not .{0,200} but|instead|wrong|mistake|correction"
    r"|change (?:it|that|the)|typo|mistyped|mixed up|meant to (?:say|write|type)"
)
