"""Streets and what stands in an address."""

STREETS_APART = r"straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee|markt"
STREETS_WITHIN = (
    r"straße|strasse|str\.?|weg|platz|allee|gasse|ring|damm|ufer|chaussee|stieg|steig|pfad|hof"
    r"|markt"
)
STREETS_BEFORE = r"am|an der|an den|auf der|auf dem|im|in der|zum|zur|unter den|alte|alter|große"
STREETS_SURE = (
    r"[^\W\d_-]{1,30}(?:straße|strasse|str\.?|gasse|allee|platz)|straße|str\.|allee|platz"
)
IN = "in"
