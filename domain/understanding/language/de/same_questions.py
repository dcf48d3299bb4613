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
    "artikel produkt ware sache möglich wissen sagen gibt geht lassen lasse tun machen erlaubt",
    "gestattet nötig notwendig erforderlich sein fürs ins beim habt bekomme kriege bekommt kommen",
    "überhaupt vielleicht normalerweise brauche benötige brauchen benötigen braucht",
)
LEADS_IN = (
    "können sie mir sagen", "kannst du mir sagen", "könnten sie mir sagen", "sagen sie mir",
    "sag mir", "wissen sie", "weißt du", "ich möchte wissen", "ich würde gerne wissen",
    "ich wollte fragen", "ich frage mich", "kurze frage", "eine frage", "ich habe eine frage",
    "darf ich fragen", "entschuldigung",
)  # fmt: skip
BOUND = word_set("nach vor als ohne statt außer innerhalb seit während samt")
PLACES = word_set("von aus bis ab zu auf mit für gegen in über unter zwischen bei und oder")
CONTRASTS = (
    frozenset({"von", "nach"}), frozenset({"von", "zu"}), frozenset({"mit", "für"}),
    frozenset({"von", "auf"}), frozenset({"bis", "ab"}), frozenset({"und", "oder"}),
)  # fmt: skip
DENIES = word_set(
    "nicht kein keine keinen keinem keiner nie niemals niemand nichts nirgends weder ohne",
    "außer ausgenommen kaum",
)
PEOPLE = word_set(
    "käufer verkäufer absender empfänger kunde fahrer mieter vermieter besitzer gast gastgeber",
    "eltern kind bank kundin nutzer mitglied frau mann mutter vater sohn tochter freund firma",
    "patient arzt arbeitgeber arbeitnehmer schüler lehrer",
)
REWORDED = (
    (
        (
            r"\b(?:ist es|wäre es) (?:möglich|erlaubt|gestattet)\b,?"
            r"|\b(?:kann|darf) man\b|\bdarf ich\b"
            r"|\b(?:können|dürfen) wir\b"
        ),
        "kann ich",
    ),
    (r"\bmuss man\b|\bmüssen wir\b", "muss ich"),
    (r"\b(?:zahlt|bezahlt) man\b", "zahle ich"),
    (r"\bbei (?:ihnen|euch)\b", ""),
    (
        r"\b(ab|an|auf|aus|ein|mit|vor|zurück|um|nach|her|hin|frei|los|dabei)zu(\w{3,20}n)\b",
        r"\1\2",
    ),
    (
        (
            r"\b(\w{3,15}?)(?:e|st|et|t|en) (ich|sie|ihr|wir|man) (.{1,60}?) "
            r"(ab|an|auf|aus|ein|mit|vor|zurück|um|hoch|herunter|runter|frei|neu)(?= ?[?.!]*$)"
        ),
        r"\2 \3 \4\1en",
    ),
    (r"\bneu (starten|installieren)\b", r"neu\1"),
    (r"\b(?:kann|könnte) ich (?:mit|per|via|auf) (\w{2,20}) (?:be)?zahlen\b", r"nehmen sie \1"),
    (r"\b(?:nehmt ihr|akzeptiert ihr|akzeptieren sie)\b", "nehmen sie"),
    (
        r"\b(?:habt ihr|haben sie|bietet ihr|bieten sie|gibt's)\b",
        "gibt es",
    ),
    (r"\bwie (?:sind|lauten) (?:die|ihre|eure) öffnungszeiten\b", "wann geöffnet"),
    (
        (
            r"\b(?:wie (?:hoch|teuer) (?:ist|sind)|was ist|welche) (?:der|die|das)?\s?"
            r"(?:gebühr(?:en)?|kosten|preise?)(?: (?:für|von|bei))?\b"
        ),
        "was kostet",
    ),
    (r"\bwie hoch sind die (\w{3,20}?)s?kosten\b", r"was kostet \1"),
    (
        (
            r"\bwie hoch (?=(?:ist|sind) \w{2,8} (?:zins|limit|kaution"
            r"|anzahlung|miete|rabatt|beitrag"
            r"|selbstbeteiligung))"
        ),
        "was ",
    ),
    (r"\bwie lang(?:e)? (?=ist \w{2,8} \w{0,20}(?:frist|laufzeit|dauer))", "was "),
    (r"\bwelche(?:r|s|n)? (.{1,40}?) gilt\b", r"was ist \1"),
    (r"\bwas muss ich (?:tun|machen),? um\b", "wie kann ich"),
    (r"\bwie viele (.{1,30}?) maximal\b", r"wie viele \1"),
    (r"\bwas ist die (?:maximale|höchste) (?:anzahl|zahl) (?:an|von|der)\b", "wie viele"),
    (r"\bwie alt muss (?:ich|man) sein\b,?", "was ist das mindestalter"),
    (
        r"\bwo (?:finde|sehe|bekomme) ich\b|\bwo kann ich (.{1,40}?) (?:finden|sehen)\b",
        r"wo ist \1",
    ),
    (r"\ban welchem tag\b|\bum wie viel uhr\b|\bab wie viel uhr\b", "wann"),
    (r"\bwelche (?:unterlagen|papiere|dokumente)\b", "welche dokumente"),
    (
        r"\b(?:läuft|funktioniert) (?:es|das|die app|das programm) (?:unter|auf|mit)\b",
        "unterstützt",
    ),
    (r"\bwird (\w{2,20}) unterstützt\b", r"unterstützt \1"),
)
ACTORS = (("us", r"sie|ihr"), ("you", r"ich|wir|man"))
OWNERS = (
    ("us", r"ihre?[nmrs]?|eure?[nmrs]?|deine?[nmrs]?"),
    ("you", r"meine?[nmrs]?|unsere?[nmrs]?"),
)
PAST = r"war|waren|hatte|hatten|wurde|wurden"
MODES = (
    ("must", r"muss|müssen|soll|sollte"),
    ("may", r"kann|können|darf|dürfen"),
    ("does", r"\w+e ich"),
)
IMPLIED = {
    "how much": frozenset({"kosten", "teu"}),
    "how long": frozenset({"dauern"}),
    "may": frozenset({"mitbringen"}),
    "where": frozenset({"finden"}),
}
KINDS = (
    ("how long", r"wie lange|wie viele (?:tage|wochen|monate|jahre|stunden)|welche frist"),
    ("until when", r"bis wann|wie spät|welcher stichtag"),
    ("from when", r"ab wann"),
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
    ("must", r"muss ich|müssen wir|ist es (?:nötig|pflicht)|(?:brauche|benötige) ich"),
    ("may", r"kann|können|könnte|darf|dürfen|nehmen sie"),
    ("should", r"soll|sollte|sollten"),
    ("what", r"was|welche|welcher|welches|welchen"),
    (
        "whether",
        (
            r"ist|sind|hat|haben|wird|werden|gibt|liefern sie|liefert ihr"
            r"|(?:versenden|verschicken) sie"
        ),
    ),
)
ENCLOSES = (
    ("must", r"(?:ist|sind) .{1,40} (?:nötig|erforderlich|notwendig|pflicht)"),
    ("possible", r"(?:ist|sind) .{1,60} möglich"),
    ("may", r"(?:ist|sind) .{1,60} (?:erlaubt|gestattet)"),
)
SAME = (
    (
        "zurückgeben | zurücksenden | zurückschicken | retournieren | rücksendung | rückgabe"
        "| retoure"
        "| zurückzugeben | zurückzusenden"
    ),
    "rückgabefrist | rückgabezeit | zurückgeben frist",
    "erstattung | rückerstattung | geld zurück | erstatten",
    "stornieren | absagen | abbestellen | stornierung | storno | stornierbar",
    "kündigen | kündigung",
    "paket | päckchen | sendung",
    "bestellung | auftrag | bestellen",
    "telefon | rufnummer | telefonnummer",
    "handy | smartphone | mobiltelefon",
    "e mail | email | mail",
    "kosten | preis | gebühr | kostet | koste | zusatzkosten",
    "kostenlos | gratis | umsonst | kostenfrei | kostenlose | kostenloser | kostenlosen",
    "versandkostenfrei | liefern kostenlos | versand kostenlos | lieferung kostenlos",
    "liefern | lieferung | versand | versenden | verschicken | liefert | verschickt | versendet",
    "beginnen | anfangen | beginnt",
    "neustarten | neu starten",
    "kaufen | erwerben",
    "umtauschen | tauschen | umtausch",
    "kaputt | defekt | beschädigt",
    "reparieren | reparatur",
    "konto | profil",
    "konto eröffnen | kontoeröffnung",
    "anmelden | einloggen",
    "abmelden | ausloggen",
    "ausland | im ausland",
    "öffnungszeiten | geöffnet | offen | öffnen | auf haben",
    "laden | geschäft | filiale",
    "bezahlen | zahlen | zahlung | bezahlung",
    "zahlungsart | zahlungsarten | zahlungsmethode | zahlungsmittel | zahlungsmöglichkeit",
    "erreichen | kontaktieren",
    "mensch | mitarbeiter | berater",
    "gutschein | rabattcode",
    "euro | eur",
    "prozent | percent | %",
    "kilogramm | kg | kilo",
    "gültig | gültigkeit",
    "dauern | dauert | dauer",
    "termin | buchung | reservierung",
    (
        "termin vereinbaren | termin ausmachen | termin buchen | termin machen | vereinbare termin"
        "| buche termin"
    ),
    "vereinbaren | vereinbare | ausmachen | buchen | buche | reservieren | reserviere",
    "verschieben | verlegen",
    "gepäck | koffer",
    "löschen | entfernen | lösche",
    "finden | auffinden | finde",
    "verfolgen | sendungsverfolgung",
    "eröffnen | eröffne",
    "sperren | sperre",
    "entsperren | entsperre",
    "ändern | ändere | wechseln | wechsle",
    "aktivieren | aktiviere | freischalten | einschalten | anschalten | schalte ein",
    "deaktivieren | deaktiviere | abschalten | ausschalten",
    "stornieren | storniere",
    "kündigen | kündige",
    "nehmen | nimmt | nehmt | akzeptieren | akzeptiert",
    "aufnehmen | nehmen auf",
    "mitnehmen | nehme mit",
    "mitbringen | bringe mit | dabeihaben",
    "mitgliedschaft | mitgliedsbeitrag",
    "benutzer | nutzer | user | anwender",
    "auto | wagen | pkw | fahrzeug",
    "mietwagen | auto mieten | leihwagen",
    "pool | schwimmbad | schwimmbecken",
    "sonntags | am sonntag | sonntag",
    "samstags | am samstag | samstag",
    "montags | am montag | montag",
    "monatlich | im monat | pro monat | jeden monat",
    "jährlich | im jahr | pro jahr | jedes jahr",
    "täglich | am tag | pro tag | jeden tag",
    "wöchentlich | in der woche | pro woche | jede woche",
    "inklusive | im preis enthalten | im preis inbegriffen | enthalten | inbegriffen | inkludiert",
    "offline | ohne internet | ohne internetverbindung",
    "wlan | wifi | internetzugang",
    "flughafenshuttle | flughafentransfer | shuttle vom flughafen | transfer vom flughafen",
    "auslandsüberweisung | überweisung ins ausland",
    "einchecken | check in | checkin",
    "auschecken | check out | checkout",
    "parken | parkplatz | parkplätze",
    "hund | hunde",
    "testversion | probeversion | testphase | probezeit | testzeitraum",
    "testen | ausprobieren | probieren",
    "rückzahlung | zurückzahlen | zurückzuzahlen",
    "frühzeitig | vorzeitig | vorzeitige",
    "zinsen | zinssatz",
    "maximal | höchstens | maximum",
    "minimal | mindestens | minimum",
    "lizenz | lizenzen",
    "zahnreinigung | professionelle zahnreinigung",
    "müllabfuhr | müll abgeholt | abholung müll",
    "studentenrabatt | rabatt für studenten | studenten rabatt",
    "rechnung | rechnungen",
    "nutzen | benutzen | verwenden | nutze",
    "installieren | installiere",
    "exportieren | exportiere",
    "unterlagen | dokumente | papiere",
)
