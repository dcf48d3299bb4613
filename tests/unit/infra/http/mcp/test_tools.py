"""A call of an MCP tool: approved, checked, made once, and its answer is data."""

from typing import Any

import mcp_types as types
import pytest
from mcp.client.client import ConnectMode

from domain.errors import ConfigurationError, DependencyRejected, DependencyUnavailable
from domain.mcp_tools import ListedTools
from domain.tools import ToolStatus
from infra.http.mcp.arguments import IDEMPOTENCY_META
from infra.http.mcp.session import Visit
from infra.memory.tool_pins import MemoryToolPins
from tests.fakes.mcp_servers import FIND, SCHEMA, Bistro, VisitsInProcess, said
from tests.unit.infra.http.mcp.calls import BOOK_TABLE, approve_all, call_of, called

ERAS: tuple[ConnectMode, ...] = ("auto", "legacy")


@pytest.fixture(params=ERAS)
def visits(request: pytest.FixtureRequest) -> VisitsInProcess:
    """A server in this process, spoken to in each era."""
    return VisitsInProcess(Bistro(), mode=request.param)


@pytest.fixture
async def pins(visits: VisitsInProcess) -> MemoryToolPins:
    """All its tools approved."""
    found = MemoryToolPins()
    await approve_all(visits, found)
    return found


async def test_an_approved_tool_is_called(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """In both eras of the protocol."""
    outcome = await called(visits, pins)

    assert (outcome.status, outcome.result) == (ToolStatus.SUCCEEDED, {"text": "table 4"})
    assert visits.bistro.calls[0].arguments == {"guests": 2}


async def test_what_nobody_has_approved_is_not_called(visits: VisitsInProcess) -> None:
    """And the operator can see that it was wanted."""
    pins = MemoryToolPins()

    outcome = await called(visits, pins)

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, "tool_not_approved")
    assert visits.bistro.calls == []
    assert pins.disabled["acme", "bistro", "find_table"][0] == "tool_not_approved"


async def test_another_server_at_the_address(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """The same definitions from somebody else are somebody else's."""
    other = VisitsInProcess(Bistro(name="bistr0"), mode=visits.mode)

    outcome = await called(other, pins)

    assert outcome.code == "tool_of_another_server"
    assert other.bistro.calls == []


async def test_what_is_approved_again_is_called_again(
    visits: VisitsInProcess, pins: MemoryToolPins
) -> None:
    """A change disables a tool only until an operator has agreed to it."""
    visits.bistro.tools = [FIND.model_copy(update={"description": "Finds a table for us."})]
    assert (await called(visits, pins)).code == "tool_changed"

    await approve_all(visits, pins)

    assert (await called(visits, pins)).status is ToolStatus.SUCCEEDED
    assert pins.disabled == {}


@pytest.mark.parametrize(
    "arguments", [{}, {"guests": "two"}, {"guests": 0}, {"guests": 2, "to": "x"}, {"guests": 1.5}]
)
async def test_arguments_are_checked_by_us(
    visits: VisitsInProcess, pins: MemoryToolPins, arguments: dict[str, Any]
) -> None:
    """A server's schema is only advertised: many do not look at it themselves."""
    outcome = await called(visits, pins, call_of(arguments))

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, "invalid_argument")
    assert visits.bistro.calls == []


async def test_a_number_that_a_slot_holds_as_text(
    visits: VisitsInProcess, pins: MemoryToolPins
) -> None:
    """Is a number where the schema wants one."""
    await called(visits, pins, call_of({"guests": "12"}))

    assert visits.bistro.calls[0].arguments == {"guests": 12}


async def test_an_error_of_the_tool_is_a_refusal(
    visits: VisitsInProcess, pins: MemoryToolPins
) -> None:
    """Its words are not shown to anybody, only its code."""
    visits.bistro.answer = lambda _: said(
        "Call +1 555", is_error=True, structured_content={"code": "fully_booked"}
    )

    outcome = await called(visits, pins)

    assert (outcome.status, outcome.code, outcome.result) == (
        ToolStatus.REFUSED,
        "fully_booked",
        {},
    )


async def test_structured_content_fills_the_result(
    visits: VisitsInProcess, pins: MemoryToolPins
) -> None:
    """And only what the flow reads of it is kept."""
    visits.bistro.answer = lambda _: said("", structured_content={"table": 7, "secret": "x"})

    assert (await called(visits, pins)).result == {"text": "", "table": 7}


