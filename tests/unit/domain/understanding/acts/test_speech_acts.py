"""Speech acts beside wishing and asking, as people really type them."""

import pytest

from domain.understanding.acts.speech_acts import SpeechAct, act_of
from domain.understanding.acts.waiting_customers import asks_how_it_stands, stops_waiting
from domain.understanding.language.detection import signs_of
from domain.understanding.language.short_forms import spelled_out
from domain.understanding.values.ratings import rating_in

ABOUT_BOT = """
are you a bot or a human?
r u a real person??
am i talking to a real person
is this a robot
you're a bot, aren't you
who am i talking to
bist du ein mensch?
rede ich mit einem bot
schreibe ich hier gerade mit einem echten menschen?
ist das hier ein chatbot
seid ihr menschen oder bots
"""
COMPLAINT = """
I was charged twice
you charged my card two times
there's money missing from my account
i got billed for something i didnt order
your service is terrible
the courier was rude
nobody answers my emails
ihr habt mir das falsche geschickt
mir wurde doppelt abgebucht
das ist eine frechheit
mein paket kam kaputt an
euer service ist ein witz
"""
LOST_ACCESS = """
i forgot my password
forgot pw
i can't log in
my account is locked
passwort vergessen
ich kann mich nicht anmelden
ich komm nicht mehr in mein konto
login geht nicht
"""
NONE = """
where is my order
I want to talk to a human
are you able to connect me with a human
is there a human i can chat with
i don't want to talk to a bot, give me a human
are you open today
do you ship abroad
can i return this
how do I change my email
wo ist meine bestellung
ich will mit einem menschen reden
wie lange dauert der versand
"""
LEAVES = """
actually no, forget the human
i don't need a human anymore
take me out of the queue
i don't want to wait anymore
no need for a colleague, solved it
ok i figured it out
brauche doch keinen Menschen mehr
hat sich erledigt
nehmt mich aus der warteschlange
ich will nicht mehr warten
"""
STAYS = """
why is there no human
i still need a human
don't forget me
I don't want a bot, I want a human
there is no one answering
it's about the blanket, not the mug
i have not received my parcel
wann kommt jemand
ist da niemand?
warum kommt niemand
"""
STATUS = """
what's the status?
any news?
any update on my refund?
has it been approved yet
did the supervisor decide
how much longer?
wie sieht's aus
gibts was neues
was ist jetzt mit meiner erstattung
hat dein chef schon zugestimmt
"""
NO_STATUS = """
where is A100002
whats the status of my order A100002
how long is the warranty
how long does shipping take
yes
do you ship abroad
wie lange hab ich garantie
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


def language_of(text: str) -> str:
    signs = signs_of(text)
    return max(signs, key=lambda language: signs[language])


@pytest.mark.parametrize(
    ("text", "act"),
    [(text, SpeechAct.ABOUT_BOT) for text in lines(ABOUT_BOT)]
    + [(text, SpeechAct.COMPLAINT) for text in lines(COMPLAINT)]
    + [(text, SpeechAct.LOST_ACCESS) for text in lines(LOST_ACCESS)]
    + [(text, None) for text in lines(NONE)],
)
def test_what_a_message_does(text: str, act: SpeechAct | None) -> None:
    """By its shape, so that no tenant has to teach it."""
    assert act_of(text, language_of(text)) is act


@pytest.mark.parametrize(
    ("text", "leaves"),
    [(text, True) for text in lines(LEAVES)] + [(text, False) for text in lines(STAYS)],
)
def test_who_no_longer_waits(text: str, leaves: bool) -> None:  # noqa: FBT001 - of the table
    """Somebody who complains about waiting still waits."""
    assert stops_waiting(text, language_of(text)) is leaves


@pytest.mark.parametrize(
    ("text", "asks"),
    [(text, True) for text in lines(STATUS)] + [(text, False) for text in lines(NO_STATUS)],
)
def test_who_asks_how_it_stands(text: str, asks: bool) -> None:  # noqa: FBT001 - of the table
    """A question that names something else is about that."""
    assert asks_how_it_stands(text, language_of(text)) is asks


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("five", 5),
        ("⭐⭐⭐⭐⭐", 5),
        ("⭐️⭐️⭐️", 3),
        ("★★★★☆", 4),
        ("5/5", 5),
        ("fünf sterne", 5),
        ("vier", 4),
        ("i'd give it a 4", 4),
        ("four out of five", 4),
        ("3 von 5 sternen", 3),
        ("ich gebe euch eine 5", 5),
        ("5️⃣", 5),
        ("six", None),
        ("10/10", None),
        ("5 or 4", None),
        ("4.5", None),
        ("3-4", None),
        ("-1", None),
        ("where is order 5", None),
        ("five of my parcels are missing", None),
    ],
)
def test_a_rating_is_one_number_from_one_to_five(text: str, rating: int | None) -> None:
    """And nothing else: a number in a sentence rates nothing."""
    assert rating_in(text) == rating


@pytest.mark.parametrize(
    ("text", "language", "spelled"),
    [
        ("whats ur return policy", "en", "what is your return policy"),
        ("can u help me pls", "en", "can you help me please"),
        ("wat r ur hours", "en", "what are your hours"),
        ("hab vllt das falsche bestellt", "de", "habe vielleicht das falsche bestellt"),
        ("paket u rechnung", "de", "paket und rechnung"),
        ("r@u.example is mine", "en", "r@u.example is mine"),
        ("A100002 u.s. x-ray", "en", "A100002 u.s. x-ray"),
    ],
)
def test_short_forms_are_written_out(text: str, language: str, spelled: str) -> None:
    """By the language: a German "u" is no "you". Addresses and numbers stay as they are."""
    assert spelled_out(text, language) == spelled
