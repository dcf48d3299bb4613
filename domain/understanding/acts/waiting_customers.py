"""What customers say while they wait: that they no longer want to, or how it stands."""

from domain.understanding.acts.negation import negations
from domain.understanding.language.phrases import Phrases, plain_key
from domain.understanding.language.registry import word_table

_LISTS = {
    "human": "human humans person persons people agent agents colleague colleagues someone "
    "somebody anyone anybody representative representatives rep operator supervisor support "
    "employee queue line handoff waiting mensch menschen mitarbeiter mitarbeiterin kollege "
    "kollegen kollegin agenten jemand jemanden niemand niemanden berater warteschlange schlange",
    "stop": "forget cancel drop skip scrap stop leave lose ditch never_mind nevermind no_longer "
    "not no without exit quit remove withdraw undo",
    "lass": "vergiss vergesst lass lasst kein keine keinen nicht ohne storniere abbrechen brich "
    "streich streicht doch_nicht",
    "settled": "solved sorted resolved settled fixed figured_out clear_now",
}
_GIVEN_UP = Phrases(
    """
    @stop ~6 @human
    @lass ~5 @human
    changed|change my mind ~6 @human
    no_one|nobody|noone needs|has to come|answer|help
    brauche|brauch|brauchen ~3 niemand|niemanden|keinen|keine|nicht
    problem|sache|alles|frage|anliegen ~1 geloest|geklaert|erledigt
    @human ~4 not_needed|no_longer|unnoetig|no_more|anymore|any_more|erledigt|after_all
    @human ~3 nicht mehr|noetig|notwendig
    @human ~2 vergessen|verlassen|streichen|abbrechen|stornieren|weglassen|zurueckziehen
    @human ~2 absagen|abbestellen
    kein|keine|keinen|niemand|niemanden ~1 mehr|hilfe
    take|get|remove|pull|kick me out|off|from
    out of the queue|line
    leave|exit|quit the? queue|line
    no_longer|stop|stopped|done|not|tired|tired_of ~4 wait|waiting|hold|holding|queue
    figure|sort|solve|handle|manage|find|work ~3 myself|ourselves|alone|on_my_own
    nehmt|nimm|hol|streicht|streich|lass|lasst mich ~3 warteschlange|schlange|raus|heraus
    aus der warteschlange|schlange
    nicht|keine_lust ~4 warten
    it|that|already|all|now|is|been|problem|issue|have ~2 @settled
    found|solved|fixed|sorted|figured it|that|this|everything? out? myself|already|now|thanks
    figured|sorted|worked it|that|this out
    found it|the_answer|the_solution
    solved|sorted|fixed it
    no need
    not needed|necessary
    not need it|help|you|that|this
    hat|habe|ist es|sich|das|inzwischen|schon|bereits? es|sich|das|inzwischen|schon|bereits? @weg
    schon erledigt|geloest|geklaert
    hat|habe ~3 selbst|selber|allein ~1 gefunden|geloest|geschafft|geklaert|hinbekommen
    nicht mehr noetig|notwendig|gebraucht
    not bother
    brauche|brauch ~2 nicht
    """,
    _LISTS | {"weg": "erledigt geloest geklaert gefunden selbst"},
)
_LETS_IT_BE = Phrases("""
    forget|drop|scrap|leave|cancel|skip it|that|this then? i|ill|im|ive|we|let|lets|will|no
    never mind|minds then? i|ill|im|ive|we|let|lets|will|no
    nevermind|nvm then? i|ill|im|ive|we|let|lets|will|no
    vergiss|lass es|das|gut|mal sein? dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
    schon gut dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
    egal dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
""")
""" "Forget it, I'll call": whatever follows is a reason, unless it goes on waiting."""
_WAITS_ON = word_table("waiting", "WAITS_ON")
_TO_THE_BOT = Phrases(
    """
    rather|prefer|want|like|would|will|can|could|let ~3 talk|speak|chat|write|ask|deal to|with? @you
    rather|prefer|want|like|would|will|can|could|let ~3 talk|speak|chat|write|stay|go with @you
    rather|prefer|want|like|would|will|can|could|let ~3 continue|go_on|carry_on ~1 @you
    rather|prefer have|want|just? @you
    back|return to @you
    you can|could|may do|help|answer|handle|sort it|me|this|that instead|yourself|after_all
    zurueck zu|zum @you
    zurueck zum|in_den chat
    lieber|doch|wieder|weiter|dann ~2 mit|bei @you
    mach|machen|mache ~2 weiter|lieber ~2 mit @you
""",
    {"you": "you the_bot a_bot the_robot bot dir ihnen dem_bot bot einem_bot ava pia"},
)
_GOES_ON = Phrases("""
    why|when|how_long|where|what|still
    how much longer
    not|nicht ~3 solved|sorted|resolved|fixed|settled|geloest|geklaert|erledigt
    is|are there
    want|need a|to|the|an
    instead|than of? a bot
    not|no a|another? bot
    not forget|cancel|leave|remove|take|drop
    warum|wieso|wann|wie_lange|immer_noch|noch_immer|gibt_es
    wo bleibt
    moechte|will ~1 einen|mit|jemanden
    nicht vergessen|abbrechen
    vergesst|vergiss mich nicht
    kein|keinen|keine bot|bots
""")
_TAKES_BACK_WISH = Phrases("""
    not|no_longer|never ~3 want|need|like
    nicht mehr
    kein|keine|keinen
    doch nicht
""")
_NO_BOT = Phrases("""
    not|no ~3 bot|machine|robot
    kein|keinen|keine ~1 bot|bots|roboter|maschine
""")

