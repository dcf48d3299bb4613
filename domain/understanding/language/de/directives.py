"""Orders about the talk itself, told by their form: stop, start over, go back."""

from domain.understanding.word_sets import word_set

LEAD = word_set(
    "ich wir möchte will würde würdest würdet würden gerne gern kannst kann könntest könnt könntet",
    "magst mögt wollt willst",
    "können du ihr sie mir uns nein nee oh ok meinte wollte ups hätte sofort so lieber hier mal",
    "nah nö ne muss leider dann",
)
TRAIL = word_set(
    "hiermit chat vorgang prozess anfrage ganze ganzen gesamt gespräch sofort email mail e",
)
CERTAIN = word_set(
    "abbrechen canceln absagen absage abzusagen stornieren storniere stornier storniert beenden",
    "beende widerrufen widerrufe abzubrechen storno",
)
CERTAINLY_DONE = word_set("abgesagt")
VERBS = word_set(
    "stop stoppen stopp stoppe halt vergiss zurückziehen abbruch streich streiche streicht",
    "streichen",
)
AT_THE_END = word_set(
    "abbrechen absagen abzusagen stornieren stoppen beenden widerrufen zurückziehen canceln",
    "streichen abzubrechen",
)
ASKING = word_set("was wie wieviel wann wo warum wieso weshalb ob bis kostet gibt ist")
PARTICIPLES = word_set(
    "storniert abgebrochen gestoppt beendet widerrufen zurückgezogen gecancelt abgesagt"
)
TO_BE_DONE = word_set("soll sollte muss müsste möchte will bitte kann darf")
IS_DONE = word_set("wurde wurden ist sind war worden hat wird sein warum wieso")
LETS_GO = word_set("vergiss lass lasst lassen")
AT_ANOTHER_TIME = word_set("an ein eine einen später danach nachher jederzeit bis nachträglich")
ASKS_LEAVE = word_set("kann könnte darf")
ASKERS = word_set("ich wir man")
PARTED = (
    ("brich", "ab"),
    ("breche", "ab"),
    ("brechen", "ab"),
    ("brecht", "ab"),
    ("sag", "ab"),
    ("sage", "ab"),
    ("sagen", "ab"),
    ("sagt", "ab"),
    ("zieh", "zurück"),
)
CALLS_OFF = (("sag", "ab"), ("sage", "ab"), ("sagen", "ab"), ("sagt", "ab"))
CHANGED_MIND = (
    r"(?:ich )?(?:habe?s?|hab) (?:es )?(?:mich |mir )?(?:jetzt |doch )?"
    r"(?:anders überlegt|umentschieden|umüberlegt)|"
    r"(?:(?:das |es )?hat sich |habe? es )?(?:schon |bereits |damit )?(?:erledigt|geklärt)"
)
LEAVES_THING = r"(?:lass|lasst|lassen sie) (?:die|das|den|diesen?|dieses|meinen?) \w"
STOPS = (
    r"lass (?:es |das )?(?:gut )?(?:sein|mal)|(?:dann |also )?doch nicht|lass(?: es| das)?$"
    r"|hör(?:en sie)? auf"
)
RESTARTS = (
    r"(?:zurück )?zum anfang|neustart|noch ?mal neu|"
    r"(?:noch ?mal |wieder |ganz )?von vorne?(?: anfangen| beginnen)?|"
    r"neu (?:anfangen|starten|beginnen)"
)
BACKS = (
    r"(?:geh |gehe |gehen |bring mich )?(?:einen |ein |eins )?(?:schritt )?"
    r"zurück(?: zur (?:vorherigen|letzten) frage)?|(?:die )?vorherige(?: frage)?"
)
DOING: tuple[str, ...] = ()
STOPS_DOING = word_set()
BESIDE_DONE = word_set("werden haben bitte")
BEING = word_set()
NO_DENIAL = word_set("niemals")
NO_LEAD = word_set("doch")
