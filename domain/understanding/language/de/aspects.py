"""Aspects of a question and of a sentence: the kind of fact, what is done, and for whom or when.

Fragments of patterns as in English. German puts words together, so most match within a word, too.
"""

ASKS = {
    "price": "wie viel kost|was kost|wieviel|wie viel.|kostet|kosten|preis|teuer|gebühr|was zahl"
    "|wie hoch ist|günstig|zinsen",
    "amount": "wie viel|wieviel|wie viele|wie oft|wie hoch|limit|maximal|höchstens|mindestens"
    "|wie schnell"
    "|wie groß|wie weit",
    "duration": "wie lang|wie schnell|frist|dauert|wie viele tage|wartezeit",
    "time": "wann|um wie viel uhr|bis wann|ab wann|seit wann|an welchem tag|offen|geöffnet|auf.",
    "age": "wie alt|welchem alter|mindestalter|ab welchem alter|altersgrenze",
    "place": "wo.|wohin|woher|welche adresse",
    "person": "wer.|wen.|wem.|wessen|welcher arzt",
    "how": "wie kann|wie mach|wie melde|wie richte|wie komm|wie krieg|wie bekomm|wie änder"
    "|wie kündig"
    "|wie schalt|wie aktivier|wie lade|wie trag|wie beantrag|wie lös|wie verläng|was tun"
    "|was muss ich"
    "|was soll ich|wie geht|wie hebe|wie lasse|wie funktion|vergessen|was mach",
    "may": "kann ich|kann man|darf|dürfen|können|könnt|gibt es|gibts|habt ihr|haben sie"
    "|ist es möglich"
    "|hat die|kann jemand|kann mein|muss ich|bekomme ich|kriege ich|hat der",
    "required": "brauch|muss ich|benötig|mitbringen|unterlagen|nötig|voraussetz|pflicht|erforder",
    "why": "warum|wieso|weshalb|grund.",
    "which": "welche|was für|welches|woher",
}

OPENS = "was|wie|wann|wo|wer|wen|wem|warum|wieso|weshalb|welche|welcher|welches|wieviel|woher"

HOLDS = {
    "price": "eur.|euro|cent.|kostenlos|kostenfrei|umsonst|prozent|gratis|gebühr|kostet|nichts",
    "amount": "eine.|einen.|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|unbegrenzt|höchstens"
    "|doppelt|dreifach|halb",
    "duration": "minute|stunde|tage.|tag.|tagen|woche|monat|jahr|sofort|werktag|arbeitstag|lang.",
    "time": "montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|märz"
    "|april|mai."
    "|juni|juli|august|september|oktober|november|dezember|uhr.|täglich|jederzeit|monats|bis zum"
    "|ende |zehnten|vorabend|alle zwei|alle vier|tag und nacht|rund um die uhr|innerhalb",
    "age": "ab \\d+|unter \\d+|über \\d+|jahren|alter|älter|jünger|volljährig",
    "place": "straße|platz|gebäude|stock|geschoss|eingang|unter.|neben|oben|unten|seite|portal|app."
    "|filiale|büro|hof.|schalter|im.|am.|an.|auf.|in.|brief|rathaus|kundenbereich",
    "person": "wer.|alle.|kunde|menschen|personen|haushalt|eltern|kinder|jemand|arzt|rufen sie"
    "|schwangere|wir.|sie.|betreiber",
    "how": "wählen sie|tippen sie|rufen sie|füllen sie|tragen sie|melden sie|kündigen sie|lesen sie"
    "|öffnen sie|bringen sie|nennen sie|geben sie|scannen sie|senden sie|schreiben sie|vereinbaren"
    "|sperren sie|buchen sie|mit dem|mit der|auf anfrage|anfrage|formular|im portal|in der app"
    "|unter.|stellen sie|beantragen|reservieren|erhöhen|ändern|abbrechen|schalten sie",
    "may": "können|kann.|darf|dürfen|nicht|kein|nur.|erlaubt|möglich|muss.|müssen|kostenlos|außer"
    "|erst.|behalten|auch.",
    "required": "brauch|müssen|muss.|bringen sie|bitte|benötig|erforder|nötig|halten sie|nur mit"
    "|ausweis|nachweis",
    "why": "weil.|da.|denn|wenn|falls|damit|sonst|steigt|reichen",
    "which": "aus.|und.|oder|sowie|etwa|zum beispiel|beide",
}

