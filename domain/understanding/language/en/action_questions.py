"""Questions about an action, which ask for its terms and not for it to be done."""

WAY = """
    how to
    how do|does|can|could|would|should|must i|we|you|one|someone|people
    how is|does ~3 work|done
    how ~2 works|work
    what|which do|must|should|steps ~2 i|we
    what is the way|process|procedure
"""
"""Asks for instructions: the documents are asked first, and only then the flow offered."""
LEAVE = """
    can|could|may|might|am i|we|one|you|people ~1 still|also|later|afterwards|anytime|change|allowed
    can|could|may|might i|we|one|you|people ~4 later|afterwards|anytime|any_time|again|back
    can|could|may|might i|we|one|you|people ~6 for_free|free|online
    can|could|may|might i|we|one|you|people ~4 by_mail|by_email|by_phone|whenever
    can|could|may|might i|we|one ~5 if|when|in_case|last_minute|at_short_notice
    can|could|may|might i|we|one|you|people ~4 within|until|till|without|up_to|in_advance
    is|are|would|will|was it|that|this|there ~1 possible|ok|okay|allowed|permitted|a_way|an_option
    is|are|would|will|was ~6 possible|allowed|permitted|reversible|binding|final
"""
"""Asks what is possible, perhaps in order to have it."""
TERMS = """
    until|till|by|up_to|from|to when|what|which ~1 can|could|may|must|should|do|am
    until|till|by|up_to|from|to what|which ~1 time|day|date|point
    how late|long|short|far|close|near ~4 can|could|may|must|should|do|does|is|am|to
    what|whats|when is? ~2 latest|earliest
    when would|do|does|must|should ~1 have_to|need_to|at_the_latest
    how much time|notice|warning
    how many days|hours|weeks|minutes|times
    how much|expensive|pricey ~2 is|does|do|would|will|it|to|for
    how high|steep|big is|are|would
    what|which ~3 cost|costs|charge|charged|owe
    what|which is|are|was ~3 fee|fees|charge|charges|penalty|cost|costs|price|deadline|policy|rules
    what|which is|are|was ~3 terms|conditions|notice|period|policies|consequences
    what|which fee|fees|charge|charges|penalty|costs|deadline|policy|rules|terms
    is|are|would|will there|it|that ~3 fee|fees|charge|charges|cost|costs|penalty|deadline|limit
    is|are|would|will there|it|that ~3 refund|notice|period|free|free_of_charge|expensive
    is|are|will|would ~4 free|free_of_charge|expensive|refundable|charged
    do|does|will|would|must|shall i|we|it|that ~9 if|when|once|after i|we|it
    do|does|will|would|must|shall i|we|it|that ~3 pay|lose|owe|cost|charged|forfeit
    what happens|if
    what would|will|does|could|might ~2 happen
    what about if|when
    what|who|how|where|when ~4 if i|we|it|they|somebody
    am|are|is i|we|one ~1 allowed|permitted|entitled
"""
"""Asks for terms, costs and consequences, or only supposes."""
SUPPOSES = (
    r"suppos(?:e|ing)|assum(?:e|ing)|hypothetically|imagine|let'?s say|what if"
    r"|say (?:i|we|my|something|somebody|someone|\w{0,8}\d{2,12})\b"
    r"(?=[^?]{1,160},? (?:would|will|wont|could|can|do|does|what|how|is|are|who|when)\b)"
)
"""Opens a sentence that belongs together: "suppose I booked, could I cancel?"."""
IF_I = (
    r"(?:and |but |so |ok |okay |well )?(?:what |how about )?(?:if|when) (?:i|we|somebody|someone)"
)
"""Opens a message that, with a question mark at its end, supposes."""
IF_THEN = (
    r"(?:and |but |so |ok |okay |well )?(?:if|when) [^,?]{1,80}, (?:then )?(?:what|when|where|how"
    r"|who|why|which|would|do i|does|will|is|are|could (?:i|we)|should (?:i|we))"
)
"""Supposes what somebody else does, and asks what follows."""
CONDITION = r"(?:if|when|once|in case) (?:i|im|ive|id|we|it|its|they|something|somebody)"
MAY_ORDER = (
    r"(?:(?:please|so|ok|okay|and|hi|hello|hey) ){0,4}"
    r"(?:(?:can|could|would|will|wont|may|might|shall"
    r"|should) (?:you|u|i|we|someone|somebody|anyone)\b|would it be possible for you"
    r"|any chance you)"
)
"""Opens a question that may be a polite order: "could you cancel it?"."""
