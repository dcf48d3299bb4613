"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.language.registry import word_table

STRONG_YES = word_table("yes_no", "STRONG_YES")
WEAK_YES = word_table("yes_no", "WEAK_YES")
STRONG_NO = word_table("yes_no", "STRONG_NO")
NEGATORS = word_table("yes_no", "NEGATORS")
FILLERS = word_table("yes_no", "FILLERS")
HESITATION = word_table("yes_no", "HESITATION")
CONTRAST = word_table("yes_no", "CONTRAST")
"""Words after which a yes is not what it was."""

YES_PHRASES = (
    "of course", "go ahead", "please do", "do it", "do that", "do so", "do this", "go for it",
    "sounds good", "sounds great", "sounds fine", "sounds right", "sounds like a plan",
    "sounds perfect", "why not", "no problem", "no problems", "no objection", "just do it",
    "no objections", "no doubt", "i dont mind", "dont mind", "do not mind",
    "for sure", "you bet", "all right", "i do", "it is", "they are", "that works",
    "works for me", "good for me", "fine by me", "fine with me", "ok with me", "okay with me",
    "good to go", "i am sure", "im sure", "i am in", "im in", "make it so", "make it happen",
    "lets go", "lets do it", "lets do this", "lets do that", "by all means", "feel free",
    "be my guest", "carry on", "keep going", "go on", "you can", "you may", "you can do it",
    "you may do it", "right away", "straight away", "as you say", "that one", "this one",
    "the one", "thats the one", "thats the plan", "with pleasure", "thumbs up",
    "thats right", "get it done", "hell yeah", "same here", "roger", "roger that", "ten four",
    "uh huh", "mm hm", "you have my ok", "you have my permission", "id appreciate that",
    "id appreciate it", "thats what i want", "that is what i want", "thats what i wanted",
    "what i want", "what i asked for", "thats what i need", "that is what i need",
    "sure thing", "happy to", "id love to", "i would love to", "my pleasure", "i confirm that",
    "auf jeden fall", "na klar", "von mir aus", "meinetwegen", "warum nicht", "wieso nicht",
    "nur zu", "los gehts", "los geht es", "leg los", "geht klar", "alles klar", "in ordnung",
    "geht in ordnung", "kein problem", "kein thema", "keine frage", "keine einwände",
    "nichts dagegen", "habe nichts dagegen", "stimme zu", "ich stimme zu", "aber ja", "aber gern",
    "aber gerne", "aber klar", "aber sicher", "ja doch", "mach das", "mach es", "mach mal",
    "mach hin", "machen sie das", "machen sie es", "tu das", "tu es", "tun sie das", "mach das so",
    "so machen wir das", "so ist es", "so seis", "so sei es", "das geht", "einfach machen",
    "bitte machen", "bitte tun", "genau das will ich", "das will ich",
    "hört sich gut an", "klingt gut", "klingt super", "ist ok", "auf gehts",
    "sehr gerne", "sehr gern", "bin dabei", "fahr fort", "fahren sie fort", "weiter so", "passt so",
    "jo passt", "fine with that", "im fine with that", "im fine with it",
    "im good with that", "im good to go", "kannst du machen", "kannst du so machen",
    "können sie machen",
)  # fmt: skip
NO_PHRASES = (
    "do not", "i do not", "please do not", "not really", "not yet", "not now", "not today",
    "rather not", "id rather not", "i would rather not", "absolutely not", "definitely not",
    "of course not", "certainly not", "no way", "no chance", "please dont", "dont do it",
    "dont do that", "dont do this", "it isnt", "it is not", "its not", "thats wrong",
    "that is wrong", "not correct",
    "i dont think so", "dont think so", "id prefer not to", "prefer not to", "prefer not",
    "kommt nicht in frage", "kommt nicht infrage", "auf gar keinen", "auf keinen",
    "nicht mehr nötig", "nicht mehr notwendig", "nicht mehr gebraucht",
    "under no circumstances", "in no case", "not at all", "auf gar keinen fall",
    "unter keinen umständen", "no thank you",
    "no thanks", "no need", "not necessary", "not needed", "no go",
    "nothing doing", "thumbs down", "let it be", "not interested", "id better not", "better not",
    "lieber nicht", "auf keinen fall", "nicht jetzt", "noch nicht", "heute nicht",
    "lass es", "lass das", "lass mal", "lassen sie es", "lassen sie das",
    "nicht nötig", "nein danke", "nicht machen", "bloß nicht", "besser nicht", "eher nicht",
    "kein interesse", "kein bedarf", "das stimmt nicht", "stimmt nicht",
    "will ich nicht", "möchte ich nicht", "ich will nicht", "ich möchte nicht", "nicht mehr",
)  # fmt: skip
GIVING = ("that", "it", "this", "das", "es")
WELCOME = word_table("yes_no", "WELCOME")
""" "That would be great": the one is done, the other is welcome."""
FILLER_PHRASES = (
    "i said", "as i said", "like i said",
    "thank you so much", "thanks so much", "thanks a lot", "thanks a bunch", "many thanks",
    "thank you very much", "would be great", "would be good", "would be lovely", "would be nice",
    "would be perfect", "would be fine", "id like that", "i would like that", "i want that",
    "want you to", "like you to", "with it", "with that", "with this", "for me", "very well",
    "wäre super", "wäre toll", "wäre gut", "wäre nett", "wäre schön", "besten dank",
    "thanks for the help", "thanks for your help", "the sooner the better", "as soon as possible",
    "what i wanted", "danke schön", "danke dir", "danke sehr", "bitte schön",
    "bitte sehr", "any more", "anymore", "at all",
)  # fmt: skip
OPEN_PHRASES = (
    "yeah right", "be sure", "be right", "be sorry", "be here", "be cool", "cool it",
    "good for you", "great for you", "you may be", "you can be", "you want", "you would",
    "i would do", "i would say", "i will do", "ill do", "to hell", "please again", "again please",
    "go back", "passt jetzt", "jetzt ok", "jetzt okay", "jetzt gut", "jetzt in ordnung",
    "i take it back", "i take that back", "ill take it back", "ill take that back",
    "ok now", "okay now", "fine now", "good now", "great now", "alright now", "all right now",
    "works now", "that works now", "perfect now", "ok again", "okay again", "fine again",
    "good again", "works again",
    "na ja", "na toll", "na super", "na prima", "na perfekt", "na schön", "ich nehme es zurück",
    "ich nehme das zurück", "ich nehm es zurück", "ich nehm das zurück", "geh zurück",
)  # fmt: skip
"""They hold a yes and say something else: "it's fine now" needs no refund any more."""
SOFT_PHRASES = (
    "dont worry", "no worries", "thats it", "that is it", "all good", "im good", "i am good",
    "im fine", "i am fine", "im all right", "im alright", "im ok", "im okay", "i am ok",
    "its ok", "its okay", "its fine", "its all right", "its alright", "it is ok", "it is okay",
    "it is fine", "it is all right", "it is alright", "thats ok thanks", "thats ok thank you",
    "thats okay thanks", "thats okay thank you", "thats fine thanks", "thats alright thanks",
    "thats all right thanks", "das wars", "das war es", "passt schon",
)  # fmt: skip
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
