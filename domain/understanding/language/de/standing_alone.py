"""Words by which a question rests on more than itself."""

from domain.understanding.word_sets import word_set

EXPLETIVES = (
    r"\b(?:ist|wäre|war) es (?:möglich|erlaubt|nötig|notwendig|pflicht|kostenlos)\b"
    r"|\b(?:kostet|dauert|gibt|geht) es\b|\bdas heißt\b"
)
EMPTY = (
    r"\b(?:ist|wäre|war) es (?:möglich|erlaubt|nötig|notwendig|pflicht|kostenlos),? (?:dass|wenn"
    r"|\w{1,30} zu|zu)\b|\b(?:kostet|dauert) es,? (?:bis|wenn|zu|dass|\w{1,30} zu)\b"
    r"|\b(?:gibt|geht) es\b|\bdas heißt\b"
)
"""The same where somebody may have just spoken of something: what they are about has to follow."""
REFERS = (
    r"\b(?:es|ihn|ihm|ihnen dafür|er|dies|diese|dieser|dieses|diesem|diesen|jene|jener|jenes|davon"
    r"|dafür|damit|dazu|daran|darauf|dabei|dort|dorthin|da|hier|derselbe|dieselbe|dasselbe|gleiche"
    r"|gleichen|andere|anderen|anderer|anderes|sonst|stattdessen|wieder|nochmal|auch|beide|beides"
    r"|erwähnte|solche|solchen|deren|dessen)\b"
    r"|\b(?:das|die|der|den|dem) ?[?.!]{0,9}$"
    r"|\bdas (?:geht|ist|kostet|dauert|machen|tun|haben|gilt|auch)\b"
    r"|^(?:und|aber|oder|also|dann|ok|okay|ja|nein|was ist mit|wie ist es mit)\b"
)
LEADS = (
    r"^(?:(?:und|aber|oder|also|dann|ok|okay|ja|nein|gut|prima|danke|ach|hm{1,9})\b"
    r"[,.!;: ]{0,9}){1,4}"
)
"""Openings of a question that say nothing of what it is about."""
JOINS = r"^(?:(?:ok|okay|also|dann)\b[,.! ]{0,9}){0,2}(?:und|aber|oder)\b"
ASKS_OF_ANOTHER = r"^(?:was ist mit|wie ist es mit|wie sieht es aus mit)\b"
STANDS_FOR = (
    r"\b(?:es|er|ihn|ihm|davon|dafür|damit|dazu|daran|darauf|dabei|deren|dessen)\b"
    r"|^(?:das|dies) (?:ist|geht|kostet|dauert|gilt|kann|muss|soll|wird|macht)\b"
    r"|\b(?:ist|geht|kostet|dauert|gilt|kann|muss|soll|wird|macht|funktioniert|ich|man|wir|ihr"
    r"|sie) (?:das|dies)"
    r"(?=[?.!]{0,9}$| (?:auch|aus|nach|in|im|für|mit|bei|per|an|dann|denn|noch|schon|machen|tun"
    r"|ändern|später|wirklich|möglich|teuer|schneller|ohne|von|vor|bis|ab)\b)"
)
"""Words in the place of a thing or of what was said. "Das" before a noun is its article."""
MAY_REFER = (
    r"\b(?:es|ihn|ihm|er|davon|dafür|damit|dazu|daran|darauf|dabei|dort|dorthin|da|hier|derselbe"
    r"|dieselbe|dasselbe|gleiche|gleichen|andere|anderen|anderer|anderes|sonst|stattdessen|wieder"
    r"|nochmal|auch|beide|beides|erwähnte|solche|solchen|deren|dessen)\b"
    r"|\b(?:das|die|der|den|dem) ?[?.!]{0,9}$"
)
"""Words that set something beside what was said, or beside what the same clause says."""
NAMES_SOMETHING = (
    r"\b(?:ein|eine|einen|einem|einer|der|die|das|den|dem|mein|meine|meinen|meinem|meiner|dein|deine"
    r"|euer|eure|euren|eurem|kein|keine|jede[rns]?) \w{3,30}\b"
)
"""What a later word of the same clause may stand for."""
OPENINGS = (
    r"^(?:bis|ab|von|aus|nach|seit|für|in|im|am|an|auf|mit|ohne|bei|vor|innerhalb|unter|über|zu|wie"
    r"|welche[mnrs]?|was|wann|wo|wohin|woher|warum|wieso|wer|wem|wen|wessen)\b"
)
VERBS = (
    r"\b(?:ist|sind|war|waren|sein|bin|hat|habe[nt]?|kann|können|könnte|darf|dürfen|muss|müssen"
    r"|soll|sollen|will|wollen|wird|werden|würde|gibt|geht|kostet|kosten|dauert|gilt|brauche"
    r"|brauchen|mache|machen)\b"
)
"""A question that opens so and has none of these words is the rest of one."""
ON_A_DAY = (
    r"\b(?:heute|morgen|übermorgen|gestern|jetzt|gerade|derzeit|aktuell|momentan|noch|schon|bereits"
    r"|später|bald|neulich|(?:diese|nächste|letzte|kommende|vergangene)[mnrs]? (?:woche|wochenende"
    r"|monat|jahr|sommer|winter|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag))\b"
)
TELLS_OF_ONESELF = (
    r"\bich (?:bin|war|habe|hab|wohne|heiße|heisse|lebe|arbeite|kaufte|bestellte)\b|\bmein name\b"
    r"|\bwir (?:sind|haben|wohnen)\b|\b(?:herr|frau) [a-zäöü]"
)
OWNS = r"\b(?:mein|meine|meinen|meinem|meiner|meines|unser|unsere|unseren|unserem|unserer)\b"
IN_GENERAL = (
    r"^(?:bitte |hallo )?(?:wie (?:kann|muss|soll|könnte) (?:ich|man|wir)"
    r"|wie \w{2,20} (?:ich|man|wir)"
    r"|kann (?:ich|man)|darf (?:ich|man)|muss (?:ich|man)|soll ich|können wir|brauche ich"
    r"|ist es (?:möglich|erlaubt)|was (?:mache|muss|soll|kann|passiert)"
    r"|wo (?:kann|ändere|melde) (?:ich|man))\b"
)
GREETINGS = word_set("hallo hi guten tag morgen abend moin servus danke bitte grüß gott")
