"""Words around the numbers of cards, as they are read out and written."""

DIGITS = {"zwo": 2, "einsen": 1, "ein": 1}
REPEATS = {"doppel": 2, "doppelt": 2, "zweimal": 2, "dreifach": 3, "dreimal": 3, "viermal": 4}
BETWEEN = (
    "und|dann|danach|strich|bindestrich|minus|leerzeichen|punkt|komma|schrägstrich|weiter|nochmal"
    "|wieder|die|jetzt"
)
LEADS = (
    rf"(?:und|dann|danach|jetzt|so|weiter|der|die|das|rest|ist|lautet|mit|geht|es|teil|{BETWEEN})"
)
CODES = r"kpn|kartenprüfnummer|kartenprüfziffer"
CODES_OF_CARDS = (
    r"prüf(?:nummer|ziffer|zahl|code)n?|sicherheits(?:code|nummer|zahl)"
    r"|karten(?:code|kontrolle)|code"
)
EXPIRY = (
    r"gültig(?:\sbis)?|abgelaufen|ablauf(?:datum)?|verf(?:all(?:sdatum)?|ällt)|läuft(?:\sab)?|bis"
)
FILLING = r"ist|der|die|das|nummer|nr|datum|am|im|bis|ende|lautet|code|und|ab|monat|jahr"
CARDS = r"(?:kredit|giro|bank|ec)?karten?|kreditkartennummer|kartennummer"
ACCOUNTS = r"konto|konten|bankverbindung"
