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
