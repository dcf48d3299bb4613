"""Forms with whatever customers may send: never a crash, never a value that does not fit, and
never silence."""

from hypothesis import given
from hypothesis import strategies as st

from domain.dialogue.limits import MAX_BYTES, size_of
from domain.dialogue.text.slot_values import fitted
from tests.unit.domain.dialogue.diner import ALL, booking, form_in, sends

_ANYTHING = st.text(min_size=1, max_size=200) | st.sampled_from(
    [
        "yes",
        "no",
        "5 or 6 December",
        "next week",
        "{order.total}",
        "<b>4</b>",
        "stop",
        "\u200b",
        "0",
    ]
)
_FIELDS = [*ALL, "phone", "note", "sure", "taste", "no such field"]
_FORMS = st.dictionaries(st.sampled_from(_FIELDS), _ANYTHING, min_size=1, max_size=10)
_GOOD = st.dictionaries(st.sampled_from([*ALL]), st.none(), min_size=1).map(
    lambda names: {name: ALL[name] for name in names}
)


@given(st.lists(_FORMS, min_size=1, max_size=3))
def test_any_answers_leave_only_values_that_fit(forms: list[dict[str, str]]) -> None:
    talk = booking()
    for values in forms:
        sends(talk, values)
        assert talk.commands
        for name, value in talk.state.slots.items():
            assert fitted(talk.bot.slots[name], value) == value
        assert "sure" not in talk.state.slots
        assert size_of(talk.state) <= MAX_BYTES
        if talk.state.question is None and "call_tool" in talk.done:
            return


@given(st.permutations([*ALL]), st.integers(min_value=1, max_value=5))
def test_in_whatever_parts_they_come_the_answers_are_the_same(order: list[str], parts: int) -> None:
    talk = booking()
    for start in range(parts):
        if names := order[start::parts]:
            sends(talk, {name: ALL[name] for name in names})
    whole = booking()
    sends(whole, ALL)
    assert talk.state.slots == whole.state.slots
    assert [c.do for c in talk.commands][-1] == "call_tool"


@given(_GOOD)
def test_what_a_form_shows_as_known_can_be_sent_back_as_it_is(values: dict[str, str]) -> None:
    talk = booking()
    sends(talk, values)
    form, known = form_in(talk), dict(talk.state.slots)
    if form is None or not (shown := {f.name: f.value for f in form.fields if f.value}):
        return
    sends(talk, shown)
    assert talk.state.slots == known
    assert "corrected" not in talk.said
