"""A tenant's folder, as it may be found."""

import os
from datetime import date
from pathlib import Path

import pytest

from domain.bot.model import Bot
from domain.bot.problems import Problem
from domain.errors import ConfigurationError, InvalidBot
from infra.bot_files.public_holidays import NoSuchRegion, public_holidays
from infra.bot_files.reader import load_bot, read_bot_files
from infra.bot_files.yaml_files import read_yaml

TODAY = date(2026, 11, 23)
TENANT = "tenant: tiny\nbranding: {name: Tiny}\n"


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(InvalidBot) as raised:
        load_bot(folder, today=TODAY)
    return list(raised.value.problems)


def test_a_folder_with_a_tenant_file_is_a_bot(tmp_path: Path) -> None:
    """The ten-minute tutorial begins here."""
    (tmp_path / "tenant.yaml").write_text(TENANT)

    assert load_bot(tmp_path, today=TODAY).tenant.branding.name == "Tiny"


def test_no_folder_is_said_so(tmp_path: Path) -> None:
    """Not a traceback of a missing file."""
    with pytest.raises(ConfigurationError, match="nowhere is no folder"):
        read_bot_files(tmp_path / "nowhere", today=TODAY)


def test_an_empty_folder_lacks_its_tenant_file(tmp_path: Path) -> None:
    """Named, so that it can be written."""
    assert problems_of(tmp_path) == [
        "tenant.yaml:1: error: the file is missing; every tenant needs one"
    ]


def test_a_folder_above_a_bot_lacks_its_tenant_file(tmp_path: Path) -> None:
    """Also where other files are warned of: "0 errors" would not say why it is no bot."""
    (tmp_path / "salon").mkdir()
    (tmp_path / "salon" / "tenant.yaml").write_text(TENANT)

    assert problems_of(tmp_path) == [
        "tenant.yaml:1: error: the file is missing; every tenant needs one"
    ]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A picture under the name of a YAML file."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    (tmp_path / "slots.yaml").write_bytes(b"\x89PNG\xff\xfe")

    [problem] = problems_of(tmp_path)

    assert problem.startswith("slots.yaml:1: error: the file cannot be read")


