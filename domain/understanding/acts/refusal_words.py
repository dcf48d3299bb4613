"""The words by which English and German refuse, tell and ask; without apostrophes."""

from domain.understanding.acts.yes_no import stem
from domain.understanding.acts.yes_words import FILLERS, HESITATION, NEGATORS, STRONG_NO, STRONG_YES
from domain.understanding.word_sets import word_set

WANTING = word_set(
    "want wanted wants wanna need needed needs wish intend intended plan planning interested",
    "rather necessary required wishing please pls plz like desire fancy",
    "asked ask requested mean meant said say mentioned feel care",
    "möchte möchten mag mögen will wollen wollte wollten brauche brauchen brauch benötige wünsche",
    "gewünscht gemeint gewollt gesagt verlangt beantragt angefragt angefordert nötig notwendig",
    "bitte interesse",
) - {"will"}  # fmt: skip
FIRST_PERSON = word_set("i we im id ill ive ich wir")
INTENDING = word_set(
    "will wont wouldnt would going gonna shall werde werden würde würden will wollt shant refuse"
)
"""With these somebody says of themselves what they will not do."""
IMPERATIVE = word_set("dont do donot never no not nicht nie niemals kein keine keinen nor stop")
COURTESY = HESITATION | word_set(
    "actually wait please pls plz bitte sorry aber but ok okay and und just doch also das es jetzt",
    "thanks thank you danke hey hi hello hallo",
)
SAYS_NO_MORE = (
    COURTESY
    | STRONG_NO
    | word_set(
        "i ich wir we have got ive habe hab hatte es mir geht its möchte will wollte auf mit unter"
    )
)
"""Beside what is refused these say nothing else."""
PARTED_FROM_VERB = word_set("zurück ab um ein weg hin her auf aus an")
HANDS_OFF = word_set(
    "have need should shouldnt must mustnt neednt may musst müssen brauchst brauchen"
)
""" "You don't have to", "you should not"."""
STATES = word_set(
    "have has had havent hasnt hadnt got get gets getting receive received receiving is was are",
    "been there work works working arrive arrived come came know see find understand hear happy",
    "sure able believe remember expect happen seem fit fits give gave showed show appear",
    "habe hab hat haben hatte hatten ist war sind gibt gab geht ging kam kommt bekommen bekam",
    "erhalten funktioniert passt weiß weiss finde sehe kann kannst könnt können klappt läuft",
    "angekommen gefunden gesehen verstehe verstanden bekomme kriege erreiche erhalte kenne komme",
    "glaube denke hoffe meine merke erinnere schaffe verliere besitze",
)
NEEDLESS = word_set(
    "need reason wish interest interested desire intention intentions plan plans mood",
    "bedarf interesse grund anlass lust bock absicht wunsch pläne",
)
""" "There is no need to refund me"."""
UNABLE = word_set(
    "able have been received happy sure know understand possible allowed permitted supposed",
    "certain clear used required",
)
""" "I won't be able to return it" is no refusal."""
BEING = word_set("im am were are")
ABOUT = word_set("about after regarding concerning um wegen")
ITS = word_set("its it this that thats isnt wasnt es das dies geht gehts handelt mir")
""" "It's not about a return", "I'm not after a refund"."""
ASKING = word_set("if when whether why wenn falls ob warum wieso weshalb")
ASKS_FOR = word_set(
    "want need please can could would like wanna id lets let give send get show tell make may",
    "will möchte bitte kann könnt könnten kannst brauche hätte würde gib gebt zeig sag mach",
)
TELLING = word_set(
    "i it its my the that this they he she we there your a an because since so as and but now",
    "ich es mein meine meinen der die das den dem er sie wir ihr ein eine weil da denn und aber",
    "dieser diese dieses",
)
"""A sentence that begins with these, and asks for nothing, tells how things are."""
NO_WISHES = frozenset(
    stem(word)
    for word in word_set(
        "keep wait hold own use wear pay lose miss spend behalten warten haben bezahlen zahlen",
        "verlieren tragen länger stay bleiben worry say share sagen verraten nennen",
        "angeben antworten mitteilen",
    )
)
"""Who does not want to keep it wants something done."""
ABOUT_THE_BOT = frozenset(
    stem(word)
    for word in word_set(
        "bot bots chatbot robot robots machine machines computer ai ki automat maschine roboter",
        "computers program programm software assistant algorithm automated thing",
    )
)
TALKING = word_set(
    "talk talking speak speaking chat chatting reden sprechen schreiben chatten rede"
)
BESIDE_YOU = word_set("to with mit zu bei")
WITH_YOU = word_set("you dir ihnen euch")
TURNING_AWAY = word_set("without ohne no kein keine keinen keinem keiner stop")
_SMALL_WORDS = word_set(
    "i we you he she it they me us them him her my your our their this that these those there here",
    "a an the any some one of to for with on in at from by about as up out into and or but so if",
    "do does did done doing am is are was were be been being have has had get got getting make",
    "making start starting begin go going gonna can could will would shall should may might must",
    "want wants wanted wanna need needed like wish plan planning intend think thought said say",
    "interested really actually just still yet now then more anymore longer already also even all",
    "please thanks thank sorry hello hi hey what which who how when where why help let lets try",
    "rather instead again anyone anybody someone something anything nothing everything thing",
    "ich du er sie es wir ihr mich mir dich dir uns euch ihnen mein meine meinen meiner meinem",
    "dein deine der die das den dem des ein eine einen einem einer dies diese diesen dieser",
    "und oder aber doch noch mehr schon jetzt bitte danke gerne gern mal so auch zu zum zur mit",
    "von vom für im in am an auf aus bei um als wie was wer wo wann will wollen wollte möchte",
    "möchten mag kann können könnte könnt kannst hätte habe hab haben hat bin ist sind war werde",
    "wird würde soll sollen brauche brauchen muss müssen lassen lass machen mache mach tun",
    "nor neither weder nur einfach brauch",
    "eigentlich wirklich überhaupt gar etwas nichts alles jemand jemanden jemandem sowas",
)
LIGHT = _SMALL_WORDS | FILLERS | HESITATION | NEGATORS | STRONG_YES | STRONG_NO
"""Words that do not say what a message is about."""
