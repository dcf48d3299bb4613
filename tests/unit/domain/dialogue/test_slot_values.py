"""Values of slots: of two candidates the one that is meant, whole or not at all."""

import pytest

from tests.unit.domain.dialogue.probe_bot import asked_for, offered, said

EN, DE = "en", "de"
SET_ASIDE = [
    ("order", EN, "I want to return A100013, not A100001. My e-mail is a@b.de", "A100013"),
    ("order", EN, "not A100001 but A100013", "A100013"),
    ("order", EN, "a100001, no, a100002", "A100002"),
    ("order", EN, "no A100002", "A100002"),
    ("order", EN, "I haven't received A100001", "A100001"),
    ("order", EN, "not a100001 a100013", "A100013"),
    ("order", EN, "change A100001 to A100002", "A100002"),
    ("order", DE, "nicht A100001 sondern A100002", "A100002"),
    ("order", DE, "A100002 statt A100001", "A100002"),
    ("day", EN, "on friday, not thursday", "2026-11-27"),
    ("day", EN, "I can't do thursday, friday works", "2026-11-27"),
    ("day", EN, "rather friday than thursday", "2026-11-27"),
    ("day", DE, "freitag geht nicht, samstag", "2026-11-28"),
    ("day", DE, "lieber Freitag als Donnerstag", "2026-11-27"),
    ("size", EN, "small, not large", "s"),
    ("size", EN, "not the large one, the small one please", "s"),
    ("size", DE, "nicht klein sondern large", "l"),
    ("count", EN, "3, not 4", 3),
    ("count", DE, "nicht 3 sondern 4", 4),
    ("hour", EN, "9, not 10", "09:00"),
    ("hour", DE, "um 15 Uhr, nicht um 14 Uhr", "15:00"),
    ("mail", EN, "ada@example.com not bob@example.com", "ada@example.com"),
    ("mail", DE, "nicht an bob@example.com sondern an ada@example.com", "ada@example.com"),
    ("phone", EN, "+49 171 2345678, not +49 171 2345679", "+491712345678"),
    ("phone", DE, "0171 2345678 statt 0171 2345679", "+491712345678"),
]


@pytest.mark.parametrize(("slot", "locale", "text", "value"), SET_ASIDE)
def test_of_two_values_the_one_that_is_meant_is_taken(
    slot: str, locale: str, text: str, value: object
) -> None:
    """
    "A100013, not A100001" once offered to refund A100001.
    """
    talk = asked_for(slot, locale)
    talk.says(text)
    assert talk.state.slots.get(slot) == value


@pytest.mark.parametrize(
    ("slot", "locale", "text"),
    [
        ("order", EN, "not A100001"), ("day", EN, "not thursday"), ("day", EN, "I can't do friday"),
        ("day", DE, "freitag geht nicht"), ("size", EN, "not large"), ("count", EN, "not 3"),
        ("size", DE, "nicht klein"), ("mail", EN, "not bob@example.com"),
    ],
)  # fmt: skip
def test_what_is_only_denied_is_not_taken(slot: str, locale: str, text: str) -> None:
    """
    A day that somebody cannot come on is no day to book.
    """
    talk = asked_for(slot, locale)
    talk.says(text)
    assert slot not in talk.state.slots


@pytest.mark.parametrize(
    ("slot", "locale", "text", "choices", "pick", "value"),
    [
        ("day", EN, "friday or saturday", ("27 November 2026", "28 November 2026"),
         "28 November 2026", "2026-11-28"),
        ("day", DE, "freitag oder samstag", ("27. November 2026", "28. November 2026"),
         "der zweite", "2026-11-28"),
        ("day", EN, "12/03", ("12 March 2027", "3 December 2026"), "the first one", "2027-03-12"),
        ("count", EN, "2 or 3", ("2", "3"), "3", 3),
        ("count", EN, "1.000", ("1000", "1"), "1000", 1000),
        ("order", EN, "a100001 or a100002", ("A100001", "A100002"), "A100002", "A100002"),
        ("size", EN, "large or small", ("l", "s"), "small", "s"),
        ("hour", EN, "at 7", ("7:00 am", "7:00 pm"), "7:00 pm", "19:00"),
        ("hour", EN, "9 or 10", ("9:00 am", "10:00 am"), "10", "10:00"),
        ("mail", EN, "ada@example.com or bob@example.com", ("ada@example.com", "bob@example.com"),
         "the second one", "bob@example.com"),
        ("phone", DE, "0171 2345678 oder 0171 2345679", ("+491712345678", "+491712345679"),
         "+491712345679", "+491712345679"),
    ],
)  # fmt: skip
def test_between_two_values_the_customer_chooses(  # noqa: PLR0917 - one row of a table
    slot: str, locale: str, text: str, choices: tuple[str, ...], pick: str, value: object
) -> None:
    """
    "Friday or Saturday" leaves it to the bot to ask; it used to take the last in silence.
    """
    talk = asked_for(slot, locale)
    talk.says(text)
    assert said(talk) == ["which_one"]
    assert offered(talk) == choices
    assert slot not in talk.state.slots
    talk.says(pick)
    assert talk.state.slots.get(slot) == value