@pytest.mark.parametrize(("text", "expected"), [("{", "no JSON"), ("[]", "no OpenAPI document")])
def test_a_document_that_is_none_is_named(tmp_path: Path, text: str, expected: str) -> None:
    """Else every tool of it would be reported instead."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    (tmp_path / "openapi").mkdir()
    (tmp_path / "openapi" / "shop.json").write_text(text)

    [problem] = problems_of(tmp_path)

    assert problem.startswith("openapi/shop.json:1: error:")
    assert expected in problem


def test_a_region_without_known_holidays_is_told_with_its_line(tmp_path: Path) -> None:
    """And the nearest one that is known."""
    hours = "business_hours: {tz: Europe/Berlin, mon: ['09:00-12:00'], holidays: de-BEE}\n"
    (tmp_path / "tenant.yaml").write_text(TENANT + hours)

    [problem] = problems_of(tmp_path)

    assert problem.startswith("tenant.yaml:3: error: no holidays are known for 'de-BEE'")
    assert "did you mean 'BE'?" in problem


def test_holidays_of_the_coming_years_are_known() -> None:
    """Berlin has one that its neighbour has not."""
    assert date(2027, 3, 8) in public_holidays("de-BE", [2027])
    assert date(2027, 3, 8) not in public_holidays("de", [2027])
    with pytest.raises(NoSuchRegion):
        public_holidays("atlantis", [2027])


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    """A few lines of YAML that would be gigabytes of data."""
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9))
    (tmp_path / "tenant.yaml").write_text(f"a0: &a0 [x]\n{levels}\n")

    [problem, *_] = problems_of(tmp_path)

    assert "repeats itself too often" in problem


def _problems(folder: Path) -> str:
    return "\n".join(map(str, read_bot_files(folder, today=TODAY).problems))


@pytest.mark.parametrize("place", ["slots.yaml", "flows/x.yaml", "openapi/x.json"])
def test_links_out_of_the_folder_are_not_followed(tmp_path: Path, place: str) -> None:
    """
    Nor is what they lead to ever quoted: the folder may come from somebody else.
    """
    outside, folder = tmp_path / "secret", tmp_path / "bot"
    outside.write_text("root:$6$hash:1\n[")
    (folder / place).parent.mkdir(parents=True)
    (folder / place).symlink_to(outside)

    told = _problems(folder)

    assert f"{place}:1: error: the file cannot be read: it is a link that leads out" in told
    assert "hash" not in told


def test_a_linked_subfolder_is_not_followed_either(tmp_path: Path) -> None:
    """
    The link may stand further up.
    """
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text("{")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "flows").symlink_to(tmp_path / "elsewhere")

    assert "leads out of the folder" in _problems(tmp_path / "bot")


def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    """
    Kubernetes mounts files as links to a folder beside them.
    """
    (tmp_path / "..data").mkdir()
    (tmp_path / "..data" / "slots.yaml").write_text("beds: {type: integer}\n")
    (tmp_path / "slots.yaml").symlink_to("..data/slots.yaml")

    sources = read_bot_files(tmp_path, today=TODAY)

    assert sources.files["slots.yaml"].data == {"beds": {"type": "integer"}}


def test_a_pipe_or_a_folder_is_no_file(tmp_path: Path) -> None:
    """
    Opening a FIFO would wait for a writer for ever.
    """
    os.mkfifo(tmp_path / "slots.yaml")
    (tmp_path / "tools.yaml").mkdir()

    told = _problems(tmp_path)

    assert "slots.yaml:1: error: the file cannot be read: it is no regular file" in told
    assert "tools.yaml:1: error: the file cannot be read" in told


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    """
    Three gigabytes, of which the disk holds none.
    """
    with (tmp_path / "tenant.yaml").open("wb") as file:
        file.truncate(3 * 1024**3)

    assert "more than 2000000 bytes" in _problems(tmp_path)


@pytest.mark.parametrize(
    "text", ["? " * 2_000, "{" * 30 + "}" * 30, "[" * 5_000, "{a: " * 5_000, "a: " + "9" * 5_000]
)
def test_yaml_that_would_take_for_ever_is_refused(text: str) -> None:
    """Keys within keys take two to their depth, open brackets the square of their number."""
    assert isinstance(read_yaml("slots.yaml", text), Problem)


def test_a_file_that_is_not_read_is_named(tmp_path: Path) -> None:
    """A flow in a folder of its own was left out without a word."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    (tmp_path / "flows" / "shop").mkdir(parents=True)
    (tmp_path / "flows" / "shop" / "a.yaml").write_text("a: {when: b, steps: []}\n")
    (tmp_path / "flows" / "b.YAML").write_text("b: {when: b, steps: []}\n")

    assert problems_of(tmp_path) == [
        "flows/b.YAML:1: error: this file is not read; write its ending as .yaml",
        "flows/shop/a.yaml:1: error: this file is not read; flows stand in flows/ itself",
    ]


def test_a_number_with_a_zero_in_front_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """0815 became 815, and a customer who answered "007" was refused."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    (tmp_path / "slots.yaml").write_text("gate: {type: enum, values: [007, 010, 0815, 12]}\n")

    bot = load_bot(tmp_path, today=date(2026, 11, 29))

    assert list(bot.slots["gate"].values) == ["007", "010", "0815", "12"]


@pytest.mark.parametrize("item", ["1.10", "true", "~"])
def test_a_value_that_yaml_reads_as_another_is_refused(tmp_path: Path, item: str) -> None:
    """Its author sees that "1.10" must stand in quotes."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    (tmp_path / "slots.yaml").write_text(f"size: {{type: enum, values: [{item}, other]}}\n")

    assert any("in quotes" in problem for problem in problems_of(tmp_path))


def test_a_prompt_of_the_tenants_own_is_read_and_its_variables_checked(tmp_path: Path) -> None:
    """An unknown or missing variable names the file, before anything is published."""
    (tmp_path / "tenant.yaml").write_text(TENANT)
    plain = load_bot(tmp_path, today=TODAY)
    folder = tmp_path / "prompts"
    folder.mkdir()
    whole = "{{name}} {{language}} {{fence}} {{characters}}"
    (folder / "answer@1.en.md").write_text(whole)

    bot = load_bot(tmp_path, today=TODAY)

    assert bot.prompts == {"answer@1.en.md": whole}
    assert "prompts" not in plain.as_content()
    assert Bot.model_validate(bot.as_content()) == bot
    assert bot.revision != plain.revision
    (folder / "answer@1.en.md").write_text("{{nmae}}")
    (folder / "poem.md").write_text("roses")
    with pytest.raises(InvalidBot) as wrong:
        load_bot(tmp_path, today=TODAY)
    first, second = wrong.value.problems
    assert first.startswith("prompts/answer@1.en.md:1: error: unknown variable 'nmae'")
    assert second.startswith("prompts/poem.md:1: error: a prompt's file is called")