_NEWS = Phrases(
    """
    any|some|got|the|have_you|there new? news|update|updates|word|progress|decision|decisions|answer
    anything|something new|happening|yet
    what|how|where is? ~4 status|state|progress|latest|situation|standing
    status|update|updates|news|stand|sachstand|neuigkeiten|zwischenstand
    how is|are|does ~4 going|coming|looking|look|progressing|doing|stand
    how is it|that
    how far along|are|is|has
    is|was|are|has|have|did|does|been ~5 approved|approve|decided|decide|accepted|accept|agreed
    is|was|are|has|have|did|does|been ~5 through|ready|answered|replied|heard|okayed|confirmed
    is|was|are|has|have|did|does|been ~5 happened|processed|finished|done|responded
    how long|much_longer ~7
    are we there yet
    how many ~3 before|ahead|in_front
    what|which ~2 place|position|number am|do|in
    wie_viele ~3 vor mir|uns
    welche|welcher|welchem stelle|position|platz
    what now|next|happens_now|about_it
    what is happening|going_on|up
    still waiting|nothing|pending|no|not|in_progress
    when will|do|can|does ~4 know|hear|decide|decided|ready|done|approved|happen|get_it
    and now
    when do|will|can i get ~1 answer|reply|decision
    what did|does ~4 say|said|decide
    do|did you know ~2 more|yet|anything
    gibt_es|schon|was|etwas|irgendetwas|irgendwas|habt_ihr|hast_du|denn ~3 neues|news|update|infos
    gibt_es|schon|was|etwas|habt_ihr|hast_du|denn ~3 antwort|entscheidung|entschieden|genehmigt
    gibt_es|schon|was|etwas|habt_ihr|hast_du|denn ~3 freigegeben|durch|fertig|passiert|bestaetigt
    wie sieht|steht|laeuft|weit|schaut ~5
    wie geht es damit|weiter|voran
    wie_lange ~5
    wie ist der stand
    was ist|wird|macht|passiert ~3 jetzt|nun|damit|daraus|draus|los
    tut sich ~2
    hat|habt|haben|wurde|ist ~5 zugestimmt|entschieden|genehmigt|freigegeben|gemeldet|geantwortet
    hat|habt|haben|wurde|ist ~5 bestaetigt|durch|fertig|bewilligt|geklappt
    noch nichts
    ist ~4 da|durch
    was ist|wird mit|aus|zu
    what about|of
    are|is you|they|anyone|anybody|someone|somebody|it|that still ~3 on|there|at|working|busy|around
    still|noch on|at|dran|dabei|da it|this|that?
    bist|seid|ist du|ihr|jemand|da ~1 noch ~1 dran|da|dabei
    when|where do|does|will|can|is|are|did|has ~4 @money
    do|does|did|is|are|has|have|will|was @mine? @money ~1 @moved
    wo|wann|wie_lange ~4 @money
    ist|wurde|kommt|hat|habe|bekomme|kriege ich? @mine? @money ~1 @moved?
    wann|wo bekomme|kriege|habe|kommt|bleibt ~4
    wann weiss|hoere|erfahre|kommt|ist|bekomme ~5
""",
    {
        "money": "money refund refunds cash reimbursement geld erstattung rueckerstattung "
        "rueckzahlung gutschrift",
        "mine": "my the our that mein meine das die unser unsere",
        "moved": "out through back coming sent paid there issued transferred arriving going gone "
        "schon ueberwiesen raus unterwegs da zurueck angewiesen ausgezahlt gutgeschrieben",
    },
)
_BESIDE = word_table("waiting", "BESIDE")


_TELLING = word_table("waiting", "TELLING")


_PRODS = word_table("waiting", "PRODS")
"""A question of nothing but these is for what is awaited: "so?", "und jetzt?"."""
_MOST_PRODS = 3


def stops_waiting(text: str, language: str = "en") -> bool:
    """Whether somebody who waits for a human says that they no longer do."""
    key = plain_key(text, language).removeprefix("you know what ").removeprefix("weisst du was ")
    if text.rstrip().endswith("?") and key in _GOES_ON:
        return False
    if key in _TO_THE_BOT:
        return not negations(text)
    if key in _LETS_IT_BE:
        return _WAITS_ON.isdisjoint(_LETS_IT_BE.without(key).split())
    if key not in _GIVEN_UP or key in _NO_BOT:
        return False
    return key not in _GOES_ON or (key in _TAKES_BACK_WISH and not text.rstrip().endswith("?"))


def asks_how_it_stands(
    text: str, language: str = "en", topic: frozenset[str] = frozenset()
) -> bool:
    """Whether the message asks only that, beside words of the topic that it may be about."""
    key = plain_key(text, language)
    words = key.split()
    if text.rstrip().endswith("?") and 0 < len(words) <= _MOST_PRODS and _PRODS.issuperset(words):
        return True
    if key not in _NEWS and _TELLING.isdisjoint(words):
        return False
    return all(word in _BESIDE or word in _NEWS.words or word in topic for word in words)
