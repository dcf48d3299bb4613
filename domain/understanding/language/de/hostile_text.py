"""Wendungen, mit denen ein Text zu einem Modell spricht, klein und ohne Umlaute."""

SPOKEN_TO_MODELS = (
    r"\b(?:ignorier\w{0,4}|vergiss|vergessen sie|missachte\w{0,3}|ubergeh\w{0,3}|umgeh\w{0,3})\b"
    r".{0,50}\b(?:anweisung\w{0,3}|regeln?|vorgaben?|instruktion\w{0,3}|richtlinien?|prompts?|"
    r"vorherige\w?|bisherige\w?)\b|\bdu bist (?:jetzt|nun|ab jetzt|nicht mehr)\b|\bab jetzt bist du"
    r"\b|\bsystem-?prompt\b|\bneue anweisung(?:en)?\b"
    r"|\ban (?:die ki|das sprachmodell|den assistenten|den bot)\b"
    r"|\b(?:ki|assistent|bot|sprachmodell)(?: muss| soll|,)\b.{0,60}\b(?:sag|antwort|"
    r"schreib|ruf|sende|nenn|empfiehl|uberweis|erstatt|gib)\w{0,4}\b|\bantworte (?:nur|immer|"
    r"ausschliesslich|ab jetzt)\b|\b(?:sag|sage|teile?) (?:dem|den|allen) (?:kunden|nutzer\w?)\b"
    r"|\b(?:gib|zeig|nenn|verrate)\w?\b.{0,30}\b(?:anweisungen|prompt|passwort|geheim\w{0,4})\b"
    r"|\b(?:ruf\w?|fuhr\w?) (?:das werkzeug|die funktion|das tool)\b|\bentwicklermodus\b"
)
