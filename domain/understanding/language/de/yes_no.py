"""Words and phrases of a yes, a no, and what stands beside them without a meaning of its own."""

from domain.understanding.word_sets import word_set

STRONG_YES = word_set(
    "mhm ja jep jo joa jou jap jup jawohl jawoll jaja jau klaro selbstverständlich unbedingt",
    "freilich",
)
WEAK_YES = word_set(
    "ok okay k kk cool super klar genau gerne gern stimmt richtig passt einverstanden natürlich",
    "sicher logo doch gut prima fortfahren bestätigen durchführen weitermachen ausführen",
    "fortsetzen bestätigt bestätige weiter los korrekt perfekt toll",
)
STRONG_NO = word_set("nah nein nee nö ne neee nöö niemals keinesfalls keineswegs nix")
NEGATORS = word_set("nicht kein keine keinen keiner keines nich net")
FILLERS = word_set(
    "oh ah uh hm hmm er so pls plz thx will man sorry bitte bidde danke dankeschön schön vielen",
    "dank das dies ist ich es mir mich dir du wir sie dann jetzt sofort mal mach machen mache tu",
    "möchte ruhig denn halt eben na ach und hi hey",
)
HESITATION = word_set("oh ah um uh hm hmm so er ach na also")
CONTRAST = word_set(
    "aber jedoch allerdings außer nur wenn falls sofern bevor erst statt lieber sondern warte",
    "später halb andere anderen anderes",
)
WELCOME = word_set("super toll gut nett schön prima klasse lieb perfekt")
STATING = word_set("ist sind")
UNFINISHED = word_set("und oder")
ASKING = word_set(
    "will ist sind geht passt stimmt kann kannst könnt soll sollen willst darf wird wäre hast",
)
ASKED = word_set("ich du ihr wir es das der die sie dies man")
REQUESTING = word_set("bitte pls plz es das mir mich")