STARTS = (
    "wählen|tippen|rufen|füllen|tragen|melden|kündigen|lesen|öffnen|bringen|nennen|geben|scannen"
    "|senden|schreiben|sperren|prüfen|halten|stellen|kommen|laden|buchen"
)

ACTIONS = {
    "raise": "erhöh|steiger|größer|gestiegen|steigt|höher",
    "lower": "senk|verringer|kleiner|reduzier|ermäßig|günstiger",
    "cancel": "kündig|absag|stornier|widerruf|abbrech|stopp|beenden",
    "extend": "verläng",
    "change": "änder|wechsel|umzieh|umzug|tausch|neue anschrift|neue bank|ummeld",
    "remove": "lösch|entfern|abmeld|melde .{0,30}ab.",
    "close": "schließ",
    "reopen": "zurücknehm|rückgängig|entsperr|aufheb|hebe |zurück.|freischalt",
    "block": "sperr",
    "receive": "bekommen|erhalten|empfang|eingäng|gutgeschrieb",
    "send": "überweis|schick|senden|send.",
    "activate": "aktivier|einricht|einschalt|richte |freischalt",
    "deactivate": "deaktivier|ausschalt|abschalt|schalte .{0,30}aus|roaming schalten",
    "refund": "erstatt|geld zurück|auszahl|ausgezahlt",
    "return": "zurückgeb|zurückschick|rückgab|retour",
    "report": "meld|mitteil|anzeige",
    "lose": "verlor|verlust|geklaut|gestohl|fundsach",
    "forget": "vergess|vergaß",
    "withdraw": "abheb|bargeld",
    "deposit": "einzahl",
    "buy": "kauf",
    "repair": "reparier|defekt|kaputt|schaden|schäden",
    "complain": "beschwer",
    "miss": "nicht zum termin|nicht kommt|verpass|nicht komme",
    "open": "eröffn|anmeld|beantrag|abschließ|melde .{0,30}an.",
    "expire": "gilt.|gültig|läuft.|gelten|ablauf",
    "deliver": "liefer",
    "share": "gemeinsam|teilen",
}

QUALIFIERS = {
    "business": "firma|firmen|gewerb|geschäftskund|unternehm",
    "young": "kind|jugend|junge|schwanger|baby",
    "student": "student|azubi|schüler",
    "old": "rentner|senior",
    "abroad": "ausland|außerhalb|andere länder|fremd",
    "sunday": "sonntag",
    "weekend": "wochenend|samstag",
    "holiday": "feiertag|weihnacht|ostern",
    "before": "vor der|vor dem|vorher|im voraus",
    "after": "nach der|nach dem|nachher|danach",
    "most": "bis zu welch|bis wie|höchstens|maximal|bis zu|limit",
    "least": "mindest|ab welch|ab \\d+",
    "online": "online|app.|portal|internet",
    "phone": "telefon|handy|anruf",
    "post": "per post|brief",
    "e-mail": "mail",
    "paper": "papier",
    "branch": "filiale|laden.|vor ort|kundenzentrum",
    "cash": "bar.|bargeld",
    "card": "kreditkarte",
    "new": "neukund|neue kunden|erster|erste",
    "old customer": "altkund|bestandskund",
    "other person": "jemand anderes|freund|mein mann|meine frau|begleit|vollmacht",
    "without": "ohne",
    "name": "name|nachname|vorname",
    "free": "kostenlos|umsonst|gratis|kostenfrei",
    "discount": "rabatt|ermäßig|bonus|vergünstig",
    "night": "nacht",
    "second": "zweite|zwei |weitere|zusätzlich|mehrere",
    "express": "express|eil",
    "next": "nächstes jahr|letztes jahr|zukunft",
}


JOINS_WORDS = True
"""Words are put together, so that longer fragments are found within one, too."""
