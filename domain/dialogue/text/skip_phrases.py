"""Leaving a question without an answer, or asking for more to choose from, in people's words."""

from collections.abc import Iterable

from domain.understanding.preprocess import match_key
from domain.understanding.values.calendar_words import is_calendar_word
from domain.understanding.word_sets import word_set

_MOST_WORDS = 9
_LONGEST_QUESTION = 14
_EMPTY = word_set(
    "i im id ive ill me my mine you your we our it its this that thats these those the a an one",
    "ones any anything some something is are am was were be been to of for at on in with from by",
    "about as if or and but so too also do does did done have has had got get can could will",
    "would shall should may might let lets please thanks thank thx pls sorry really just right",
    "now actually honestly well oh um hm hmm yet here there hand moment all out today currently",
    "tbh fine ok okay such sort kind far time much more than like ich mir mich mein meine wir uns",
    "du dir es das dies diese dieses den der die dem des ein eine einen einem ist sind war bin",
    "hab habe haben hat hatte kann können könnte mag möchte würde muss dazu davon dafür hier da",
    "gerade jetzt grad zur zum bei auf für mit von und oder aber auch doch mal bitte danke leider",
    "eigentlich lieber noch momentan aktuell heute etwas",
)
"""Words that say nothing by themselves."""
_TALK_OF_ANSWERING = word_set(
    "know think remember recall say saying tell telling give giving answer find found need needed",
    "want come comes mind apply applicable necessary required relevant special particular",
    "question questions part step field detail details information idea clue sure certain matter",
    "matters leave prefer rather of else add comment continue proceed good like ehrlich gesagt",
    "wüsste wissen weitermachen fortfahren weiß weiss weis sagen angeben angabe antworten finden",
    "brauche brauch braucht gibt gibts habs nötig notwendig besonderes besondere spezielles",
    "erinnern frage fragen feld einfallen ein fällt ahnung idee sicher",
)
"""What a person who does not answer talks of."""
_NEGATIONS = word_set(
    "no not none nothing never neither without nope nah na nay cant cannot dont doesnt didnt",
    "havent hasnt isnt wont wouldnt couldnt nein nee nö nicht nichts nix kein keine keinen keins",
    "keiner ohne weder",
)
_SKIPS = word_set(
    "skip skipping continue proceed comment pass passe next dunno idk unknown unsure blank empty",
    "rather egal ka überspringen überspring überspringe auslassen weglassen weiter unbekannt",
    "unsicher leer",
)
_BARE = frozenset({"n a"})
_MORE = word_set(
    "next weiter more other others another different else later further none neither mehr sonst",
    "andere anderen anderer anderes weitere weiteren später spätere keine keins keiner",
)
_SUITS = word_set("work works suit suits fit fits good passt passen geht gehen")
_AROUND_MORE = _SUITS | word_set(
    "time times date dates day days week slot slots option options choice choices one ones show",
    "see what them all someone somebody jemand termin termine uhrzeit uhrzeiten zeit zeiten tag",
    "tage woche zeig zeige zeigen gibt hast habt ihr alles alle gehts sie ihnen page next weiter",
    "better besser lieber",
)
_ASKING_FOR = word_set(
    "have take get book come make choose possible free available still open there how about",
    "nehmen buchen kommen bekommen frei verfügbar möglich geht ginge ist wäre dann doch haben",
    "könnte dürfte and or oder und am um pm o oclock clock uhr around gegen next nächsten nächste",
    "half past quarter to halb viertel nach vor first second third fourth fifth last earliest",
    "erste ersten zweite zweiten dritte dritten letzte letzten early late früh spät morning",
    "afternoon evening vormittag nachmittag abend vormittags nachmittags abends today tomorrow",
    "heute morgen week woche noon",
)


def asks_for_choice(text: str, labels: Iterable[str]) -> bool:
    """Whether a question only asks for one of the choices: "do you have 10 am?", not "is there
    parking at 10 am?". All its words are of that kind, or numbers, days, or words of a choice."""
    words = match_key(text).split()
    known = _EMPTY | _NEGATIONS | _AROUND_MORE | _MORE | _ASKING_FOR
    known |= {word for label in labels for word in match_key(label).split()}
    return len(words) <= _LONGEST_QUESTION and all(
        word in known or word[0].isdigit() or is_calendar_word(word) for word in words
    )


def is_skip(text: str) -> bool:
    """Whether the message does nothing but leave the question open: "no idea", "weiß ich nicht".

    It negates, or says to go on, and holds no word that could be a part of an answer: with
    "allergies", "no" is one.
    """
    key = match_key(text)
    words = key.split()
    if key in _BARE or (not key and text.strip() in {"-", "--", "/", "—", "–"}):  # noqa: RUF001
        return True
    known = _EMPTY | _TALK_OF_ANSWERING | _NEGATIONS | _SKIPS
    return (
        0 < len(words) <= _MOST_WORDS
        and any(word in _SKIPS or word in _NEGATIONS for word in words)
        and all(word in known for word in words)
    )


def wants_more(text: str) -> bool:
    """Whether the message asks for other choices than those shown: "later ones", "andere"."""
    words = match_key(text).split()
    known = _EMPTY | _NEGATIONS | _AROUND_MORE | _MORE
    asks = any(word in _MORE for word in words)
    turns_down = any(word in _NEGATIONS for word in words) and any(word in _SUITS for word in words)
    return (
        0 < len(words) <= _MOST_WORDS
        and (asks or turns_down)
        and all(word in known for word in words)
    )
