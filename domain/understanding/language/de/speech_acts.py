"""Phrases that ask who is there, complain, or report being locked out."""

from domain.understanding.word_sets import word_set

BEINGS = word_set("echt automatische chat")
WHO_IS_MEANT = word_set("du ihr sie das hier ich oder ende")
AROUND_BEINGS = word_set(
    "so ok okay hi hey man chat am was software bist biste seid sind ist bin du ihr sie das dies",
    "ich hier oder und wer sag mal ende anderen anderer verbunden antwortet antworte schreibt",
    "schreibe spricht rede redet spreche chatte antwort nachricht hallo aber frage mich ob wohl",
    "automatische der die dem den chatten reden sprechen schreiben es denn ja doch im",
)

LISTS = {
    "being": (
        "bot bots chatbot roboter maschine computer ki software programm person mensch "
        "menschen automat assistent sprachmodell"
    ),
    "after": "man oder und hier der die das am verbunden zu denn eigentlich",
    "kind": (
        "an also ein eine einem einer ne nur denn eigentlich hier wirklich gerade jetzt echt "
        "kein keine auch so ueberhaupt mit da grad wohl tatsaechlich was bloss noch nem etwa "
        "echter echte echten echtes richtiger richtigen richtige realen lebendiger grade"
    ),
    "rede": "rede spreche sprech schreibe chatte schreib kommuniziere unterhalte",
    "geliefert": (
        "geliefert bekommen erhalten angekommen geschickt gesendet gesandt verschickt "
        "zugeschickt gekriegt"
    ),
}
NAMES_A_BEING = """
    bist|biste|waerst du @being
    seid ihr @being
    sind sie|das @being
    ist das|hier|da|dies|dieser|jemand chat? @being
    @rede ich mich? @being
    du bist doch? @being
    ihr seid doch? @being
    habe ich es @being
"""
ASKS_WHO = """
    wem rede|spreche|schreibe|chatte|habe
    wie heisst du
    wer|was bist du denn|eigentlich? $
"""
WANTS_ONE = """
    moechte|will|brauche|hol|gib|verbinde|verbinden|lieber
    kann|darf|koennte ich
"""
GRIEVANCE = """
    seit ~2 wochen|tagen|monaten|stunden|ewigkeiten|ewig
    fehlt|fehlen
    das letzte $
    ein witz
    war|ist leer
    kam|kamen ~3 kaputt|beschaedigt|defekt|zerbrochen|falsch
    nie wieder
    geht gar nicht
    nicht das ~3 bestellt|bestellte
    schon wieder ~3 falsch*|kaputt|verspaetet|nicht|zu_spaet
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
    schuldet|schulden mir|uns
    bezahlt|gezahlt ~3 aber|und|trotzdem ~3 nichts|keine|keinen|kein
    nie|nicht angekommen|geliefert|erhalten|bekommen|da|gekommen
"""
ACCESS = """
    password|passwort|passwoerter|kennwort|benutzername|zugangsdaten|2fa
    pin|bestaetigungs code
    bestaetigungscode|sicherheitscode
    anmelden|einloggen|eingeloggt|anmeldung
    ausgesperrt
    konto ~2 gesperrt
    in|auf|ins mein|meinen|meinem|mein_kunden konto|account|kundenkonto
    mein konto nicht
"""
TROUBLE = """
    vergessen|vergass|verloren|zuruecksetz*|zurueck|zuruecksetzen|kann|komme|komm|nicht|falsch|aendern
    gesperrt|ausgesperrt|neues|abgelaufen|geht|klappt|funktioniert|weiss|kein|keine|keinen|hilfe
"""
