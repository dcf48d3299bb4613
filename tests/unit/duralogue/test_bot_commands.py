"""`duralogue check` and `duralogue test`, as an author sees them."""

import io
import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from duralogue import bot_commands, schemas
from infra.bot_files.yaml_files import read_yaml
from tests.unit.domain.bots import ACME


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=200)


OURS = [ACME, ACME.parent / "dentist", ACME.parent / "pottery"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the example shop to be broken."""
    return Path(shutil.copytree(ACME, tmp_path / "acme"))


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("tenant", OURS, ids=lambda folder: folder.name)
def test_the_tenants_that_we_show_are_in_order(tenant: Path, console: Console) -> None:
    """The one line that everybody wants to see."""
    assert bot_commands.check(tenant, console) == 0
    assert f"{tenant.name}: " in printed(console)
    assert " 0 warnings" in printed(console)


def test_a_mistake_is_printed_with_file_and_line(folder: Path, console: Console) -> None:
    """And the command fails, so that a pipeline stops."""
    change(folder / "flows" / "orders.yaml", "say: order_shipped", "say: order_shiped")

    assert bot_commands.check(folder, console) == 1
    assert "flows/orders.yaml:17: error: there is no response 'order_shiped'" in printed(console)
    assert "did you mean 'order_shipped'?" in printed(console)
    assert "\n1 error, " in printed(console)


def test_a_mistake_in_a_test_is_one_too(folder: Path, console: Console) -> None:
    """Else it would only be found when it is played."""
    change(folder / "tests" / "humans.yaml", "human: claims", "human: clams")

    assert bot_commands.check(folder, console) == 1
    assert "tests/humans.yaml:" in printed(console)


def test_a_skill_that_owns_no_document_there_is_told(folder: Path, console: Console) -> None:
    """A folder that was renamed; the pages of a source are not known before they are read."""
    with (folder / "tenant.yaml").open("a") as file:
        file.write("skills: {returns: {flows: [return_item], documents: [retuns, returns]}}\n")

    assert bot_commands.check(folder, console) == 0
    [told] = [line for line in printed(console).splitlines() if "no document fits" in line]
    assert re.search(r"tenant\.yaml:\d+: warning: skills\.returns\.documents: ", told)
    assert "'retuns'; did you mean 'returns'?" in told


@pytest.mark.parametrize("tenant", OURS, ids=lambda folder: folder.name)
def test_the_conversations_that_we_show_come_true(tenant: Path, console: Console) -> None:
    """With the real understanding, in which the examples were trained just now."""
    assert bot_commands.test(tenant, console=console) == 0, printed(console)
    assert re.search(r"\b(\d+) of \1 conversations as written", printed(console))


OTHER_WAYS = [
    ("- bot: ask_return_reason", "- bot: confirm_refund", "expected confirm_refund, but it is"),
    ("{return_reason: damaged, ", "{return_reason: lost, ", "return_reason is 'damaged'"),
    ("- bot: confirm_refund\n    - slots", "- slots", "the bot said more than the script"),
    ("    - phase: active\n", "    - phase: closed\n", "is active, not closed"),
    ("decide: approved", "decide: rejected", "expected 'About your return: good news'"),
    ("tool: create_label, answers", "tool: void_label, answers", "void_label is not called, but"),
]


@pytest.mark.parametrize(("old", "new", "finding"), OTHER_WAYS)
def test_a_conversation_that_goes_another_way_is_told_with_its_line(
    folder: Path, console: Console, old: str, new: str, finding: str
) -> None:
    """What was expected, what was said, and how the line was understood."""
    change(folder / "tests" / "returns.yaml", old, new)

    assert bot_commands.test(folder, console=console) == 1
    assert finding in printed(console)
    assert "tests/returns.yaml:" in printed(console)


LOST = """
a_label_of_which_nobody_knows_is_not_made_again:
  at: 2026-11-23T14:00:00+01:00
  verified: {customer_id: cust-ada}
  tools: {get_order: *mugs}
  talk:
    - customer: return A100003, it is broken
    - bot: confirm_refund
    - customer: "yes"
    - {tool: create_label, lost: true}
    - bot: [outcome_unknown, handoff_waiting]
    - handoff: returns

a_label_that_was_never_asked_for_is_not_called_unknown:
  at: 2026-11-23T14:00:00+01:00
  verified: {customer_id: cust-ada}
  tools: {get_order: *mugs}
  talk:
    - customer: return A100003, it is broken
    - bot: confirm_refund
    - customer: "yes"
    - {tool: create_label, unavailable: true}
    - bot: backend_trouble
    - wait: 2h
    - bot: [backend_gave_up, handoff_waiting]
    - handoff: returns
"""


def test_a_script_tells_a_lost_answer_from_a_backend_that_is_down(
    folder: Path, console: Console
) -> None:
    """An author of a tool without key or look-up sees what their customers will."""
    old = "  undo: void_label\n  reconcile: find_label\n"
    change(folder / "tools.yaml", old, "  undo: void_label\n  once_by: nothing\n")
    returns = folder / "tests" / "returns.yaml"
    returns.write_text(returns.read_text() + LOST)

    assert bot_commands.test(folder, console=console) == 0, printed(console)
    assert re.search(r"\b(\d+) of \1 conversations as written", printed(console))


def test_a_folder_without_tests_says_so(folder: Path, console: Console) -> None:
    """Nothing to play is not a success."""
    shutil.rmtree(folder / "tests")

    assert bot_commands.test(folder, console=console) == 1
    assert "no conversations" in printed(console)


@pytest.mark.parametrize("tenant", OURS, ids=lambda folder: folder.name)
def test_editors_accept_what_the_compiler_accepts(tenant: Path, tmp_path: Path) -> None:
    """Our own files, short forms and all, are valid by the JSON Schemas."""
    written = {path.name: path for path in schemas.write_schemas(tmp_path)}

    for file in sorted(tenant.rglob("*.yaml")):
        relative = file.relative_to(tenant)
        stem = relative.parts[0].removesuffix(".yaml")
        schema = json.loads(written[f"{stem}.schema.json"].read_text())
        source = read_yaml(relative.as_posix(), file.read_text())
        data = json.loads(json.dumps(getattr(source, "data"), default=str))  # noqa: B009
        jsonschema.validate(data, schema)


def test_editors_tell_of_a_key_that_is_unknown() -> None:
    """Before `duralogue check` does."""
    schema = schemas.schemas()["slots.yaml"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"a": {"type": "string", "asks": "x"}}, schema)


def test_a_misspelt_key_in_a_test_is_told_and_hides_no_other(
    folder: Path, console: Console
) -> None:
    """With the key that was meant and its line; the other conversations are played."""
    change(folder / "tests" / "returns.yaml", "- bot: ask_return_reason", "- bto: confirm_refund")

    assert bot_commands.test(folder, console=console) == 1
    assert "unknown key 'bto'; did you mean 'bot'?" in printed(console)
    assert "tests/returns.yaml:" in printed(console)
    assert "Conversations with a mistake in them are not played." in printed(console)
    assert re.search(r"\b(\d+) of \1 conversations as written", printed(console))


def test_a_test_may_say_which_buttons_are_shown(folder: Path, console: Console) -> None:
    """Buttons are half of what a customer sees."""
    change(
        folder / "tests" / "returns.yaml",
        "- bot: ask_return_reason",
        "- {bot: ask_return_reason, buttons: [None of these]}",
    )

    assert bot_commands.test(folder, console=console) == 1
    assert "the buttons are " in printed(console)
    assert ", not None of these" in printed(console)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bot: ask_order_id", "bot: ask_order_idd", "response 'ask_order_idd'; did you mean"),
        ("tool: get_order", "tool: get_ordr", "tool 'get_ordr'; did you mean 'get_order'?"),
    ],
)
def test_a_name_in_a_conversation_that_the_bot_does_not_have(
    folder: Path, console: Console, old: str, new: str, message: str
) -> None:
    file = next(f for f in sorted((folder / "tests").glob("*.yaml")) if old in f.read_text())
    line = file.read_text()[: file.read_text().index(old)].count("\n") + 1
    change(file, old, new)

    assert bot_commands.check(folder, console) == 1
    assert f"tests/{file.name}:{line}: error: there is no {message}" in printed(console)
