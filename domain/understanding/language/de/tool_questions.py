"""Fragen, die ein Server mitten in einem Aufruf nicht stellen darf; klein und ohne Umlaute."""

SECRETS = (
    r"\b(?:ziffern?|stellen?|zahlen?)\b.{0,30}\b(?:karten?|konto\w{0,10}|iban|ausweis\w{0,10}|pass)\b"
    r"|\b(?:karten?|konto\w{0,10}|iban|ausweis\w{0,10})\b.{0,20}\bziffern?\b|\bprufziffern?\b"
    r"|\b(?:nummer|code|zahlen?|ziffern?|stellen)\b.{0,20}\b(?:ruckseite|vorderseite|hinten)\b"
    r"|\b(?:geburts|madchen|familien)name\w{0,2}\b.{0,20}\b(?:mutter|vaters?|oma|grossmutter)\b"
    r"|\b(?:mutter|vater|oma|grossmutter)\b.{0,12}\b(?:geburts|madchen|familien)name"
    r"|\berste[nrs]? (?:haustiers?|schule|auto|lehrer\w{0,2}|strasse|arbeitgeber)\b"
    r"|\bsicherheits(?:frage|antwort|wort)\w{0,2}\b"
    r"|\b(?:losungs|code|geheim|merk|pass)wort\w{0,4}\b"
    r"|\b(?:zahl(?:en)?|codes?|nummern?|ziffern?|tan|wort)\b.{0,40}\b(?:sms|nachricht|app"
    r"|authenticator|bekommen|erhalten|geschickt|gesendet)\b"
    r"|\b(?:lies|lesen|nenn\w{0,3}|gib|geben|sag\w{0,3}|tipp\w{0,3})\b.{0,40}\b(?:sms|authenticator)\b"
    r"|\bsteuer.?(?:nummer|id|identifikation\w{0,10})\b|\b\w{0,10}versicherungsnummer\b"
    r"|\b(?:online|internet|tele|mobile)\w{0,1}.?banking\b|\b(?:bank|konto)(?:daten|login|zugang)\b"
    r"|\bzugang\b.{0,20}\b(?:bank|konto)\b|\banmeldedaten\b|\bkarte\b.{0,30}\b(?:gultig|ablauf)\w{0,6}"
    r"|\b(?:gultig|ablauf|lauft)\w{0,8}\b.{0,30}\bkarte\b"
)
LEADS_AWAY = (
    r"\b(?:ruf\w{0,2}|anruf\w{0,2}|wahl\w{0,3}|schreib\w{0,2}|sims\w{0,2}|fax\w{0,2})\b.{0,40}?"
    r"(?:\d[ ()/.-]{0,2}){5}|\b(?:rufen?|schreiben?|kontaktieren?|erreichen?) (?:sie |du )?"
    r"(?:uns|mich|mir)\b.{0,40}\b(?:an|unter|auf|uber|bei)\b"
    r"|\b(?:scann?\w{0,3}|offne\w{0,2}|installier\w{0,3}|lad\w{0,3}|starte\w{0,2})\b.{0,30}\b(?:qr|app"
    r"|appstore|datei|anhang|programm|software|fernwartung|anydesk|teamviewer)\b"
)
PAYMENTS = (
    r"\b(?:sende\w{0,2}|uberweis\w{0,3}|kauf\w{0,3}|zahl\w{0,3}|schick\w{0,3})\b.{0,40}\b(?:btc|bitcoins?"
    r"|ethereum|krypto\w{0,10}|geschenkkarten?|gutscheinkarten?|paysafe\w{0,6}|iban|paypal)\b"
)
