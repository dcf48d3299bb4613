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
    "möchte ruhig denn halt eben na ach und hi hey leider ihn",
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

YES_PHRASES: tuple[str, ...] = (
    "meinetwegen", "in ordnung", "kein problem", "so seis", "klingt super", "fahr fort",
    "auf jeden fall", "na klar", "von mir aus", "warum nicht", "wieso nicht", "nur zu",
    "los gehts", "los geht es", "leg los", "geht klar", "alles klar", "geht in ordnung",
    "kein thema", "keine frage", "keine einwände", "nichts dagegen", "habe nichts dagegen",
    "stimme zu", "ich stimme zu", "aber ja", "aber gern", "aber gerne", "aber klar",
    "aber sicher", "ja doch", "mach das", "mach es", "mach mal", "mach hin", "machen sie das",
    "machen sie es", "tu das", "tu es", "tun sie das", "mach das so", "so machen wir das",
    "so ist es", "so sei es", "das geht", "einfach machen", "bitte machen", "bitte tun",
    "genau das will ich", "das will ich", "hört sich gut an", "klingt gut", "ist ok", "auf gehts",
    "sehr gerne", "sehr gern", "bin dabei", "fahren sie fort", "weiter so", "passt so",
    "immer her damit", "her damit", "ich bin sicher", "bin sicher", "ich bin mir sicher",
    "bin mir sicher", "alles richtig", "alles korrekt", "stimmt alles", "stimmt so",
    "so stimmt es", "passt alles", "das passt alles", "so stimmt das", "jo passt",
    "kannst du machen", "kannst du so machen", "können sie machen",
)  # fmt: skip
NO_PHRASES: tuple[str, ...] = (
    "kommt nicht in frage", "kommt nicht infrage", "auf gar keinen", "auf keinen",
    "nicht mehr nötig", "nicht mehr notwendig", "nicht mehr gebraucht", "auf gar keinen fall",
    "unter keinen umständen", "lieber nicht", "auf keinen fall", "nicht jetzt", "noch nicht",
    "heute nicht", "lass es", "lass das", "lass mal", "lassen sie es", "lassen sie das",
    "nicht nötig", "nein danke", "nicht machen", "bloß nicht", "besser nicht", "eher nicht",
    "kein interesse", "kein bedarf", "wird nicht nötig sein", "nicht nötig sein",
    "das stimmt nicht", "stimmt nicht", "will ich nicht",
    "möchte ich nicht", "ich will nicht", "ich möchte nicht", "nicht mehr",
)  # fmt: skip
GIVING: tuple[str, ...] = (
    "das", "es",
)  # fmt: skip
FILLER_PHRASES: tuple[str, ...] = (
    "wäre super", "wäre toll", "wäre gut", "wäre nett", "wäre schön", "besten dank",
    "danke schön", "danke dir", "danke sehr", "bitte schön", "bitte sehr",
)  # fmt: skip
OPEN_PHRASES: tuple[str, ...] = (
    "passt jetzt", "jetzt ok", "jetzt okay", "jetzt gut", "jetzt in ordnung", "na ja", "na toll",
    "na super", "na prima", "na perfekt", "na schön", "ich nehme es zurück",
    "ich nehme das zurück", "ich nehm es zurück", "ich nehm das zurück", "geh zurück",
)  # fmt: skip
SOFT_PHRASES: tuple[str, ...] = (
    "das wars", "das war es", "passt schon", "ist alles richtig so", "ist alles korrekt so",
    "ist so richtig", "alles richtig so",
)  # fmt: skip
CALLING_OFF = frozenset({"stornier", "stornieren", "abbrech", "beend"})
UNDECIDED = (
    r"wei(?:ss|ß) (?:es )?(?:noch )?nicht|keine ahnung|vielleicht|eventuell|mal sehen|"
    r"(?:nicht|noch nicht) (?:ganz )?sicher|kommt drauf an|kommt darauf an"
)
WOULD_BE = ("wäre", "ist", "klingt")
PLAIN: dict[str, bool] = {}
COURTESIES = word_set("bitte")
JOINING = word_set("und aber")
AND = word_set("und")
CHOOSING = word_set("oder")
ORDERS: frozenset[tuple[str, str]] = frozenset()
BEFORE_REQUEST = word_set("ja dann so")
DELIVERING = word_set("schick schicke schickt schicken sende senden erstell erstelle druck mach")
OBJECTS = word_set("es das")
CURRENCIES: dict[str, tuple[str, ...]] = {"€": ("eur", "euro")}
ENDINGS = ("en", "st", "e", "t", "n")
LEADS_IN: frozenset[tuple[str, str]] = frozenset()
