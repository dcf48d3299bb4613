"""Words of customers who wait: giving up, or asking how it stands."""

from domain.understanding.word_sets import word_set

WAITS_ON = word_set("warte warten bleibe bleib brauche noch")
BESIDE = word_set(
    "leute personen stehen bin am sind an hi hey so ok okay sorry seid in will hallo na und bitte",
    "danke denn schon noch jetzt mal eigentlich damit dazu da der die das den mein meine meiner",
    "meinem deine dein eure euer bei von fuer mit es ist ich du ihr wir sie er chef vorgesetzte",
    "vorgesetzter kollege kollegin freigabe genehmigung aktuelle entscheidung anfrage sache",
    "erstattung heute aus einen eine wie kannst mir sagen rueckgabe retoure rueckerstattung geld",
    "gehoert sagt bleibt wird dran dabei konto ueberwiesen raus unterwegs angewiesen ausgezahlt",
    "gutgeschrieben bekomme kriege krieg inzwischen zu zum zur nun man aktueller dem dauert",
    "dauern lange gibts im bescheid",
)
TELLING = word_set(
    "update updates status neues neuigkeiten entscheidung entschieden genehmigt freigegeben",
    "gehoert zugestimmt weit durch fertig laeuft sagt bestaetigt bewilligt bescheid stand",
)
PRODS = word_set("so hey hi ok okay und na also jetzt nun dann hallo noch oder")

LISTS = {
    "human": (
        "person agent mensch menschen mitarbeiter mitarbeiterin kollege kollegen kollegin "
        "agenten jemand jemanden niemand niemanden berater warteschlange schlange"
    ),
    "stop": "stop",
    "lass": (
        "vergiss vergesst lass lasst kein keine keinen nicht ohne storniere abbrechen brich "
        "streich streicht doch_nicht"
    ),
    "weg": "erledigt geloest geklaert gefunden selbst",
    "you": "dir ihnen dem_bot bot einem_bot",
    "money": "geld erstattung rueckerstattung rueckzahlung gutschrift",
    "mine": "mein meine das die unser unsere",
    "moved": "schon ueberwiesen raus unterwegs da zurueck angewiesen ausgezahlt gutgeschrieben",
}
GIVEN_UP = """
    @lass ~5 @human
    brauche|brauch|brauchen ~3 niemand|niemanden|keinen|keine|nicht
    problem|sache|alles|frage|anliegen ~1 geloest|geklaert|erledigt
    @human ~4 unnoetig|erledigt
    @human ~3 nicht mehr|noetig|notwendig
    @human ~2 vergessen|verlassen|streichen|abbrechen|stornieren|weglassen|zurueckziehen
    @human ~2 absagen|abbestellen
    kein|keine|keinen|niemand|niemanden ~1 mehr|hilfe
    nehmt|nimm|hol|streicht|streich|lass|lasst mich ~3 warteschlange|schlange|raus|heraus
    aus der warteschlange|schlange
    nicht|keine_lust ~4 warten
    hat|habe|ist es|sich|das|inzwischen|schon|bereits? es|sich|das|inzwischen|schon|bereits? @weg
    schon erledigt|geloest|geklaert
    hat|habe ~3 selbst|selber|allein ~1 gefunden|geloest|geschafft|geklaert|hinbekommen
    nicht mehr noetig|notwendig|gebraucht
    brauche|brauch ~2 nicht
"""
LETS_IT_BE = """
    vergiss|lass es|das|gut|mal sein? dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
    schon gut dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
    egal dann? ich|wir|habe|rufe|mache|schreibe|gehe|komme|versuche
"""
TO_THE_BOT = """
    zurueck zu|zum @you
    zurueck zum|in_den chat
    lieber|doch|wieder|weiter|dann ~2 mit|bei @you
    mach|machen|mache ~2 weiter|lieber ~2 mit @you
"""
GOES_ON = """
    nicht ~3 geloest|geklaert|erledigt
    warum|wieso|wann|wie_lange|immer_noch|noch_immer|gibt_es
    wo bleibt
    moechte|will ~1 einen|mit|jemanden
    nicht vergessen|abbrechen
    vergesst|vergiss mich nicht
    kein|keinen|keine bot|bots
"""
TAKES_BACK_WISH = """
    nicht mehr
    kein|keine|keinen
    doch nicht
"""
NO_BOT = """
    kein|keinen|keine ~1 bot|bots|roboter|maschine
"""
NEWS = """
    status|update|updates|news|stand|sachstand|neuigkeiten|zwischenstand
    wie_viele ~3 vor mir|uns
    welche|welcher|welchem stelle|position|platz
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
    noch dran|dabei|da
    bist|seid|ist du|ihr|jemand|da ~1 noch ~1 dran|da|dabei
    wo|wann|wie_lange ~4 @money
    ist|wurde|kommt|hat|habe|bekomme|kriege ich? @mine? @money ~1 @moved?
    wann|wo bekomme|kriege|habe|kommt|bleibt ~4
    wann weiss|hoere|erfahre|kommt|ist|bekomme ~5
"""
LEADS_IN = ("weisst du was",)
