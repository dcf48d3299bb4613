"""Words that say of a thing that something is wrong with it."""

FAULTY = (
    "defekte?s?|kaputte?s?|beschädigte?s?|zerbrochen|gebrochen|zerrissen|gerissen|zerkratzt"
    "|verbeult|verbogen|fleckig|schmutzig|dreckig|verschimmelt|schimmlig|undicht"
    "|ausgelaufen|zersprungen|unvollständig|mangelhaft|fehlerhaft|schadhaft|im eimer"
    "|hinüber|aus dem leim|auseinandergefallen|zerfällt|(?:hat|mit|habe|hatte) (?:einen "
    "|ein |eine |mehrere |viele |zwei )?(?:großen |großes |kleinen |kleines |tiefen "
    "|dicken )?(?:loch|löcher|riss|risse|sprung|sprünge|kratzer|delle|dellen|fleck|flecken"
    "|mangel|mängel|defekt|schaden)|(?:funktioniert|geht|läuft|lädt|startet"
    "|passt) (?:~ )?(?:nicht|nie|nimmer|nicht mehr)|nicht (?:das |die "
    "|der )?was ich bestellt|falsche[rsnm]? (?:größe|farbe|artikel|ware|produkt|modell"
    "|teil)|fehlt (?:ein|eine|der|die|das|etwas)|fehlen (?:~ )?(?:teile|schrauben|knöpfe)"
    "|zu (?:klein|groß|eng|weit|kurz|lang)"
)
ASKING = "wo|wann|wie|was|welche|wer|warum|ist|sind|kann|können|hat|habt|wird|wurde|verfolge"
