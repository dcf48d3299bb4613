"""What a message does beside wishing and asking: asks who is there, complains, is locked out.

Told by the shape of the sentence in English and German, not by a tenant's examples, so that every
bot reacts alike.
"""

from enum import StrEnum

from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import word_table
from domain.understanding.word_sets import word_set

_SHORTEST_TELLING = 4


class SpeechAct(StrEnum):
    ABOUT_BOT = "about_bot"
    """Asks whether a bot or a human is speaking."""
    COMPLAINT = "complaint"
    LOST_ACCESS = "lost_access"
    """Cannot sign in, or has forgotten a password."""


_LISTS = {
    "being": "bot bots chatbot robot robots roboter machine maschine computer ai ki software "
    "program programm human humans human_being person people mensch menschen automat "
    "assistant assistent chatgpt gpt openai gemini copilot siri alexa llm sprachmodell "
    "language_model",
    "after": "are or and right here there who that behind writing typing reading answering on at "
    "now please bro man mate actually oder und hier der die das am verbunden zu denn eigentlich",
    "kind": "a an the any just only some really actually even maybe not sort kind of real "
    "actual live living here another other now right physical automated also with to "
    "like ein eine einem einer n ne nem nur denn eigentlich hier etwa wirklich gerade jetzt echter "
    "echte echten echtes echt richtiger richtigen richtige realen lebendiger kein keine auch so "
    "ueberhaupt mit da grade grad wohl tatsaechlich was bloss noch",
    "talk": "talking speaking chatting writing texting dealing",
    "rede": "rede red spreche sprech schreibe schreib chatte kommuniziere unterhalte",
    "got": "charged billed broke lost forgot ruined damaged messed screwed lied ignored promised "
    "overcharged cheated scammed",
    "sent": "sent send shipped delivered gave packed",
    "bad": "wrong broken damaged different incorrect empty faulty nothing half dirty used old "
    "another other",
    "geliefert": "geschickt geliefert bekommen erhalten gesendet gesandt angekommen verschickt "
    "zugeschickt gekriegt",
}
_KINDS = word_set(_LISTS["kind"].replace("_", " "))
"""Words that may stand before a being and change nothing: "an actual living"."""
_NAMES_A_BEING = """
    are|is|am|was you|this|that|it|i|anyone|anybody|someone|somebody @talk? @being
    you are @being
    are you ~2 or a? @being
    are you a chat @being
    i am @talk @being
    do|did i speak|talk @being
    bist|biste|waerst du @being
    seid ihr @being
    sind sie|das @being
    ist das|hier|da|dies|dieser|jemand chat? @being
    @rede ich mich? @being
    du bist doch? @being
    ihr seid doch? @being
    habe ich es @being
"""
_ASKS_WHO = """
    is there @being there|here|behind|on|typing|reading|answering
    who am i @talk
    wem rede|spreche|schreibe|chatte|habe
    who|what are you $
    who is this $
    what|whats is? your name
    wie heisst du
    wer|was bist du denn|eigentlich? $
"""
_ENDS = ("$", "@after")
_ABOUT_BOT = Phrases(
    # "are you a computer shop" is about no being: what follows must not make it another thing
    "\n".join(
        [_ASKS_WHO]
        + [
            f"{line} {end}"
            for line in _NAMES_A_BEING.strip().splitlines()
            for end in ("$", "@after")
        ]
    ),
    _LISTS,
)
_BEINGS = word_set(_LISTS["being"]) | word_table("speech_acts", "BEINGS")
_WHO_IS_MEANT = word_table("speech_acts", "WHO_IS_MEANT")
_AROUND_BEINGS = word_table("speech_acts", "AROUND_BEINGS") | _KINDS
_WANTS_ONE = Phrases("""
    want|need|get|give|prefer|rather|connect|transfer
    put me
    let me
    can|may|could i
    like to
    moechte|will|brauche|hol|gib|verbinde|verbinden|lieber
    kann|darf|koennte ich
""")
_GRIEVANCE = Phrases(
    """
    charged|billed|debited|paid|invoiced|ordered|booked|deducted|taken ~4 twice|double|2x
    charged|billed|debited|paid|invoiced|ordered|booked|deducted|taken ~4 two|three|2|3 times
    charged|billed|debited|paid|invoiced|deducted|taken ~4 too_much
    double charge|charged|billed|booked|payment
    overcharged
    charged|billed me|us for|too|without|wrong|more
    wrong|wrongly amount|charged|billed|price
    took|taken|stole|stolen|steal ~3 money|package|parcel|order|delivery
    money|package|parcel|order|delivery ~3 stolen|disappeared|vanished
    terrible|awful|horrible|horrendous|unacceptable|appalling|atrocious|pathetic|disgusting
    disgusted|disgrace*|disappoint*|unhappy|dissatisfied|furious|outrag*|ridiculous|useless
    scam*|fraud*|rude|unprofessional|incompetent|worst|complaint|complain|angry|annoyed|annoying
    ripped|rip off
    fed up
    sick of
    had enough
    shame on
    joke of a
    is|what|such a joke
    lied to
    cheated|ignored
    charged|billed for something|things|nothing
    is|are|was|were|money|item|items missing|empty|gone
    missing from my|the
    got|received|have nothing
    waiting|waited for|since? ~2 weeks|days|months|hours|ages|forever
    seit ~2 wochen|tagen|monaten|stunden|ewigkeiten|ewig
    fehlt|fehlen
    das letzte $
    ein witz
    war|ist leer
    kam|kamen ~3 kaputt|beschaedigt|defekt|zerbrochen|falsch
    treated me|badly|like|unfairly
    nobody|noone|no_one ~2 answer*|repl*|respon*|help*|call*|care*
    none of you
    you|they|driver|courier guys|lot|people|all|have|has|just|again|only? have|has|just|double? @got
    you|they guys|lot|people|all|have|has|just|again|only? have|has|just? @sent ~3 @bad
    we|us|me ~1 @sent ~2 @bad
    i am extremely|so|very|really|pretty|quite? upset|mad|pissed
    overbilled|mischarged|misled
    wrong ~3 again
    again ~3 wrong|broken|late|damaged
    second|third|fourth|last time ~6 wrong|late|broken|missing
    someone|somebody|anyone elses|else|s ~1 package|order|parcel|item
    threw|dumped|smashed|destroyed ~2 parcel|package|order|box|it
    never again
    nie wieder
    geht gar nicht
    delivered|sent|shipped|went ~4 wrong address|person|house|neighbour
    nicht das ~3 bestellt|bestellte
    not what ~2 ordered|bought|wanted
    schon wieder ~3 falsch*|kaputt|verspaetet|nicht|zu_spaet
    got|received|get ~2 wrong|damaged|broken|incorrect|faulty
    was|were|been sent|given|delivered ~2 wrong|damaged|broken|incorrect|faulty
    i have ~2 wrong|incorrect
    never|not arrived|received|delivered|came|showed|turned
    not been delivered|sent|refunded
    zweimal|doppelt|dreimal|2x|zwei_mal|2_mal|zu_viel|zuviel|falsch ~3 abgebucht|berechnet|belastet
    zweimal|doppelt|dreimal|2x|zwei_mal|2_mal|zu_viel|zuviel ~3 bezahlt|abgezogen|eingezogen|gezahlt
    zweimal|doppelt|dreimal|2x|zwei_mal|2_mal|zu_viel|zuviel ~3 kassiert|verlangt|in_rechnung
    frechheit|unverschaemt*|enttaeusch*|sauer|wuetend|stinksauer|empoert|unfreundlich*|betrug|betrogen
    betrueger*|abzocke*|abgezockt|beschwer*|reklam*|skandal*|katastroph*|unmoeglich|unzufrieden
    unzumutbar|laecherlich|verarsch*|sauerei|nervt|inkompetent*|zumutung|mies|mieser|miese
    schlechte|schlechter|schlechten|schlimmste ~1 service|kundenservice|qualitaet
    geklaut|gestohlen|belogen|angelogen
    schnauze voll
    reicht|reichts mir
    mir reicht*
    niemand|keiner ~3 antwortet|meldet|hilft|geholfen|reagiert|erreichbar|geantwortet|gemeldet|ran
    antwortet|meldet|hilft|reagiert|kuemmert ~2 niemand|keiner
    falsche|falschen|falscher|falsches|kaputte|kaputten|kaputtes|kaputter|beschaedigt* ~2 @geliefert
    was anderes ~2 @geliefert
    falsch|kaputt|beschaedigt|defekt|zerbrochen @geliefert|gekommen
    nie|nicht angekommen|geliefert|erhalten|bekommen|da|gekommen
    """,
    _LISTS,
)
_ACCESS = Phrases("""
    password|passwords|passcode|passwort|passwoerter|kennwort|username|benutzername|zugangsdaten|2fa
    user name
    pin|verification|login|security|bestaetigungs code
    bestaetigungscode|sicherheitscode
    log|logging|logged|sign|signing|signed in|into|on
    login|logon|signin
    anmelden|einloggen|eingeloggt|anmeldung
    locked|ausgesperrt
    recover|restore|unlock|reopen|reset ~2 account
    account|konto ~2 locked|blocked|gesperrt
    get|getting|access|accessing|access_to|into my account
    in|auf|ins mein|meinen|meinem|mein_kunden konto|account|kundenkonto
    mein konto nicht
""")
_TROUBLE = Phrases("""
    forgot|forgotten|forget|lost|reset|resetting|cant|cannot|unable|not|wont|wrong|change|remember
    trouble|problem|problems|issue|issues|locked|blocked|expired|invalid|fails|failed|stopped
    help|new|recover|never|no|restore|unlock
    vergessen|vergass|verloren|zuruecksetz*|zurueck|zuruecksetzen|kann|komme|komm|nicht|falsch|aendern
    gesperrt|ausgesperrt|neues|abgelaufen|geht|klappt|funktioniert|weiss|kein|keine|keinen|hilfe
""")


