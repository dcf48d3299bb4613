"""Answers to what the dialogue offers, confirms and asks."""

from domain.understanding.word_sets import word_set

ACKNOWLEDGES = word_set(
    "ok okay k kk cool super thx so gut prima toll perfekt danke dir alles klar passt verstanden",
    "das ist sehr schön oh ah vielen dank na dann",
)
NO = word_set("nein nicht")
BESIDE_A_NUMBER = word_set(
    "ok okay sorry nr also so oh hm hmm ah und was ist mit dann nein ich meine meinte es das die",
    "der den mein bestellung nummer bitte versuch versuche nimm nehmen vielleicht auch noch mal",
    "nochmal jetzt doch halt eben denn ja klar ach oder als nun lieber statt stattdessen andere",
    "anderen erste ersten zweite zweiten letzte letzten gut",
)
PARTLY = word_set("nur bloß")
THANKS = word_set("danke thx")
NEEDING = word_set("brauch brauche")
NOT_SO = word_set("nicht kein keine keinen nie ohne")
ASKING = word_set("wann wie was warum wieso welche")
MAIL_WORDS = word_set("email emailadresse mail mailadresse e adresse")

NO_MATTER = """
    kein problem|ding|stress|thema
    keine eile|sorge|hektik
"""

HINTS = {
    "wait": "warten warte bleibe bleib",
    "callback": "ruf ruft rueckruf anruf anrufen zurueckrufen zurueck telefon telefonisch",
    "ticket": "nachricht schreiben schreibt emailen mailt",
    "none": "keins keines nichts",
}
SOMEBODY = "jemand jemanden"
KEEPING = ("behalten", "behältst")
CALLING_OFF = ("stornieren", "absagen")
OF_EVERYTHING = ("nummer",)
LEADS_IN = r"also|und|aber"
SUBORDINATE = r"(?:wie|wann|wo|wer|was) (?:ich|wir|ihr|du|er|sie|es|das|der|die)\b"
QUESTION = (
    r"was|wie|wann|wo|wer|warum|wieso|welche|welcher|kann|könnt|darf|gibt|ist|sind|habt|hat|muss"
)
SURE_QUESTION = (
    r"(?:wie|wann|wo|wer|warum|wieso|was) (?:kann|ist|is|sind|lange|viel|viele|geht)\b"
    r"|(?:kann|könnt|darf|gibt|ist|sind|habt|muss) (?:ich|ihr|du|wir|sie|es|das|man)\b"
)
PLAIN_CORRECTION = r"ich meinte|ich meine|ändere"
BEGINS_CORRECTION = (
    r"(?:oh |ach |äh |hm |ok |also |ne |na )?(?:nein|nee|nö|halt|stopp|moment|sorry|ups|warte)"
    r"|(?:ach |oh |dann |doch |eher )?(?:doch )?(?:lieber|eher)"
)
CORRECTION = (
    r"ich meinte|ich meine|sondern|stattdessen|falsch(?:e[nrsm]?)?|ändern?|vertippt|verschrieben"
    r"|verwechselt|gemeint"
)
