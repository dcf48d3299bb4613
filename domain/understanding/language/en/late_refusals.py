"""Words that take back a wish which stands beside them."""

SAYS_NO = (
    "no way", "never", "never ever", "no chance", "not a chance", "i do not think so",
    "i don't think so", "don't think so", "absolutely not", "certainly not", "definitely not",
    "of course not", "surely not", "rather not", "i'd rather not", "no thanks", "no thank you",
    "hell no", "forget it", "not happening", "not anymore", "not any more", "not now", "nope",
    "not interested", "not for me", "over my dead body",
)  # fmt: skip
TURNS_FROM = (
    "changed my mind about|changed our mind about|changed my mind on|decided against"
    "|thought better of|gave up on|given up on|backed out of|lost interest in|not keen on"
)
BEFORE_AN_ORDER = "please|just|ok|okay|oh|no|well|actually|then|so|lets|let s|you can"
DROPS = (
    "forget about|forget|scrap|skip|never mind about|nevermind about|never mind|drop the|leave the"
)
IS_OVER = (
    "is out of the question|is off the table|is not happening|isn t happening|isn t going to happen"
    "|is not going to happen|won t be happening|is no longer needed|is not needed any more"
)
ASIDE = (
    "under any circumstances|on any account|for any reason|whatever happens"
    "|no matter what|by any means|in any case|at any time|ever"
)
