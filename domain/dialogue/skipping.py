"""Leaving a question without an answer, or asking for more to choose from, in people's words."""

from collections.abc import Iterable

from domain.understanding.calendar_words import is_calendar_word
from domain.understanding.preprocess import match_key

_MOST_WORDS = 9
_LONGEST_QUESTION = 14
_FILLERS = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "i im id ive ill me my you we it its this that thats the a an one any anything is are be "
        "to of for at on in do dont does not no have havent havnt got cant cannot couldnt would "
        "wouldnt can could will want say tell give remember please thanks thank sorry really "
        "just right now actually honestly well oh um hm hmm so yet here there question step part "
        "lets ich mir mich mein meine das dies diese den der die dem ein eine einen es ist hab "
        "habe kann möchte will leider bitte danke gerade jetzt nicht kein keine keinen keins nein "
        "ja dazu davon lieber frage angabe mal sagen angeben"
    ).split()
)
_SKIPS = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "skip skipping pass next idea clue know none nothing nope nah na nein unknown unsure sure "
        "rather without blank empty leave matter matters don "
        "überspringen überspring auslassen weglassen weiter ahnung weiß weiss weis nichts egal "
        "unbekannt unsicher ohne keins keine"
    ).split()
)
_BARE = frozenset(
    {"no", "nein", "n a", "no thanks", "no thank you", "nein danke", "i dont", "i do not"}
)
_MORE = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "more other others another different else later further further none neither "
        "mehr andere anderen anderer anderes weitere weiteren später spätere keine keins keiner"
    ).split()
)
_AROUND_MORE = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "time times date dates day days slot slots option options choice choices one ones "
        "show see got any some something what work works suit suits fit fits these them "
        "someone somebody jemand termin termine uhrzeit uhrzeiten zeit zeiten tag tage zeig "
        "zeige zeigen gibt noch was davon passt passen auch hast habt ihr du"
    ).split()
)


_ASKING_FOR = frozenset(
    (  # noqa: SIM905 - a list of words reads best as words
        "have take get book come make choose possible free available still open there how about "
        "nehmen buchen kommen bekommen frei verfügbar möglich geht ginge ist wäre dann doch "
        "haben könnte dürfte and or oder und am um pm o oclock clock uhr around gegen next "
        "nächsten nächste half past quarter to halb viertel nach vor first second third fourth "
        "fifth last "
        "earliest erste ersten zweite zweiten dritte dritten letzte letzten early late früh spät "
        "morning afternoon evening vormittag nachmittag abend vormittags nachmittags abends "
        "today tomorrow heute morgen week woche noon"
    ).split()
)


def asks_for_choice(text: str, labels: Iterable[str]) -> bool:
    """Whether a question only asks for one of the choices: "do you have 10 am?", not "is there
    parking at 10 am?". All its words are of that kind, or numbers, days, or words of a choice."""
    words = match_key(text).split()
    known = _FILLERS | _AROUND_MORE | _MORE | _ASKING_FOR
    known |= {word for label in labels for word in match_key(label).split()}
    return len(words) <= _LONGEST_QUESTION and all(
        word in known or word[0].isdigit() or is_calendar_word(word) for word in words
    )


def is_skip(text: str) -> bool:
    """Whether the message does nothing but leave the question open: "no idea", "weiß ich nicht".

    It may hold only words of that kind, so that nothing is lost that was meant as an answer.
    """
    key = match_key(text)
    words = key.split()
    if key in _BARE or (not key and text.strip() in {"-", "--", "/", "—", "–"}):  # noqa: RUF001
        return True
    return (
        0 < len(words) <= _MOST_WORDS
        and any(word in _SKIPS for word in words)
        and all(word in _SKIPS or word in _FILLERS for word in words)
    )


def wants_more(text: str) -> bool:
    """Whether the message asks for other choices than those shown: "later ones", "andere"."""
    words = match_key(text).split()
    known = _FILLERS | _AROUND_MORE | _MORE
    return (
        0 < len(words) <= _MOST_WORDS
        and any(word in _MORE for word in words)
        and all(word in known for word in words)
    )
