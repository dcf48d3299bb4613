"""Words at which a message with several needs is split."""

from domain.understanding.word_sets import word_set

REFERS = word_set("it that this they them its these those")

QUESTIONS = """
    tell|let me know? what|how|when|where|who|why|which|if|whether
    what|how|when|where|who|why|which|can|could|do|does|did|is|are|may|will|would|should
"""
REFUSED = """
    not|never|no_longer ~2 want|need|like|wish|trying
    no need
"""
"""A wish that is named in order to say that it is none."""
SHORT_FORMS = word_set("nr st ca dr mr mrs vs tel etc approx")
"""With a full stop that ends no sentence."""
SUBJECT = r"i|you|we|they|he|she|it|there|this|that|these|those|the|an?|my|your|any|anyone|someone"
VERB_BEFORE_SUBJECT = r"can|could|do|does|did|is|are|was|were|has|have|had|am"
"""Begins a question where a subject follows."""
OPENER = (
    r"what|whats|how|hows|when|whens|where|wheres|who|whos|why|which|can|could|may|will|would|"
    r"should|i (?:just |only |also )?want|i wanna|i need|i would|id like|i'd like|i'?m looking|"
    r"i also|please|pls|tell me|give me|show me|let me|get me|help me|track|return|cancel|refund|"
    r"change|check|connect|talk to|speak to|speak with|send back|take back|"
    r"want(?:ed)? to (?:know|ask)|need to (?:know|ask)|wonder(?:ing)? (?:if|what|how|when|where)|"
    r"(?:know|ask|find out|see) (?:what|how|when|where|who|why|which|if|whether)|whether"
)
"""Begins a wish of its own."""
JOINT = r"and|n|also|plus|besides|meanwhile|then|oh|btw|ps|as well as"
"""Before another wish."""
AFTER_JOINT = r"also|then|please|by the way|while (?:you|we)'?re at it|if (?:not|so|yes)"
ARTICLE = r"the|a|an|your|my"
"""Before what a question is about."""
ASKS_WHETHER = r"is|are|was|were|has|have|does|do|did"
EXPLETIVE = r"\bis it (?:possible|ok|okay|allowed)\b"
"""An "it" that stands for nothing."""
LED_IN = (
    r"and|also|plus|oh|then|besides|meanwhile|first(?:ly)?|second(?:ly)?|"
    r"(?:i have )?(?:two|three|2|3|a few|some) (?:questions|things)"
)
"""Before what a part says, and no part of it."""
AFTER_LED_IN = r"also|then"
LISTED = r"and|,\s?and|as well as"
"""Between two of several things."""
