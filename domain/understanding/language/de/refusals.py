"""The words that refuse, tell and ask, without apostrophes."""

from domain.understanding.word_sets import word_set

WANTING = word_set(
    "pls plz möchte möchten mag mögen wollen wollte wollten brauche brauchen brauch benötige",
    "wünsche gewünscht gemeint gewollt gesagt verlangt beantragt angefragt angefordert nötig",
    "notwendig bitte interesse",
)
FIRST_PERSON = word_set("ich wir")
INTENDING = word_set("will werde werden würde würden wollt")
IMPERATIVE = word_set("nicht nie niemals kein keine keinen stop")
COURTESY = word_set(
    "pls plz bitte sorry aber ok okay und doch also das es jetzt danke hey hi hallo",
)
SAYS_NO_MORE = word_set("ich wir habe hab hatte es mir geht möchte will wollte auf mit unter")
PARTED_FROM_VERB = word_set("zurück ab um ein weg hin auf aus an her")
HANDS_OFF = word_set("musst müssen brauchst brauchen")
STATES = word_set(
    "fit habe hab hat haben hatte hatten ist war sind gibt gab geht ging kam kommt bekommen bekam",
    "erhalten funktioniert passt weiß weiss finde sehe kann kannst könnt können klappt läuft",
    "angekommen gefunden gesehen verstehe verstanden bekomme kriege erreiche erhalte kenne komme",
    "konnte konnten schaffte zögere glaube denke hoffe meine merke erinnere schaffe verliere",
    "besitze",
)
NEEDLESS = word_set("bedarf interesse grund anlass lust bock absicht wunsch pläne")
UNABLE = word_set()
BEING = word_set()
ABOUT = word_set("um wegen")
ITS = word_set("es das dies geht gehts handelt mir")
ASKING = word_set("wenn falls ob warum wieso weshalb")
ASKS_FOR = word_set(
    "will möchte bitte kann könnt könnten kannst brauche hätte würde gib gebt zeig sag mach",
)
TELLING = word_set(
    "an so ich es mein meine meinen der die das den dem er sie wir ihr ein eine weil da denn und",
    "aber dieser diese dieses",
)
NO_WISHES = word_set(
    "behalten warten haben bezahlen zahlen verlieren tragen länger bleiben sagen verraten nennen",
    "angeben antworten mitteilen",
)
ABOUT_THE_BOT = word_set("bot bots chatbot computer ki automat maschine roboter programm software")
TALKING = word_set("chat reden sprechen schreiben chatten rede")
BESIDE_YOU = word_set("mit zu bei")
WITH_YOU = word_set("dir ihnen euch")
TURNING_AWAY = word_set("ohne kein keine keinen keinem keiner stop")
SMALL_WORDS = word_set(
    "an in so am was will also sorry hi hey ich du er sie es wir ihr mich mir dich dir uns euch",
    "ihnen mein meine meinen meiner meinem dein deine der die das den dem des ein eine einen",
    "einem einer dies diese diesen dieser und oder aber doch noch mehr schon jetzt bitte danke",
    "gerne gern mal auch zu zum zur mit von vom für auf aus bei um als wie wer wo wann wollen",
    "wollte möchte möchten mag kann können könnte könnt kannst hätte habe hab haben hat bin ist",
    "sind war werde wird würde soll sollen brauche brauchen muss müssen lassen lass machen mache",
    "mach tun weder nur einfach brauch eigentlich wirklich überhaupt gar etwas nichts alles",
    "jemand jemanden jemandem sowas im",
)
POLITE_ASKING = word_set()
LATE_SUBJECTS = word_set("ich wir")
SECOND_PERSON = word_set("du sie ihr")
STOPPING_LATE = word_set("nicht nich nie niemals")
NOTHING = word_set("nichts")
TO_DO = word_set("tun")
CONDITION = "bis|bevor|außer|es sei denn"
STRIVING = word_set(
    "vergiss vergesst vergessen zögere zögern schaffe schaffen finde komme weiß weiss konnte",
    "konnten",
)
HERE_FOR = word_set()
INFINITIVE = word_set()
TO_WANT = word_set()
GOING_ON: tuple[str, ...] = ()
ORDER_ENDINGS = ("n",)
PARTED_BY_SIGN = r"\A(ab|an|auf|aus|ein|mit|um|weg|zurück)zu(\w{2,40}n)\Z"
VERB_ENDINGS = ("e", "en")
