"""Words by which questions name, count and measure things."""

from domain.understanding.word_sets import word_set

UNITS = word_set(
    "eur euro gbp usd chf min h kg g m cm mm km l gb mb person guests am uhr o tag tage tagen",
    "woche wochen monat monate monaten jahr jahre jahren stunde stunden minuten stück",
)
MONTHS = word_set(
    "jan januar feb februar märz apr april mai jun juni jul juli aug august sep sept september",
    "oktober nov november dezember",
)
MEASURED = word_set("in was min")
OWN = word_set("ticket bestellung rechnung buchung paket")
BESIDE_NUMBERS = word_set("nr nummer")
BRANCHES = word_set("laden läden filiale filialen geschäft geschäfte standort niederlassung")
BRANCH_IN = word_set("in")
TOWN_ENDINGS = ("ner", "er")
TOWNS_ELSEWHERE = {
    "münchen": "munich", "köln": "cologne", "wien": "vienna", "nürnberg": "nuremberg",
    "hannover": "hanover", "braunschweig": "brunswick", "zürich": "zurich", "genf": "geneva",
    "luzern": "lucerne", "prag": "prague", "warschau": "warsaw", "brüssel": "brussels",
    "mailand": "milan", "rom": "rome", "kopenhagen": "copenhagen", "straßburg": "strasbourg",
}  # fmt: skip
NO_TOWNS = word_set(
    "eure euren eurem eurer euer ihre ihren ihrem ihrer unser unsere der die das welche welcher",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag weihnachten ostern ordnung",
    "zukunft kürze januar februar märz april mai juni juli august september oktober november",
    "dezember nächste nächster welchem jeder jedem jede",
    "raten bar ruhe bargeld betrieb bezug scheinen münzen franken gang kraft frage not eile bau",
    "deutsch englisch französisch italienisch spanisch türkisch polnisch russisch arabisch",
    "schwarz weiß rot blau grün gelb grau braun rosa beige silber gold lila orange pink türkis",
    "leder holz stoff metall bio innenstadt altstadt urlaub teilen sachen farbe gruppen mengen",
    "händler kinder partner sommer winter spielzeug dieser diesem dieses firma marke maßen höhe",
)
NO_TOWN_ENDINGS = (
    "ung", "heit", "keit", "schaft", "tion", "tät", "größe", "größen", "form", "nähe", "besitz",
    "farben", "zeit", "zeiten", "ungen", "heiten", "keiten", "schaften", "tionen", "beträgen",
)  # fmt: skip
CAPITALISED = word_set(
    "der die das ist und wie was ich kann nicht ein eine mit für von wo wann welche",
)
ASKED = word_set(
    "kostet kosten wann wie wo ist sind ich welche welcher welches welchem welchen viel gibt kann",
    "könnt habt und für bitte wird",
)
JOINED = word_set("nr und oder bis nummer")
AMOUNTS = word_set("eur euro usd gbp chf kg")
COUNTS: dict[str, str] = {}
EVERYWHERE = (" weltweit ", " alle länder ")
IN_THE_UNION = (" eu länder ", " in der eu ")
RANGE = r"bis"
