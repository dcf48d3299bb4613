"""What customers say while they wait: that they no longer want to, or how it stands."""

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
