"""Ways of asking: what is asked for, who does it, whose it is, whether it may or must be."""

LEADS_IN = (
    "could you tell me", "can you tell me", "would you tell me", "please tell me", "tell me",
    "do you know", "right now", "at the moment", "these days", "at your place", "with you guys",
    "you guys", "for me", "in general",
    "i would like to know", "i want to know", "i need to know", "let me know",
    "i was wondering", "i am wondering", "just wondering", "quick question", "one question",
    "i have a question", "can you explain", "could you explain", "please explain", "may i ask",
    "can i ask", "i am curious", "do you happen to know", "any idea", "excuse me", "by the way",
)  # fmt: skip
REWORDED = (
    (
        r"\b(?:is|would) it (?:be )?(?:possible|allowed|ok|okay|all right)(?: for (?:me|us))? to\b",
        "can i",
    ),
    (
        (
            r"\b(send|give|bring|ship|hand|pay|pick|turn|switch) "
            r"((?:the |my |an? )?\w{2,20}(?: \w{2,20})?) (back|up|on|off)"
            r"(?= ?[?.!]*$| (?:after|before|within|in|at|by|to|for|if|when|without)\b)"
        ),
        r"\1 \3 \2",
    ),
    (r"\b(?:am i|are we) (?:allowed|permitted|able) to\b", "can i"),
    (r"\bis there (?:a|any) (?:way|option|possibility) (?:to|of)\b", "can i"),
    (r"\b(?:can|could|may) (?:i|we) pay (?:by|with|via|using|through|in)\b", "do you accept"),
    (r"\bdo you take\b", "do you accept"),
    (
        r"\b(?:do you (?:guys )?(?:have|offer|provide)|have you got|are there)\b(?! to\b)",
        "is there",
    ),
    (r"\b(?:is|are) (.{1,60}?) (?:available|on offer|offered|sold)\b", r"is there \1"),
    (r"\b(?:do you (?:guys )?(?:stock|carry)|can (?:i|we) buy)\b", "do you sell"),
    (r" from you(?= ?[?.!]*$)", ""),
    (r"\bcan you (?!tell|explain|help)", "do you "),
    (r"\bwhat(?:'s| is| are) the (?:price|cost|fee|charge|rate)s? (?:of|for|to)\b", "how much is"),
    (r"\bwhat(?:'s| is| are) the (.{1,30}?) (?:price|cost|fee|charge)s?\b", r"how much is \1"),
    (
        r"\bhow (?:high|expensive) (?:is|are)(?: the (?:price|cost|fee|charge)s?)?(?: of| for)?\b",
        "how much is",
    ),
    (
        (
            r"\b(?:how much|what) (?:do|must|will|would) (?:i|we|one) (?:have to |need to )?"
            r"pay (?:for|to)\b"
        ),
        "how much is",
    ),
    (
        r"\b(?:how much|what) (?:does|do|will|would) (?:it|you) (?:cost|charge) (?:for|to)\b",
        "how much is",
    ),
    (r"\bwhat(?:'s| is) the duration of\b", "how long does"),
    (r"\bwhat(?:'s| is) the (?:maximum|max|highest) (?:number|amount) of\b", "how many"),
    (r"\bhow (?:big|large) (?:can|may) (.{1,40}?) be\b", r"what is the maximum \1 size"),
    (r"\bhow old (?:do|must|should) (?:i|you|one) (?:have to )?be\b", "what is the minimum age"),
    (r"\bwhere (?:can|do|could) (?:i|we) (?:find|see|locate)\b", "where is"),
    (r"\bhow (?:can|do|could) (?:i|we) (?:find|locate)\b", "where is"),
    (r"\bwhat (?:happens|will happen) (?:if|when)\b", "what if"),
    (r"\bwhat (?:should|can|do|must|shall) (?:i|we) (?:have to )?do (?:if|when)\b", "what todo if"),
    (
        (
            r"^(.{3,120}?)[.,!;:?]? (?:and )?what (?:should|can|do|must|shall) (?:i|we) "
            r"(?:have to )?do(?: now)?\b"
        ),
        r"what todo if \1",
    ),
    (r"^(.{3,120}?)[.,!;:?]? (?:and )?what now\b", r"what todo if \1"),
    (
        r"\b(?:who|which number) (?:can|do|should) (?:i|we) (?:call|phone|ring)\b",
        "which number to call",
    ),
    (
        (
            r"\b(?:does|do|will) (?:it|this|the (?:app|software|program)) (?:also )?"
            r"(?:run|work) (?:on|under|with)\b"
        ),
        "do you support",
    ),
    (r"\bwhich (?:documents|papers|paperwork)\b", "what documents"),
    (r"\bon which (?:day|date)s?\b|\bon what (?:day|date)s?\b|\bat what time\b", "when"),
    (r"\bhow (?:many days|quickly|soon|fast) (?=(?:do|does|will) )", "how long "),
)
"""Ways of asking, each with the plain way; in this order."""
ACTORS = (("us", r"you"), ("you", r"i|we|one"), ("they", r"they|he|she"))
"""Whoever does it, by the first word that is found."""
OWNERS = (("us", r"your|yours"), ("you", r"my|mine|our|ours"), ("they", r"their|his|her"))
"""Whose it is, in the same way."""
PAST = r"did|had|^(?:was|were)|(?:when|why|where|what|how|how much|who) (?:was|were)|used to"
"""A question about what was."""
MODES = (
    ("must", r"must|have to|has to|need to|needs to|should|supposed to|obliged to"),
    ("may", r"can|could|may|might"),
    ("does", r"(?:do|does) (?:i|we)"),
)
_LASTING = (
    r"warrant|guarant|trial|wait|deliver|ship|process|period|valid|notice|contract|term|open|close"
    r"|course|class|lesson|visit|tour|trip|flight|ride|journey|appointment|session|treatment|check"
    r"|stay|break|queue|offer|sale|voucher|coupon|pass|ticket|licen|subscription|membership|lead"
)
"""What is long by the clock: of anything else "how long is it" asks for metres."""
IMPLIED = {
    "how much": frozenset({"cost"}),
    "how long": frozenset({"expire", "duration", "accept"}),
    "may": frozenset({"bring"}),
    "where": frozenset({"find", "see"}),
    "must": frozenset({"have"}),
}
"""Words that such a question need not say: what they would add is in how it asks."""
KINDS = (
    ("how long is", rf"how long (?:is|are)(?!.{{0,60}}\b(?:{_LASTING}))"),
    ("how long", r"how long|(?:what|which) time limit|how many (?:days|weeks|months|years|hours)"),
    (
        "until when",
        r"until when|till when|by when|(?:what|when) is the (?:deadline|last day)|how late",
    ),
    ("how much", r"how much|what is the (?:price|cost)"),
    ("how many", r"how many"),
    ("how often", r"how often|how frequently"),
    ("how old", r"how old|(?:from |until |at )?what age"),
    ("how far", r"how far"),
    ("how early", r"how early|from when"),
    (
        "how",
        (
            r"how|what (?:do|should|must) (?:i|we) (?:need to |have to )?do to"
            r"|what is the (?:best )?way"
            r"|in what way|what steps|which steps"
        ),
    ),
    ("when", r"when|what time|which day|on what day"),
    ("where", r"where|which place|what place|in which (?:place|town|city)"),
    ("why", r"why|how come|for what reason|what for"),
    ("who", r"who|whose|whom"),
    (
        "must",
        (
            r"must|do (?:i|we|you) (?:have to|need)(?: to)?|need i|am i required(?: to)?"
            r"|is it (?:required|mandatory)(?: to)?"
        ),
    ),
    (
        "may",
        (
            r"do you accept|can|could|may|might|am i allowed|are we allowed"
            r"|is it (?:possible|allowed|ok|okay)"
        ),
    ),
    ("should", r"should|shall|ought"),
    ("what", r"what|which"),
    ("whether", r"is|are|does|do|did|will|would|has|have|was|were"),
)
"""By the first that is found first; each with what asks for it, and says nothing else."""
ENCLOSES = (
    ("how much", r"what (?:does|do|would|will) .{1,60} cost"),
    ("must", r"(?:is|are) .{1,40} (?:required|needed|necessary|mandatory)"),
    ("possible", r"(?:is|are) .{1,60} possible"),
    ("may", r"(?:is|are) .{1,60} (?:allowed|permitted)"),
)
"""The same, around what it is about."""