WHOLE = [
    ("order", EN, "A-100002", "A100002"),
    ("order", EN, "a 100 002", "A100002"),
    ("order", EN, "#A100002", "A100002"),
    ("order", EN, "order no. a100002", "A100002"),
    ("order", DE, "bestellnr. a.100.002", "A100002"),
    ("day", EN, "5 december 10 am", "2026-12-05"),
    ("day", DE, "3 december 15 Uhr", "2026-12-03"),
    ("day", EN, "05.12.2026", "2026-12-05"),
    ("city", EN, "new york", "new_york"),
    ("city", EN, "york please", "york"),
    ("size", EN, "extra large please", "xl"),
    ("mail", EN, "o'brien@example.com", "o'brien@example.com"),
    ("mail", EN, "ada&bob@example.com", "ada&bob@example.com"),
    ("mail", EN, "it's mailto:Ada@example.com.", "ada@example.com"),
    ("mail", DE, "an 'ada@example.de', danke", "ada@example.de"),
    ("count", DE, "1.000", 1000),
    ("count", EN, "1,000", 1000),
    ("count", DE, "zwölf", 12),
    ("count", DE, "eine", 1),
    ("count", DE, "dreiundzwanzig", 23),
    ("count", EN, "twenty-three", 23),
    ("count", EN, "a dozen", 12),
    ("count", EN, "2 people at 7 pm", 2),
    ("phone", DE, "0171/2345678", "+491712345678"),
    ("text", EN, "When I opened the box it was broken", "When I opened the box it was broken"),
    ("text", EN, "not friday, saturday", "not friday, saturday"),
    ("text", DE, "my name is Grace", "my name is Grace"),
]


@pytest.mark.parametrize(("slot", "locale", "text", "value"), WHOLE)
def test_a_value_is_taken_whole(slot: str, locale: str, text: str, value: object) -> None:
    """
    A part of an address reaches somebody else.
    """
    talk = asked_for(slot, locale)
    talk.says(text)
    assert talk.state.slots.get(slot) == value


@pytest.mark.parametrize(
    ("slot", "locale", "text"),
    [
        ("mail", DE, "jürgen@example.de"),
        ("mail", EN, "ada@example"), ("mail", EN, "ada..b@example.com"), ("count", EN, "½"),
        ("count", EN, "one two three"), ("count", EN, "two and a half"), ("count", EN, "1/2"),
        ("count", DE, "zweieinhalb"), ("phone", EN, "05.10.1986"),
        ("phone", EN, "plans from 03/2015 - 03/2016"),
        ("day", EN, "may third parties see my data?"),
        ("day", EN, "next week"), ("day", EN, "by the end of this week"), ("day", DE, "bald"),
        ("day", DE, "nächste Woche"), ("day", EN, "31.02.2026"), ("order", EN, "A1000023"),
        ("hour", EN, "25:00"), ("hour", EN, "between 3 and 5 pm"),
        ("person", EN, "You cancelled my flight"),
    ],
)  # fmt: skip
def test_what_is_no_whole_value_is_not_taken(slot: str, locale: str, text: str) -> None:
    """
    It is asked again; a part of it would be something that nobody said.
    """
    talk = asked_for(slot, locale)
    talk.says(text)
    assert slot not in talk.state.slots
    assert said(talk)
