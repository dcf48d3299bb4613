"""Words that two questions may differ in and still ask the same. Strict on purpose."""

from domain.understanding.word_sets import word_set

DROPPED = word_set(
    "der die das den dem des ein eine einen einem einer eines ich du er sie es wir ihr mich mir",
    "dich dir sich uns euch man mein meine meinen meinem meiner dein deine unser unsere euer eure",
    "ihre ihren ist sind war waren bin bist seid wird werden wurde haben habe hat hast hatte kann",
    "können könnt könnte darf dürfen dürfte muss müssen soll sollen sollte will wollen möchte",
    "bitte mal denn eigentlich gerade genau auch schon noch so sehr zu zum zur und oder an am auf",
    "bei beim für im in mit von vom um wenn ob wie was wer wann wo warum wieso welche welcher",
    "welches welchen lange viel viele oft hallo danke gerne gern da hier dort etwas jemand dass",
    "artikel produkt ware sache möglich wissen sagen gibt geht",
)
LEADS_IN = (
    "können sie mir sagen", "kannst du mir sagen", "könnten sie mir sagen", "sagen sie mir",
    "sag mir", "wissen sie", "weißt du", "ich möchte wissen", "ich würde gerne wissen",
    "ich wollte fragen", "ich frage mich", "kurze frage", "eine frage", "ich habe eine frage",
    "darf ich fragen", "entschuldigung",
)  # fmt: skip
BOUND = word_set("aus nach vor als ohne statt außer bis innerhalb ab seit")
TOWARDS = word_set()
DENIES = word_set(
    "nicht kein keine keinen keinem keiner nie niemals niemand nichts nirgends weder noch ohne",
    "außer ausgenommen kaum",
)
PEOPLE = word_set(
    "käufer verkäufer absender empfänger kunde fahrer mieter vermieter besitzer gast gastgeber",
    "eltern kind patient arzt arbeitgeber arbeitnehmer schüler lehrer",
)
KINDS = (
    ("how long", r"wie lange|wie viele (?:tage|wochen|monate|jahre|stunden)|welche frist"),
    ("until when", r"bis wann|wie spät|welcher stichtag"),
    ("how much", r"wie viel|wieviel|wie teuer|was kostet|was kosten"),
    ("how many", r"wie viele|wieviele"),
    ("how often", r"wie oft|wie häufig"),
    ("how old", r"wie alt|(?:ab |bis )?welchem alter"),
    ("how far", r"wie weit"),
    ("how", r"wie|auf welche weise|auf welchem weg"),
    ("when", r"wann|um wie viel uhr|an welchem tag"),
    ("where", r"wo|wohin|woher|an welchem ort"),
    ("why", r"warum|wieso|weshalb|aus welchem grund"),
    ("who", r"wer|wen|wem|wessen"),
    ("must", r"muss ich|müssen wir|ist es (?:nötig|pflicht)|brauche ich"),
    ("may", r"kann|können|könnte|darf|dürfen|ist es (?:möglich|erlaubt)"),
    ("should", r"soll|sollte|sollten"),
    ("what", r"was|welche|welcher|welches|welchen"),
    ("whether", r"ist|sind|hat|haben|wird|werden|gibt"),
)
ENCLOSES = (("must", r"(?:ist|sind) .{1,40} (?:nötig|erforderlich|notwendig)"),)
SAME = (
    "zurückgeben | zurücksenden | zurückschicken | retournieren | rücksendung | rückgabe | retoure",
    "erstattung | rückerstattung | geld zurück | erstatten",
    "stornieren | absagen | abbestellen",
    "paket | päckchen | sendung",
    "bestellung | auftrag",
    "telefon | rufnummer | telefonnummer",
    "handy | smartphone | mobiltelefon",
    "e mail | email | mail",
    "kosten | preis | gebühr | kostet | kosten",
    "kostenlos | gratis | umsonst | kostenfrei",
    "liefern | lieferung | versand | versenden | verschicken",
    "beginnen | anfangen | starten",
    "kaufen | erwerben",
    "umtauschen | tauschen | umtausch",
    "kaputt | defekt | beschädigt",
    "reparieren | reparatur",
    "konto | profil",
    "anmelden | einloggen",
    "abmelden | ausloggen",
    "ausland | im ausland",
    "öffnungszeiten | geöffnet | offen | öffnen",
    "laden | geschäft | filiale",
    "bezahlen | zahlen | zahlung",
    "erreichen | kontaktieren",
    "mensch | mitarbeiter | berater",
    "gutschein | rabattcode",
    "euro | eur",
    "prozent | %",
    "kilogramm | kg | kilo",
    "gültig | gültigkeit",
    "termin | buchung | reservierung",
    "verschieben | verlegen",
    "gepäck | koffer",
    "löschen | entfernen",
    "finden | auffinden",
    "verfolgen | sendungsverfolgung",
)
