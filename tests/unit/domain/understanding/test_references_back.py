"""Questions that rest on what was said before them, by their words."""

import pytest

from domain.follow_ups import Resting
from domain.understanding.references_back import resting

WHOLLY, PERHAPS, HARDLY = Resting.WHOLLY, Resting.PERHAPS, Resting.HARDLY


@pytest.mark.parametrize(
    ("question", "language", "rests"),
    [
        ("What does that cost from Austria?", "en", WHOLLY),
        ("And to Norway?", "en", WHOLLY),
        ("What does it cost?", "en", WHOLLY),
        ("How long does it take?", "en", WHOLLY),
        ("Is it possible on Sundays?", "en", WHOLLY),
        ("What about students?", "en", WHOLLY),
        ("what does it cost to ship a parcel?", "en", HARDLY),
        ("How long does it take for a refund to arrive?", "en", HARDLY),
        ("Is it possible to pay with PayPal?", "en", HARDLY),
        ("Is there parking in Hamburg?", "en", HARDLY),
        ("I bought a tent, can I return it?", "en", HARDLY),
        ("From which amount?", "en", PERHAPS),
        ("since when", "en", PERHAPS),
        ("How much interest?", "en", PERHAPS),
        ("How much interest do you charge?", "en", HARDLY),
        ("Shipping costs Switzerland", "en", HARDLY),
        ("Can I also pay with PayPal?", "en", PERHAPS),
        ("How do I return an item that I bought online?", "en", HARDLY),
        ("What other payment methods do you accept?", "en", PERHAPS),
        ("Can my wife use her voucher online?", "en", HARDLY),
        ("Ok, how long is the warranty?", "en", HARDLY),
        ("So how do I pay by invoice?", "en", HARDLY),
        ("And do you sell batteries?", "en", PERHAPS),
        ("Can I return a tent after I opened it?", "en", PERHAPS),
        ("When do they expire?", "en", WHOLLY),
        ("Does that cover batteries too?", "en", WHOLLY),
        ("how big is its water tank?", "en", PERHAPS),
        ("Kann ich auch mit PayPal zahlen?", "de", PERHAPS),
        ("Wann habt ihr wieder Tassen?", "de", PERHAPS),
        ("Ok, wie lange gilt die Garantie?", "de", HARDLY),
        ("Was kostet das Paket nach Wien?", "de", HARDLY),
        ("Ab wann ist er kostenlos?", "de", WHOLLY),
        ("Geht das auch nach Österreich?", "de", WHOLLY),
        ("Kann ich das Zelt zurückgeben, wenn ich es geöffnet habe?", "de", HARDLY),
        ("Und nach Österreich?", "de", WHOLLY),
        ("Wie lange dauert das?", "de", WHOLLY),
        ("Was kostet es?", "de", WHOLLY),
        ("Gilt das auch für Akkus?", "de", WHOLLY),
        ("Gibt es Parkplätze in Hamburg?", "de", HARDLY),
        ("Wie lange dauert es, bis ein Paket ankommt?", "de", HARDLY),
        ("Ab welchem Betrag?", "de", PERHAPS),
        ("Was kostet der Versand?", "de", HARDLY),
        ("Et combien ça coûte ?", "fr", HARDLY),
        ("", "en", HARDLY),
    ],
)
def test_as_its_words_tell(question: str, language: str, rests: Resting) -> None:
    """Words that stand for nothing, and those whose meaning is in the message, do not count."""
    assert resting(question, language) is rests
