"""Branches named by their town are known from the documents, or nothing is said of them."""

import pytest

from infra.local_models.named_branches import names_unknown_branch

TEXTS = (
    "We have stores in Berlin and Munich.",
    "Open from 10:00 to 19:00.",
    "Wien: Graben 1",
    "Straßburg",
)


@pytest.mark.parametrize(
    "question",
    [
        "when does the Dresden store close?",
        "is your shop in Graz open?",
        "ist der Laden in Genf offen?",
        "gibt es ein Fach-Geschäft in Graz?",
        "when does the Baden-Baden store close?",
        "wann schließt die Kölner Filiale?",
        "habt ihr eine Filiale in Hamburg?",
        "is the Leipzig Shop open?",
        "wann schließt eure Grazer Filiale?",
        "habt ihr einen Laden in Essen?",
        "is there a store in Reading?",
        "wann öffnet der Store in Zürich?",
        "do you have an outlet in Oxford?",
        "when does the Prague store close?",
    ],
)
def test_a_town_without_a_branch_is_unknown(question: str) -> None:
    assert names_unknown_branch(question, TEXTS)


@pytest.mark.parametrize(
    "question",
    [
        "when does the Berlin store close?",
        "wann öffnet die Münchner Filiale?",
        "is the Vienna store open?",
        "is the store in Strasbourg open?",
        "gibt es das im Geschäft in Weiß?",
        "when does the store close on Saturday",
        "Which store is nearest?",
        "Hat Eure Filiale am Samstag offen?",
        "how do I store a tent",
        "is your store in person only?",
        "can I collect it at the Post Office?",
        "where is your Head Office?",
        "do I find it in the App Store?",
        "wann öffnet der Web-Shop?",
        "kann ich im Geschäft in Raten zahlen?",
        "gibt es das im Laden in Größe 40?",
        "when does the Gift Shop open?",
        "gibt es einen Fan-Shop?",
        "is there a Coffee Shop?",
        "can I pay at the Duty Free Shop?",
        "do I find it in the Play Store?",
        "is the Back Office open on Sunday?",
        "what does the Box Office charge?",
        "is it sold in the Souvenir Shop?",
        "do you have a Pop-up Store?",
        "is the Farm Shop open?",
        "can I ask the Customs Office?",
        "kann ich im Laden in Bar zahlen?",
        "kann ich im Geschäft in Ruhe anprobieren?",
        "gibt es den Mantel im Laden in Übergröße?",
        "kann ich in der Filiale in Euro zahlen?",
        "gibt es das Kleid im Geschäft in Schwarz?",
        "werde ich in der Filiale in Englisch beraten?",
        "ist der Laden in Familienbesitz?",
        "wann öffnet der Werks-Shop?",
        "hat der Bio Laden offen?",
    ],
)
def test_a_known_town_or_none_is_no_other_branch(question: str) -> None:
    assert not names_unknown_branch(question, TEXTS)
