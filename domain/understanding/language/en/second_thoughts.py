"""Words that turn from what was just asked for, and what is said then."""

from domain.understanding.word_sets import word_set

THINKS_AGAIN = (
    r"(?:(?:actually|but|oh|hm+|well|ah|uh|so) ){0,2}(?:(?:on|having) (?:second|further)"
    r" thoughts?|come to think of it|(?:now that i |when i )?think(?:ing)? (?:about|of) it(?: again"
    r"| more| now)?|(?:do )?(?:you|ya|u) know what(?! (?:i|we|you|the|my|it|he|she|to)\b)"
    r"|no wait|no hang on|hang on no|wait no|or (?:rather )?no|rather no"
    r"|no actually|actually no|then again|on reflection|if i think about it|mind you)"
)
"""At the beginning of a clause; what follows it may be all that takes the wish back."""
OTHERWISE = word_set("instead myself ourselves rather sooner after_all anyway")
"""Beside a plan of one's own, this puts it in the place of what was wished."""
A_PLAN = (
    r"(?:(?:but|and|so|well|actually|i think|i guess|maybe|perhaps|hm+|no) ){0,4}(?:ill|i will"
    r"|im going to|im gonna|i can|i could|i might|id|well|we will|we can|i may|lets)"
    r"(?: (?:just|rather|probably|simply|better|maybe|always|also)){0,3} \w{2,14}"
    r"(?: \w{1,12}){0,3}? (?:it|them|this|that|those|these)\b"
)
REALISES = r"(?:ah|aha|oh look|oh there|ah there|ah wait|oh wait|ooh)\b"
"""Opens what answers one's own question."""
BY_NOW = word_set("now just already here there finally")
ANOTHER_WISH = word_set(
    "exchange exchanged exchanging swap swapped replace replaced replacement voucher credit repair",
    "repaired want need please help number mean meant email order refund return cancel book",
    "wrong other different forgot also",
)
"""In a clause that may be a correction, a detail or another wish."""
