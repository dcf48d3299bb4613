"""Words that say of a thing that something is wrong with it."""

FAULTY = (
    "defective|broken|damaged|faulty|cracked|smashed|shattered|torn|ripped|scratched|dented|bent"
    "|stained|dirty|mouldy|moldy|rotten|spoiled|leaking|leaks|leaked|kaput|busted|ruined|burnt"
    "|snapped|chipped|frayed|loose|dead|incomplete|wonky|used|worn out|fell apart|falling apart"
    "|fallen apart|came apart|coming apart|in pieces|to pieces|in bits|gave up|packed up|conked out"
    "|(?:has|have|had|got|with) (?:a |an |some |two |several )?(?:big |small |huge |deep |nasty )?"
    "(?:holes?|cracks?|scratch(?:es)?|tears?|dents?|stains?|faults?|defects?|chips?|leaks?|rips?)"
    "|(?:doesnt|dont|does not|do not|wont|will not|isnt|not|never|no longer|stopped|quit) (?:even "
    "|properly |really )?(?:work|works|worked|working|fit|fits|fitting|switch on|turn on|start"
    "|charge|functioning|function|what i ordered|as described|like in the picture)"
    "|wrong (?:size|colour|color|item|thing|one|product|article|model)|missing (?:a |some |two )?"
    "(?:parts?|pieces?|buttons?|screws?|items?)|malfunction(?:s|ing|ed)?|too (?:small|big"
    "|tight|large)"
)
"""Said of a thing. That it is late or has not come is none of these."""
ASKING = "where|when|how|what|which|who|why|is|are|can|could|do|does|did|has|have|will|would|track"
"""Begin a clause that asks: "where is the one that is broken"."""
