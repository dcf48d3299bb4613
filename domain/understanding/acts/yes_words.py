"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.language.registry import by_language, listed, word_table

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
LEADS_IN: frozenset[tuple[str, str]] = frozenset(listed("yes_no", "LEADS_IN"))
""" "Ok, so" is how a sentence begins."""
YES_SIGNS = frozenset("👍✅👌🆗💯✔☑🙌✓")
NO_SIGNS = frozenset("👎❌🚫🙅✖✗🛑⛔")
UNSURE_SIGNS = frozenset("🤔🤷❓❔😕⁉¿؟⸮‽🙄😒😐😑🤨🙃😏😬😠😡🤬🖕✋⏳⌛¬≠") | {
    chr(overlay) for overlay in range(0x0335, 0x0339)
}
"""Also what is struck out, letter by letter."""
CURRENCIES: tuple[dict[str, tuple[str, ...]], ...] = tuple(
    by_language("yes_no", "CURRENCIES").values()
)
"""The names of each sign, language by language."""
ASKING = word_table("yes_no", "ASKING")
ASKED = word_table("yes_no", "ASKED")
"""A sentence that begins with one of the first and then one of these asks, with or without "?"."""