async def test_json_in_a_text_is_read(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """As servers without structured content write it."""
    visits.bistro.answer = lambda _: said('{"table": 9}')

    assert (await called(visits, pins)).result["table"] == 9


async def test_an_answer_that_does_not_fit_its_schema(visits: VisitsInProcess) -> None:
    """Is named by its place, without what stands there."""
    pins = MemoryToolPins()
    schema = {"type": "object", "properties": {"table": {"type": "integer"}}}
    visits.bistro.tools = [FIND.model_copy(update={"output_schema": schema})]
    visits.bistro.answer = lambda _: said("", structured_content={"table": "the window"})
    await approve_all(visits, pins)

    with pytest.raises(DependencyRejected, match="table: type of its answer") as raised:
        await called(visits, pins)
    assert "window" not in str(raised.value)


async def test_a_write_takes_its_key_along(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """Beside the arguments; without one it is not sent at all."""
    await called(visits, pins, call_of(idempotency_key="c1.r1:t"), BOOK_TABLE)

    meta: Any = visits.bistro.calls[0].meta
    assert meta[IDEMPOTENCY_META] == "c1.r1:t"
    with pytest.raises(ConfigurationError, match="needs an idempotency key"):
        await called(visits, pins, call_of(), BOOK_TABLE)


async def test_a_key_is_an_argument_where_the_tool_asks_for_one(visits: VisitsInProcess) -> None:
    """Under the name that look-ups use as well."""
    pins = MemoryToolPins()
    fields = {**SCHEMA["properties"], "idempotency_key": {"type": "string"}}  # type: ignore[dict-item]
    visits.bistro.tools = [
        FIND.model_copy(update={"input_schema": SCHEMA | {"properties": fields}})
    ]
    await approve_all(visits, pins)

    await called(visits, pins, call_of(idempotency_key="k1"), BOOK_TABLE)

    assert visits.bistro.calls[0].arguments == {"guests": 2, "idempotency_key": "k1"}


async def test_all_pages_are_looked_at(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """A second tool of the same name on a later page makes the list one not to rely on."""
    more = [FIND.model_copy(update={"name": f"t{n}"}) for n in range(5)]
    visits.bistro.tools, visits.bistro.page_size = [FIND, *more], 2
    assert (await called(visits, pins)).status is ToolStatus.SUCCEEDED

    visits.bistro.tools = [FIND, *more, FIND]

    assert (await called(visits, pins)).code == "tool_listed_twice"


async def test_a_list_without_an_end(visits: VisitsInProcess, pins: MemoryToolPins) -> None:
    """Is not read for ever."""
    visits.bistro.tools = [FIND.model_copy(update={"name": f"t{n}"}) for n in range(200)]
    visits.bistro.page_size = 1

    with pytest.raises(DependencyRejected, match="more than 20 pages"):
        await called(visits, pins)


def asking(state: str | None = "s1", **fields: Any) -> types.InputRequiredResult:
    """A question of the server's in the middle of a call."""
    schema = {"type": "object", "properties": fields, "required": sorted(fields)}
    asked = types.ElicitRequest(
        params=types.ElicitRequestFormParams(message="One more thing.", requested_schema=schema)
    )
    return types.InputRequiredResult(input_requests={"q": asked}, request_state=state)


async def test_a_question_in_between_is_an_outcome() -> None:
    """And the answer goes back with the server's own state, under the same key."""
    visits, pins = VisitsInProcess(Bistro()), MemoryToolPins()
    visits.bistro.answer = lambda _: asking(allergy={"type": "string", "title": "Any allergy?"})
    await approve_all(visits, pins)

    outcome = await called(visits, pins)

    assert (outcome.status, outcome.request_state) == (ToolStatus.ASKS, "s1")
    assert [question.words for question in outcome.questions] == ["One more thing."]
    visits.bistro.answer = lambda _: said("booked")
    answers = {"q": {"allergy": "nuts"}}
    went_on = await called(visits, pins, call_of(answers=answers, request_state="s1"))
    last: Any = visits.bistro.calls[-1]
    assert went_on.status is ToolStatus.SUCCEEDED
    assert (last.request_state, last.input_responses["q"].content) == ("s1", {"allergy": "nuts"})


@pytest.mark.parametrize(
    "field",
    [
        {"type": "string", "title": "Your password"},
        {"type": "string", "title": "See https://evil.example"},
        {"type": "string", "format": "uri"},
        {"type": "object"},
        {"type": "string", "enum": ["x" * 50]},
    ],
)
async def test_what_the_bot_does_not_ask_is_refused(field: dict[str, Any]) -> None:
    """A secret, an address, something nested: the flow takes its branch for a refusal."""
    visits, pins = VisitsInProcess(Bistro()), MemoryToolPins()
    visits.bistro.answer = lambda _: asking(thing=field)
    await approve_all(visits, pins)

    outcome = await called(visits, pins)

    assert (outcome.status, outcome.code) == (ToolStatus.REFUSED, "input_not_askable")


async def test_a_state_that_is_too_large_is_not_kept() -> None:
    """It would be carried in the conversation's history."""
    visits, pins = VisitsInProcess(Bistro()), MemoryToolPins()
    visits.bistro.answer = lambda _: asking("x" * 5_000, allergy={"type": "string"})
    await approve_all(visits, pins)

    assert (await called(visits, pins)).code == "input_not_askable"


async def test_a_server_gets_no_model_and_no_folders() -> None:
    """Requests for sampling and roots are refused, not answered."""
    visits, pins = VisitsInProcess(Bistro()), MemoryToolPins()
    roots = types.InputRequiredResult(input_requests={"r": types.ListRootsRequest()})
    visits.bistro.answer = lambda _: roots
    await approve_all(visits, pins)

    assert (await called(visits, pins)).code == "input_not_askable"


async def test_a_list_that_changes_while_it_is_read_is_read_anew(
    visits: VisitsInProcess, pins: MemoryToolPins, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server says so in between; one that never stops is not waited for."""
    pages, rounds = Visit._pages, 0

    async def changing(self: Visit) -> ListedTools:
        nonlocal rounds
        rounds += 1
        found = await pages(self)
        self._news.changed = rounds < changes
        return found

    monkeypatch.setattr(Visit, "_pages", changing)
    changes = 2
    assert (await called(visits, pins)).status is ToolStatus.SUCCEEDED
    assert rounds == 2

    changes = 99

    with pytest.raises(DependencyUnavailable, match="keeps changing"):
        await called(visits, pins)
    assert len(visits.bistro.calls) == 1


async def test_a_pattern_that_would_take_for_ever_does_not(visits: VisitsInProcess) -> None:
    """Patterns of a server's schema are run by RE2, whatever they are."""
    pins = MemoryToolPins()
    schema = {"type": "object", "properties": {"name": {"type": "string", "pattern": "^(a+)+$"}}}
    visits.bistro.tools = [FIND.model_copy(update={"input_schema": schema})]
    await approve_all(visits, pins)

    outcome = await called(visits, pins, call_of({"name": "a" * 60 + "!"}))

    assert outcome.code == "invalid_argument"
