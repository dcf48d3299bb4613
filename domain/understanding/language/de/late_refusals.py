"""Words that take back a wish which stands beside them; W stands for the wish."""

NEEDED = ("nötig", "notwendig", "erforderlich")
SAYS_NO = (
    "nein danke", "danke nein", "von wegen", "das glaube ich nicht", "glaube ich nicht",
    "denkste", "keine chance", "kein interesse", "kein bedarf", "kommt nicht in die tüte",
    "pustekuchen", "ich denke nicht daran", "fällt mir nicht ein", "das wüsste ich aber",
    "wohl kaum", "kaum", "ach nein", "nur über meine leiche", "fehlalarm", "irrtum",
    "mein fehler", "quatsch", "schmarrn", "eher nicht", "nur über meine leiche", "kleiner scherz",
    "scherz", "nur spaß", "war nur spaß", "war ein scherz", "war nur ein scherz",
    "war nur ein witz", "egal", "ist egal", "schon gut", "passt schon", "nicht nötig",
    "doch nicht", "nicht mehr", "nicht mehr nötig", "lass stecken", "eher friert die hölle zu",
    "am arsch", "wozu denn", "wozu auch", "wer sagt das", "ich passe", "nichts da", "kein stück",
    "nie wieder", "kommt nicht infrage", "anders überlegt", "umentschieden", "nicht", "ach lass",
    "lass", "kommt nicht in frage", "bin raus", "ich bin raus", "ohne mich", "gestrichen",
)  # fmt: skip
WAVES_OFF = (
    "(?:och|pff+|pfft|ha|haha|lol|ach|puh|pah|so (?:ein|eine|n)|was für|als ob|da (?:kannst"
    "|könnt|kann)|lieber|eher|schön wärs|träum|quatsch|unsinn|blödsinn|schwachsinn"
    "|guter witz|wer (?:will|macht|sagt)|dass ich|zu spät|so (?:ein|n)"
    r"|ist (?:doch )?(?:durch|gegessen|vorbei|quatsch)|das ist (?:durch|gegessen|vorbei))\b"
)
SAYS_NO_LIKE = (
    "(?:nein|nö|nee|ne|nope|niemals|nie|keinesfalls|keineswegs)(?: (?:nein|danke|nie|niemals"
    "|und|nimmer|lieber|doch|nicht|mehr|lass|lassen|mal|es|das|gut|sein|besser|kein|bedarf"
    "|wieder|im|leben|quatsch|warte|schon|egal|bitte|kommt|gar|ich|behalte|bleiben|stecken)){0,6}"
    "|(?:auf|unter) (?:gar )?kein(?:en|em|er) ~|im leben nicht"
    "|nicht (?:in|für|mit|um|im|mal|auf|nach|heute|jetzt|mehr|wirklich|nötig|nötig mehr"
    "|geschenkt|unbedingt|doch)(?: ~){0,6}"
    "|(?:ganz )?(?:bestimmt|sicher|gewiss|lieber|besser|bloß|eher|jetzt|heute|nun|vorerst"
    "|erst|erstmal|erst mal|dann|wohl|vielleicht|also|garantiert|wirklich|definitiv"
    "|jetzt doch|nun doch|dann doch|aber|doch|gar|hoffentlich)(?: (?:doch|lieber|besser"
    "|bitte|wohl|mal)){0,6} (?:nicht|nicht mehr|keinesfalls)(?: (?:mehr|nötig|bitte|danke)){0,6}"
    "|(?:~ )?(?:vergiss|vergesst|vergessen sie|vergessen wir|streich|streicht|streichen sie"
    "|ignoriere|ignorieren sie|ignorier|lass|lasst|lassen sie|lassen wir|lass uns) (?:es|das"
    "|mal|gut|lieber|sein)(?: (?:mal|gut|sein|bleiben|lieber|stecken|wieder|einfach|bitte|so"
    "|gerade|beim alten)){0,6}"
    "|(?:ich|wir)? ?(?:lass|lasse|lassen) (?:es|das|s)(?: (?:mal|gut|doch|sein|bleiben"
    "|lieber|so|jetzt|einfach)){0,6}|(?:lass|lasse|lasst) (?:stecken|bleiben|gut sein|sein|mal)"
    "|(?:(?:das|es|die sache|alles) )?(?:hat|haben|habe) sich (?:~ )?(?:erledigt|geklärt"
    "|gelöst|aufgeklärt|gefunden)(?: ~)?"
    "|(?:ist )?(?:alles )?(?:schon )?(?:erledigt|geklärt|gelöst)"
    "|(?:ich |wir )?(?:habs?|habe?s?|haben|hab es|habe es|habe) ?(?:es )?(?:mir|mich"
    "|uns)? ?(?:~ ){0,2}(?:anders|um|neu|wieder) ?(?:überlegt|entschieden|überdacht)(?: ~)?"
    "|(?:ich |wir )?(?:hab|habe|haben) (?:~ )?(?:meine?|unsere?) meinung geändert"
    "|(?:ich |wir )?(?:mach|mache|machen|tue) (?:es|das|s) (?:~ )?(?:nicht|doch nicht"
    "|nicht mehr|lieber nicht)(?: mehr| machen| tun)?"
    "|(?:brauche|brauch|will|muss|möchte) ich nicht(?: mehr)?"
    "|(?:es|das) ist (?:nicht|nicht mehr|kein) (?:nötig|notwendig|erforderlich"
    "|bedarf)(?: mehr)?|(?:warum|wieso|wozu|weshalb) (?:sollte|soll|denn)(?: ich| wir)?"
    "|(?:spar|spart) (?:dir|euch) das|das ist (?:mir )?(?:zu|nicht mehr) ~"
    "|ich (?:entscheide|habe) mich (?:um|dagegen)(?: entschieden)?"
    "|(?:ihr|du|sie) (?:braucht|brauchst|brauchen|müsst|musst|müssen) (?:~ ){0,4}nicht(?: ~){0,4}"
    "|(?:lass uns|lasst uns|lassen wir) (?:das|es) (?:~ ){0,3}(?:vergessen|lassen|streichen)"
    "|(?:~ ){1,3}hat (?:es|das|sie|ihn) (?:mir|uns) (?:~ )?ausgeredet"
    "|(?:die|meine|diese) (?:letzte )?nachricht war für (?:einen?|jemand) ander(?:en?|es)(?: ~)?"
    "|(?:bitte )?(?:das )?(?:ignorieren|vergessen|streichen|nicht beachten)(?: bitte)?"
    "|(?:(?:sorry|das war|war|oh|ah|ups|der|das|die|im|hier) ){0,3}falsche[rsnm]? (?:chat|fenster"
    "|laden|shop|empfänger|firma|unterhaltung|gruppe|person|kanal|adresse)"
    "|(?:(?:das|es) ist|ist|wird|wäre) (?:mir |uns )?(?:~ )?(?:zu|viel zu) (?:umständlich|aufwändig"
    "|aufwendig|mühsam|kompliziert|stressig|blöd|anstrengend|viel (?:aufwand|arbeit|stress|mühe))"
    "(?: ~){0,2}"
    "|(?:doch )?kein(?:en|e|es|s|er)? mehr(?: (?:davon|nötig|jetzt|danke)){0,3}"
)
KEEPS = (
    "(?:(?:ich|wir|aber|und|dann|jetzt|nun|also|doch|lieber) ){0,6}(?:(?:behalte|behalten"
    "|behalts|behalt)(?: (?:es|das|sie|ihn|s|ich|wir|die|den|doch|lieber|jetzt|nun|einfach"
    "|alles|beide|meine?n?|~)){0,6}|(?:möchte|will|würde|möchten|wollen) (?:~ ){0,4}behalten"
    "|hänge (?:~ )?daran)"
    "|(?:sie|es|ihn|das|die ~|den ~) (?:doch |lieber )?zu behalten"
    "|(?:(?:aber|und|denn|weil|ach|oh|hm+) ){0,2}(?:meine?|unsere?) ~ (?:macht|übernimmt|erledigt"
    "|kann) (?:es|das)(?: (?:für (?:mich|uns)|jetzt|schon|selbst|machen|übernehmen)){0,3}"
    "|(?:(?:aber|und|denn|weil|ach|oh|hm+) ){0,2}(?:meine?|unsere?) (?:~ ){1,2}(?:will|möchte|mag"
    "|nimmt|braucht|hätte|freut sich über) (?:sie|es|ihn|das|die|den)(?: (?:gern|gerne|haben|jetzt"
    "|doch|nun|unbedingt|selbst)){0,4}"
)
CHANGED = (
    "(?:ich |wir )?(?:habs?|habe?s?|haben|hab es|habe es)? ?(?:es )?(?:mir|mich|uns)? ?(?:~ ){0,2}"
    "(?:anders überlegt|umentschieden|umüberlegt)(?: ~){0,2}"
    "|(?:ich |wir )?(?:hab|habe|haben) (?:~ )?(?:meine?|unsere?) meinung geändert"
)
TAKES_BACK = r"aber|ach|nein|doch|moment|warte|sorry|oh|hm+|ups|nee|nö|jetzt|nun|inzwischen"
SOLVED = (
    "(?:es|jetzt|das|alles|sie|er|nun|inzwischen|mittlerweile)(?: ~){0,2} (?:geht"
    "|funktioniert|läuft|passt|gefällt|klappt|ist|sind|kam|hat|gut)(?: ~){0,4}"
    "|(?:es|das|alles|sie|er) (?:geht|funktioniert|läuft|passt|gefällt|klappt|ist|kam|hat"
    "|sind) (?:jetzt|wieder|nun|mir|doch|gut|da|angekommen|aufgetaucht|inzwischen|erledigt"
    "|geklärt|ok|okay|in|sich)(?: ~){0,4}|problem (?:ist )?gelöst"
    "|bin (?:jetzt )?(?:zufrieden|glücklich)(?: ~){0,2}"
    "|(?:passt|passen|geht|gehen|funktioniert|funktionieren|läuft|laufen|klappt|gefällt|gefallen"
    "|ist|sind)(?: (?:aber|jetzt|nun|wieder|mir|doch"
    "|inzwischen|mittlerweile|ja|schon|alles|es|auch|gerade|endlich|da|angekommen|gekommen"
    "|aufgetaucht|gut)){1,5}"
    "|(?:das|die|der|mein|meine|unser|unsere) ~ (?:ist|sind|passt|geht|funktioniert|läuft|kam)"
    "(?: (?:jetzt|nun|inzwischen|schon|gerade|endlich|doch|soeben|eben|heute|wieder)){0,3}"
    " (?:noch|da|hier|angekommen|gekommen|aufgetaucht|gut|heil|jetzt|nun|doch|wieder)(?: da)?"
    "|alles (?:gut|ok|okay|klar|bestens|prima|in ordnung)(?: (?:jetzt|soweit|danke|also)){0,3}"
    "|(?:das |es )?(?:hat|haben|macht|machte) (?:(?:jetzt|nun|schon|inzwischen|das|es) ){0,3}"
    "(?:meine?|jemand|unsere?)(?: ~){0,2} (?:gemacht|erledigt|repariert|übernommen|gerichtet)"
    "|(?:meine?|unsere?) ~ hat (?:es|das|ihn|sie)(?: ~){0,2} (?:gemacht|erledigt|repariert"
    "|übernommen|gerichtet)"
    "|(?:ich |wir )?(?:habs |hab |habe |haben )?(?:~ ){0,4}(?:hinbekommen|hingekriegt"
    "|geschafft|gelöst|gefunden|herausgefunden|rausgefunden|erledigt|geregelt)"
    "|(?:jetzt |nun )?(?:kann|schaffe?|könnte) (?:ich|wir)(?: (?:es|das|jetzt|nun|doch|ja|noch)"
    "){0,4}(?: kommen)?|(?:ich|wir) (?:kann|können|schaffe?n?|könnte)(?: (?:es|das|jetzt|nun"
    "|doch|ja|noch)){0,4}(?: kommen)?"
    "|(?:behalte|behalten|behalts)(?: ~){0,4}|(?:mache|mach|tue|lasse|lass) es(?: ~){0,3}"
)
TURNS_FROM = (
    "(?:lass|lasse|lassen wir|lassen sie|lasst|vergiss|vergessen wir"
    "|vergessen sie) (?:~ ){0,3}mit"
    "|(?:kein|keine|keinen|keinerlei|null|nicht die) (?:~ )?(?:lust|interesse|absicht|bock"
    "|grund|anlass|bedarf|sinn|notwendigkeit|nerv|nerven|wunsch|verlangen|mühe)(?: (?:mehr"
    "|an|auf|zu|für|mit)){0,6}|abgesehen von|abstand (?:genommen )?von|abgekommen von"
    "|von der idee abgekommen|der idee abgekommen|sehe? (?:~ )?von"
    r"|(?:gegen|gegen) (?:die|den|das|eine|einen)|dagegen entschieden|verzichte\w{0,9} auf"
    r"|verzichten auf|weiger\w{0,9} (?:mich|uns)|denke nicht daran"
    "|nicht (?:mehr )?vor(?= (?:es |das |die |den )?W)"
    "|nicht (?:mehr )?(?:daran|scharf auf|die absicht|im traum|nötig|notwendig|der mühe|wert)"
    "|lohnt (?:sich )?nicht|(?:sinnlos|unnötig|unsinn|quatsch|blödsinn|zwecklos|überflüssig)"
    "|(?:brauchst|brauchen|braucht|musst|müssen|müsst) (?:~ )?nicht|rückzieher|raus bei"
    "|fehlalarm wegen|spaß mit|aus versehen|versehentlich|beschlossen nicht|entschieden nicht"
    "|letzte was ich (?:will|möchte|brauche)|alles (?:nur keine|außer|ausser|nur nicht)"
    "|nie (?:und nimmer|im leben|wieder|wollte|werde|gesagt|verlangt|von)|niemals|keinesfalls"
    "|abgeraten|wer sagt(?: denn)? dass|niemand (?:will|wollte|hat|sagt)"
    "|(?:warum|wieso|wozu|weshalb) (?:(?:sollte|soll) ich|noch)(?: noch| jetzt)?(?= (?:es "
    "|das |die |den )?W)|spart (?:euch|dir)|spare? (?:mir|dir|ihnen)|eher behalte ich"
    "|als ob ich|(?:hätte|habe) ich nie|nie gesagt|genug von|schluss mit (?:der|dem|den)"
    "|es geht (?:auch )?ohne|anders überlegt (?:mit|wegen|bezüglich)"
)
BEFORE_AN_ORDER = (
    "bitte|ach|ok|okay|also|dann|nein|komm|oh|nee|nö|na|gut|jetzt|hallo|hi|hey|sorry|moment"
    "|halt|warte|doch|einfach|ich möchte|ich will|wir|ich|hm|naja|nun|lieber|und|aber"
)
DROPS = (
    "vergiss|vergesst|vergessen sie|vergessen wir|lass|lasse|lasst|lassen sie|lassen wir"
    "|streich|streicht|streiche|streichen sie|streichen wir|blas|blast|ignoriere|ignorier"
    "|ignorieren sie|spart euch|spar dir|stoppt|stoppe|stopp|verwirf|keine?n? ~ mehr"
    "|doch keinen?|doch nicht|schluss mit|weg mit"
)
IS_LEFT = (
    "(?:~ ){0,4}W (?:chat|fenster|laden|shop|empfänger|kanal|unterhaltung)|"
    "W (?:tu|tue|mach|mache|werde|will) ich (?:~ ){0,3}nicht(?: mehr)?|W zurückgezogen"
    "|W(?: (?:es|das|sie|ihn|die|den|mir|uns|bitte|doch|jetzt|mal"
    r"|~ung)){0,3} nicht(?: \w{1,12})?"
    "|(?:blas|blase|blast|sag|sage|sagt|lehne|brich|breche|brecht) (?:~ ){0,2}W(?: bitte)? ab"
    "|(?:zieh|ziehe|zieht) (?:~ ){0,2}W"
    "|(?:ihr|du|sie) (?:braucht|brauchst|brauchen|müsst|musst|müssen) (?:~ ){0,4}nicht(?: ~){0,4}"
    "|(?:zieh|ziehe|zieht|nehme|nehmt|nimm|stelle|trete) (?:~ ){0,2}W (?:~ )?zurück"
    "|steige aus (?:~ )?W aus|(?:habe|hab) von (?:~ )?W genug"
    r"|(?:bitte )?(?:doch )?kein\w{0,2} W(?: (?:bitte|mehr|nötig|danke|jetzt|heute)){0,6}"
    "|(?:bitte )?W (?:nein danke|abgelehnt)"
    "|(?:~ )?W (?:bitte )?(?:stoppen|streichen|vergessen|ignorieren|abblasen|absagen)"
)
NOT_DROPPED = "mich|uns|mir|bei euch|bei ihnen"
IS_OVER = (
    "(?:hat|haben) sich (?:~ )?erübrigt|entfällt"
    "|(?:bitte )?(?:abgeblasen|gecancelt|hinfällig)|kommt nicht in ?frage|ist vom tisch"
    "|(?:hat|haben) sich (?:~ )?erledigt"
    "|ist (?:~ )?(?:erledigt|hinfällig|gestorben|abgeblasen|vom tisch|überflüssig|unnötig"
    "|gestrichen|abgesagt|nicht mehr ~|nicht (?:mehr )?(?:nötig|notwendig|erforderlich"
    "|gewünscht|mein wunsch|das was)|ein (?:versehen|irrtum|scherz|missverständnis))"
    "|war (?:~ )?(?:ein|nur ein|nur|bloß ein) (?:versehen|irrtum|scherz|spaß|witz"
    "|missverständnis)|anders überlegt|fällt (?:aus|flach|weg)|erübrigt sich"
    "|kann (?:warten|entfallen|weg|man sich sparen)"
    "|(?:unnötig|überflüssig|hinfällig) geworden"
    "|(?:brauche?n?|braucht|brauchts) (?:ich|wir|es) (?:~ )?nicht"
    "|muss (?:ich )?nicht (?:mehr )?(?:sein)?"
    "|lasse? (?:ich|wir) (?:~ )?(?:lieber|sein|bleiben)|lassen wir|lieber sein"
    "|(?:können|kannst|könnt|kann) (?:wir|du|ihr|man|ich|sie) (?:~ )?(?:vergessen|sparen"
    "|lassen|streichen|knicken)|spare? ich|verzichte ich|sehe ich ab"
    "|nehme? ich (?:~ )?abstand|abgekommen|gegessen|rausnehmen|abstand|lohnt (?:sich )?nicht"
    "|nein danke|will ich nicht|möchte ich nicht|kein interesse|wird nichts|wird nicht mehr"
    "|reizt mich nicht|ausgeredet|abgeraten|vergangen|erst ?mal nicht|stelle ich zurück"
    "|gegenstandslos|bitte (?:nicht|stoppen|ignorieren|streichen|vergessen)|war nie"
    "|braucht es nicht|entschieden dagegen|weg damit"
)
INTENDED = (
    "W wollten? (?:ich|wir)|(?:die|den|das|meine?n?|unsere?n?) ~ wollten? (?:ich|wir)"
    "|(?:ich |wir )?hätten? (?:~ )?(?:fast|beinahe)|"
    "(?:ich |wir |eigentlich |erst |zuerst |ursprünglich |vorhin |gerade ){0,6}(?:wollte|wollten"
    r"|hatte\w{0,9} (?:~ )?vor|hatten vor|(?:habe|hab|hatte|haben) (?:~ )?(?:überlegt"
    "|nachgedacht|gedacht|geplant|vorgehabt|gesagt|gemeint|erwogen)|(?:habe|hab"
    "|hatte) darüber|war (?:kurz davor|drauf und dran|im begriff)|spielte mit|plante"
    "|dachte (?:daran|darüber|dran)|überlegte|hatte überlegt|möchte eigentlich)"
)
ALMOST = (
    "(?:(?:ich|wir) )?(?:fast|beinahe|um ein haar) (?:hätten?|hatten?) (?:~ ){0,4}"
    "(?:W|(?!verg)(?:~)?ge~)$"
    "|(?:ich|wir) hätten? (?:~ ){0,2}(?:fast|beinahe|um ein haar) (?:~ ){0,3}"
    "(?:W|(?!verg)(?:~)?ge~)$"
)
ASKS_FOR_REAL = (
    "kann|kannst|könnt|könnte|könnten|können|darf|dürfen|geht|ist|sind|wie|wann|wo|was"
    r"|welche\w{0,2}|wer|gibt|habt|hast|haben|muss|bis|ab wann|würdet|würden|wäre|wärt|lohnt"
    "|spricht|bin|wird|werden|macht|hat|hätte|wohin|ob ihr|möglich|was passiert|hilfst|helft"
    "|muss ich|sollte ich nicht|hättet|falls|wenn"
)
RHETORICAL = "(?:warum|wieso|wozu|weshalb) (?:sollte|soll) ich |wozu noch|wer sagt"
REAFFIRMS = (
    "(?:aber )?(?:jetzt|nun|heute|inzwischen"
    "|mittlerweile)(?: ich)?(?: ~)? ?(?:aber )?(?:doch|schon)(?: ~){0,2}"
    "|(?:ich )?muss (?:jetzt|nun)(?: aber)?(?: doch)?|(?:aber )?bitte jetzt"
    "|jetzt bitte(?: ~){0,2}|(?:jetzt|nun) (?:will|möchte|muss) ich(?: ~){0,3}"
)
JOINED_BY = "aber|oder|sondern|doch nun|dann|allerdings|nur|weil|denn|also|und"
ASIDE = ""
"""What stands there in German denies by itself: "auf keinen Fall"."""
UNWANTED = (
    "(?:(?:ich|wir|es|das|die|den) ){0,2}(?:will|wollen|wollte|brauche?n?|mag|mögen|möchten?"
    "|benötigen?|nutzen?)(?: (?:ich|wir|es|das|sie|ihn|die|den|s)){0,2}"
    "(?: (?:eigentlich|einfach|leider|doch|ja)){0,2} (?:nicht|nimmer)(?: mehr)?(?: haben)?"
)
"""Denied of a thing, they are why it shall be returned, and no refusal to return it."""
MISFITS = (
    "(?:es|sie|er|die|das|der|(?:die|das|der|mein|meine) ~) (?:passt|passen|gefällt|gefallen"
    "|funktioniert|geht|sitzt|steht|taugt)(?: (?:mir|uns|ihm|ihr|leider|einfach|doch|gar|halt"
    "|eben|aber|so)){0,4} nicht(?: ~){0,2}"
)
"""Says of the thing why a wish of the past stands."""
