"""Ways of asking: what is asked for, who does it, whose it is, whether it may or must be."""

LEADS_IN = (
    "können sie mir sagen", "kannst du mir sagen", "könnten sie mir sagen", "sagen sie mir",
    "sag mir", "wissen sie", "weißt du", "ich möchte wissen", "ich würde gerne wissen",
    "ich wollte fragen", "ich frage mich", "kurze frage", "eine frage", "ich habe eine frage",
    "darf ich fragen", "entschuldigung",
)  # fmt: skip
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
