"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.language.registry import listed, word_table

STRONG_YES = word_table("yes_no", "STRONG_YES")
WEAK_YES = word_table("yes_no", "WEAK_YES")
STRONG_NO = word_table("yes_no", "STRONG_NO")
NEGATORS = word_table("yes_no", "NEGATORS")
FILLERS = word_table("yes_no", "FILLERS")
HESITATION = word_table("yes_no", "HESITATION")
CONTRAST = word_table("yes_no", "CONTRAST")
"""Words after which a yes is not what it was."""

YES_PHRASES = listed("yes_no", "YES_PHRASES")
NO_PHRASES = listed("yes_no", "NO_PHRASES")
GIVING = listed("yes_no", "GIVING")
WELCOME = word_table("yes_no", "WELCOME")
""" "That would be great": the one is done, the other is welcome."""
FILLER_PHRASES = listed("yes_no", "FILLER_PHRASES")
OPEN_PHRASES = listed("yes_no", "OPEN_PHRASES")
"""They hold a yes and say something else: "it's fine now" needs no refund any more."""
SOFT_PHRASES = listed("yes_no", "SOFT_PHRASES")
"""A yes only beside another one: "I'm good, thanks" and "it's fine" turn an offer down."""
STATING = word_table("yes_no", "STATING")
UNFINISHED = word_table("yes_no", "UNFINISHED")
"""A message that ends with one of these goes on in the next."""
LEADS_IN = frozenset({(yes, so) for yes in ("ok", "okay", "right", "yes", "yeah", "sure", "well")
    for so in ("so", "well")})  # fmt: skip
""" "Ok, so" is how a sentence begins."""
YES_SIGNS = frozenset("👍✅👌🆗💯✔☑🙌✓")
NO_SIGNS = frozenset("👎❌🚫🙅✖✗🛑⛔")
UNSURE_SIGNS = frozenset("🤔🤷❓❔😕⁉¿؟⸮‽🙄😒😐😑🤨🙃😏😬😠😡🤬🖕✋⏳⌛¬≠") | {
    chr(overlay) for overlay in range(0x0335, 0x0339)
}
"""Also what is struck out, letter by letter."""
CURRENCIES = {
    "€": ("eur", "euro", "euros"),
    "$": ("usd", "dollar", "dollars"),
    "£": ("gbp", "pound", "pounds"),
}
ASKING = word_table("yes_no", "ASKING")
ASKED = word_table("yes_no", "ASKED")
"""A sentence that begins with one of the first and then one of these asks, with or without "?"."""
