"""Words by which a question rests on more than itself: on what was said before, on who asks it, on
the day it is asked."""

from domain.understanding.word_sets import word_set

EXPLETIVES = (
    r"\b(?:is|would|was) it (?:be )?(?:possible|allowed|ok|okay|necessary|required|mandatory|safe"
    r"|free)\b"
    r"|\b(?:does|will|would|do) it (?:take|cost)\b|\b(?:is|are) there\b|\bthere (?:is|are)\b"
)
"""Words of reference that refer to nothing."""
EMPTY = (
    r"\b(?:is|would|was) it (?:be )?(?:possible|allowed|ok|okay|necessary|required|mandatory|safe"
    r"|free)(?: for \w{1,20})? (?:to|that|if|when)\b"
    r"|\b(?:does|will|would|do) it (?:take|cost)(?: \w{1,20}){0,2} (?:to|for|if|until|before)\b"
    r"|\b(?:is|are) there\b|\bthere (?:is|are)\b"
)
"""The same where somebody may have just spoken of something: what they are about has to follow."""
REFERS = (
    r"\b(?:it|its|they|them|their|theirs|this|that|these|those|there|here|he|him|his|she|her|hers"
    r"|same|former|latter|above|else|another|other|others|instead|again|too|also|both|neither"
    r"|said|mentioned|such)\b|\b(?:the|which|a|any) (?:\w{1,20} )?ones?\b"
    r"|^(?:and|but|or|so|then|ok|okay|yes|no|what about|how about|in that case)\b"
)
LEADS = (
    r"^(?:(?:and|but|or|so|then|ok(?:ay)?|yes|no|well|great|thanks|alright|also|oh|hm{1,9})\b"
    r"[,.!;: ]{0,9}){1,4}"
)
"""Openings of a question that say nothing of what it is about."""
JOINS = r"^(?:(?:ok(?:ay)?|so|then)\b[,.! ]{0,9}){0,2}(?:and|but|or)\b"
ASKS_OF_ANOTHER = r"^(?:what about|how about|in that case)\b"
STANDS_FOR = (
    r"\b(?:it|they|them)\b|^(?:this|that|these|those)\b"
    r"|\b(?:is|are|was|were|does|do|did|can|could|will|would|should|must|has|have|had|for|of|about"
    r"|with|from|to|in|on|at|after|before|like|than|by|without|get|use|cancel|change|return|order"
    r"|pay|see|find|buy|keep|call) (?:this|that|these|those)\b(?! (?:one|ones)\b)"
)
"""Words in the place of a thing or of what was said. "That" after a noun begins a clause."""
MAY_REFER = (
    r"\b(?:it|its|they|them|their|there|here|same|former|latter|above|else|another|other|others"
    r"|instead|again|too|also|both|neither|mentioned|such)\b"
    r"|\b(?:the|which|a|any) (?:\w{1,20} )?ones?\b"
)
"""Words that set something beside what was said, or beside what the same clause says."""
NAMES_SOMETHING = (
    r"\b(?:a|an|the|my|your|our|his|her|their|any|some|each|every|no|another) \w{2,30}\b"
)
"""What a later word of the same clause may stand for."""
OPENINGS = (
    r"^(?:(?:up )?to|from|until|till|since|for|in|on|at|with|without|by|after|before|within|under"
    r"|over|how|which|what|when|where|why|who|whose)\b"
)
VERBS = (
    r"\b(?:is|are|was|were|be|am|do|does|did|can|could|may|might|must|shall|should|will|would"
    r"|have|has|had|needs?|costs?|takes?|gets?)\b|\w'(?:s|re|ll|d)\b"
)
"""A question that opens so and has none of these words is the rest of one."""
ON_A_DAY = (
    r"\b(?:today|tomorrow|yesterday|tonight|now|nowadays|currently|still|yet|already|ago|later|soon"
    r"|recently|(?:this|next|last|coming|past) (?:week|weekend|month|year|morning|afternoon|evening"
    r"|night|summer|winter|spring|autumn|fall|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday)|at the moment)\b"
)
TELLS_OF_ONESELF = (
    r"\bi'?m\b|\bi am\b|\bi was\b|\bi'?ve\b|\bi have (?:a|an|been|bought|ordered|paid|received)\b"
    r"|\bmy name\b|\b(?:i|we) (?:live|bought|ordered|paid|received|got|sent|lost|work|moved|need to"
    r" tell|returned|booked|cancelled|signed)\b|\b(?:mr|mrs|ms|dr)\.? [a-z]"
)
OWNS = r"\b(?:my|mine|our|ours)\b"
IN_GENERAL = (
    r"^(?:please |hi |hello )?(?:how (?:do|can|could|would|should|must) (?:i|we)"
    r"|can (?:i|we)|may (?:i|we)"
    r"|could (?:i|we)|do (?:i|we) (?:have|need)|am i allowed|is it (?:possible|allowed)|must i"
    r"|should i"
    r"|what (?:do|should|can|must) i do|what (?:do|should) i (?:need|bring)"
    r"|what (?:happens )?if (?:i|my)|where (?:do|can) i (?:change|update|enter|report|return))\b"
)
"""What so begins is asked of everybody's, even where it says "my": how do I reset my password."""
GREETINGS = word_set(
    "hi hello hey good morning afternoon evening day there thanks thank you please"
)
