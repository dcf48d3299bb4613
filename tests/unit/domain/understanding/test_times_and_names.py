"""Times of day and people's names, as they are written in English and German."""

import pytest

from domain.understanding.values.names import find_names, whole_name
from domain.understanding.values.times import bare_times, find_times

TIMES = [
    ("10 am", "10:00"), ("3pm", "15:00"), ("3 p.m.", "15:00"), ("10:30 am", "10:30"),
    ("half past three", "15:30"), ("quarter to nine", "08:45"), ("ten past four", "16:10"),
    ("three o'clock", "15:00"), ("noon", "12:00"), ("midnight", "00:00"), ("12 am", "00:00"),
    ("3 in the afternoon", "15:00"), ("8 o'clock in the evening", "20:00"), ("09:30", "09:30"),
    ("5 december 10 am", "10:00"), ("15 Uhr", "15:00"), ("15 Uhr 30", "15:30"),
    ("15.30 Uhr", "15:30"), ("halb vier", "15:30"), ("viertel nach 8", "08:15"),
    ("viertel vor neun", "08:45"), ("dreiviertel vier", "15:45"), ("zwanzig nach neun", "09:20"),
    ("acht Uhr abends", "20:00"), ("um 10 am Freitag", ""), ("10 Uhr am Freitag", "10:00"),
    ("mittags", "12:00"), ("Mitternacht", "00:00"), ("9am or 10am", "09:00 10:00"),
    ("7 Uhr", "07:00 19:00"), ("25:00", "none"), ("between 3 and 5 pm", "none"),
    ("10-12 Uhr", "none"), ("2 people", ""), ("9 hours", ""), ("05.12.2026", ""),
    ("10 amazing things", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "times"), TIMES)
def test_a_time_of_day_is_read(text: str, times: str) -> None:
    """
    Both where it may be before or after noon; "none" for what is no time that could be kept.
    """
    assert " ".join(sorted(value or "none" for _, _, value in find_times(text))) == times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("3", "15:00"), ("10.30", "10:30"), ("1530", "15:30"), ("three", "15:00"),
        ("ten thirty", "10:30"), ("um drei", "15:00"), ("maybe 7", "07:00 19:00"),
        ("9 or 10", "09:00 10:00"), ("2 people", ""), ("99", ""), ("soon", ""),
    ],
)  # fmt: skip
def test_a_bare_hour_answers_the_question_for_a_time(text: str, times: str) -> None:
    """
    Elsewhere "3" is a number.
    """
    assert " ".join(sorted(value or "" for _, _, value in bare_times(text))) == times


def test_the_opening_times_settle_before_or_after_noon() -> None:
    """
    A restaurant that opens at five means the evening.
    """
    evening = [value for _, _, value in bare_times("7", lambda minutes: minutes >= 17 * 60)]
    assert evening == ["19:00"]


NAMES = [
    ("my surname is van der Berg", "van der Berg"), ("mein Familienname ist Öztürk", "Öztürk"),
    ("my name is Grace", "Grace"), ("the name is Grace Hopper", "Grace Hopper"),
    ("ich heiße Jürgen Müller", "Jürgen Müller"), ("it's O'Brien", "O'Brien"),
    ("this is ada lovelace speaking", "Ada Lovelace"), ("GRACE HOPPER", "Grace Hopper"),
    ("ursula von der leyen", "Ursula von der Leyen"), ("hi, I'm Bob from Berlin", "Bob"),
    ("mein name ist maría josé garcía", "María José García"), ("Herr Schmidt", "Schmidt"),
    ("ich bin's, Thomas", "Thomas"), ("hier ist der Klaus", None), ("ich bin der Klaus", "Klaus"),
    ("my name is bob and my order is A100001", "Bob"), ("J. R. R. Tolkien", "J. R. R. Tolkien"),
    ("ich heiße anna und möchte einen tisch", "Anna"), ("李小龍", "李小龍"),
    ("Max Mustermann, 0171 2345678", "Max Mustermann"), ("You cancelled my flight", None),
    ("I want a refund", None), ("no", None), ("help", None), ("why do you need it", None),
    ("When I opened the box it was broken", None), ("it's broken", None), ("a100001", None),
    ("das geht dich nichts an", None), ("I don't want to say", None), ("Bob?", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_told_from_a_sentence(text: str, name: str | None) -> None:
    """
    "My name is Grace" is not what somebody is called.
    """
    found = whole_name(text)
    assert (found[2] if found else None) == name


def test_a_name_is_found_elsewhere_only_where_it_is_called_one() -> None:
    """
    "I'm late" and "this is broken" introduce nobody.
    """
    assert not list(find_names("I'm late and this is broken"))
    assert [name for _, _, name in find_names("sorry, the name is Grace Hopper.")] == [
        "Grace Hopper"
    ]