def act_of(text: str, language: str = "en") -> SpeechAct | None:
    """What the message does, or None where it only wishes, asks, answers or tells."""
    key = plain_key(text, language)
    if key in _ACCESS and key in _TROUBLE:
        return SpeechAct.LOST_ACCESS
    bare = " ".join(word for word in key.split() if word not in _KINDS)
    if bare in _ABOUT_BOT and _ABOUT_BOT.without(bare) not in _WANTS_ONE:
        return SpeechAct.ABOUT_BOT
    if _is_all_about_beings(key):
        return SpeechAct.ABOUT_BOT
    return SpeechAct.COMPLAINT if key in _GRIEVANCE else None


def _is_all_about_beings(key: str) -> bool:
    """ "So this is a bot, right?": it says nothing else, so that no form of it need be known."""
    words = set(key.split())
    is_about = bool(words & _BEINGS - {"chat"}) and bool(words & _WHO_IS_MEANT)
    return is_about and words <= (_AROUND_BEINGS | _BEINGS)


def telling_words(text: str, act: SpeechAct, language: str = "en") -> frozenset[str]:
    """The words by which the act was told, for seeing whether a tenant's own wish is about them."""
    phrases = {SpeechAct.COMPLAINT: _GRIEVANCE, SpeechAct.LOST_ACCESS: _ACCESS}.get(act, _ABOUT_BOT)
    key = plain_key(text, language)
    found = phrases.found_in(key)
    words = key[found[0] : found[1]].split() if found else []
    return frozenset(word for word in words if len(word) >= _SHORTEST_TELLING)
