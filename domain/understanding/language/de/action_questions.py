"""Questions about an action, which ask for its terms and not for it to be done."""

WAY = """
    wie kann|kannst|geht|gehts|funktioniert|laeuft|mache|muss|macht|soll|komme|bekomme|schicke|gebe
    wie ~1 ich|man|wir
    was muss|soll|mache ich|man|wir
"""
LEAVE = """
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~3 noch|auch|spaeter|danach
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~3 nachher|jederzeit|kostenlos
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~3 umsonst|gratis|wieder|online
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~3 nachtraeglich|telefonisch|kurzfristig
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~5 falls|wenn|im_notfall|notfalls|zur_not
    kann|koennte|darf|duerfte|koennen|duerfen ich|man|wir ~4 am_selben_tag|am_gleichen_tag
    geht|ginge|waere das|es ~2 noch|auch|spaeter|danach|nachher|jederzeit|moeglich
    ist|waere|sind ~7 moeglich|erlaubt|machbar|verbindlich|endgueltig
    laesst|liesse ~4 sich
"""
TERMS = """
    bis wann|zu_welchem
    zu welchem zeitpunkt
    wie lange|spaet|kurzfristig|rechtzeitig|oft ~4 ich|wir|man|kann|darf|muss|vorher
    wie lange|spaet|kurzfristig ~3 geht|moeglich|habe
    wie viel|viele|wieviel|wieviele tage|stunden|wochen|zeit|vorlauf|geld|kostet|muss|zahle|zahlt
    wie teuer|hoch ~2 ist|sind|wird|waere
    was|wieviel|welche kostet|kosten|kostest|zahle|zahlt|gebuehr|gebuehren|frist|fristen
    was ist|sind ~2 frist|fristen|gebuehr|gebuehren|bedingungen|regeln
    gibt|gaebe|existiert es|da ~2 gebuehr|gebuehren|frist|fristen|kosten|strafe|regel|regeln
    gibt|gaebe|existiert es|da ~2 stornogebuehr|stornogebuehren|stornokosten|stornofrist|storno
    gibt|gaebe|existiert es|da ~2 absagefrist|ruecktrittsfrist|ausfallgebuehr|rueckgabefrist
    faellt|fallen|entstehen|entsteht ~4 kosten|gebuehr|gebuehren|stornogebuehr|an
    kostet|kostest es|das|die|der|eine ~6 $
    kostet es|das ~4 wenn|falls
    ist|sind|waere|bleibt ~4 kostenlos|gratis|umsonst|kostenfrei|kostenpflichtig|gebuehrenfrei
    wann ~2 spaetestens
    ab wann|welchem ~1 kostet|kosten|muss|wird|zahle|zahlt|faellt
    was passiert|geschieht
    was ist|waere|wird|macht|machen|mache ~3 wenn|falls
    was wenn
    muss|muesste|bekomme|bekaeme|kriege|zahle|verliere|werde|habe ich|wir|man ~8 wenn|falls
"""
SUPPOSES = (
    r"(?:mal )?angenommen|gesetzt den fall|nehmen wir (?:mal )?an|hypothetisch|was w(?:ä|ae)re"
)
IF_I = r"(?:und |aber |also |ok |okay )?(?:was )?(?:wenn|falls|sobald) (?:ich|wir|man|jemand)"
CONDITION = r"(?:wenn|falls|sobald|sofern) (?:ich|wir|es|was|etwas|man|er|sie|jemand)"
MAY_ORDER = (
    r"(?:(?:bitte|so|ok|okay|und|hi|hallo|hey) ){0,4}"
    r"(?:(?:kannst|könntest|würdest|willst|magst) (?:du|mir)"
    r"|(?:könnt|könntet|würdet|wollt) ihr|(?:können|könnten|würden) (?:sie|wir)"
    r"|(?:kann|könnte|darf|dürfte) (?:ich|jemand)|wärst du|wärt ihr)\b"
)
IF_THEN = (
    r"(?:würde|sollte|hätte) (?:ich|wir|man) [^,?]{1,80}, (?:was|wann|wo|wie|wer|warum|welche)|"
    r"(?:und |aber |also |ok |okay )?(?:wenn|falls) [^,?]{1,80}, (?:dann )?(?:was|wann|wo|wie|wer"
    r"|warum|welche|muss ich|bekomme ich|kriege ich|könnte ich|würde|wäre|ist|sind|nehmt)"
)
