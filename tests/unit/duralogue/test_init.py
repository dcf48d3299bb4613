"""`duralogue init`: a bot that passes its own tests, whatever is answered."""

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from domain.errors import ConfigurationError
from duralogue import bot_commands, cli, new_tenant
from duralogue.new_tenant import Answers, hours_of, languages_of, make_tenant, zone_of
from infra.bot_files.yaml_files import read_yaml

HOURS = {"mon-fri": ("09:00-12:00", "13:00-18:00"), "sat": ("10:00-14:00",)}


def answers(
    *languages: str,
    hours: new_tenant.Hours = HOURS,
    business: str = "Bloom",
    bot: str = "Fleur",
) -> Answers:
    return Answers(
        business=business, languages=languages, zone="Europe/Berlin", bot=bot, hours=hours
    )


@pytest.mark.parametrize("languages", [("en",), ("de",), ("en", "de"), ("de-AT", "en")])
def test_passes_check_and_test(tmp_path: Path, languages: tuple[str, ...]) -> None:
    """The first thing that a newcomer sees must be green."""
    console = Console(file=io.StringIO(), width=200)
    make_tenant(tmp_path / "bloom", answers(*languages, business="Bloom & Söhne"))

    assert bot_commands.check(tmp_path / "bloom", console) == 0
    assert bot_commands.test(tmp_path / "bloom", console=console) == 0, _printed(console)
    assert "0 warnings" in _printed(console)
    assert "4 of 4 conversations as written" in _printed(console)


@pytest.mark.parametrize(
    "name", ["'Tis", "*Star", "& Sons", "- a", "%s", "null", "1.0", "[x", "| x"]
)
def test_a_name_is_a_name_whatever_it_means_in_yaml(tmp_path: Path, name: str) -> None:
    """Whoever was told "is a bot" has one."""
    console = Console(file=io.StringIO(), width=200)
    make_tenant(tmp_path / "bloom", answers("en", "de", business=name, bot=name))

    assert bot_commands.check(tmp_path / "bloom", console) == 0, _printed(console)


def test_has_all_that_a_bot_needs(tmp_path: Path) -> None:
    """A README, tests, knowledge, and in each file the schema that an editor completes from."""
    folder = tmp_path / "bloom"
    make_tenant(folder, answers("en", "de"))

    for name in (
        "README.md",
        "tests/requests.yaml",
        "knowledge/about-us.md",
        "flows/requests.yaml",
    ):
        assert (folder / name).is_file(), name
    for file in folder.rglob("*.yaml"):
        first = file.read_text().splitlines()[0]
        assert (file.parent / first.partition("$schema=")[2]).is_file(), file
    everything = "".join(p.read_text() for p in folder.rglob("*") if p.suffix in {".yaml", ".md"})
    assert "@business@" not in everything
    assert not new_tenant._MARK.search(everything.replace("ada@example.com", ""))


def test_writes_in_the_languages_asked_for(tmp_path: Path) -> None:
    """No German where nobody speaks it."""
    make_tenant(tmp_path / "bloom", answers("en"))
    responses = read_yaml("responses.yaml", (tmp_path / "bloom" / "responses.yaml").read_text())
    assert {key for one in getattr(responses, "data").values() for key in one["text"]} == {"en"}  # noqa: B009


def test_refuses_a_folder_that_exists(tmp_path: Path) -> None:
    """Nobody's work is written over."""
    (tmp_path / "bloom").mkdir()
    (tmp_path / "bloom" / "mine.txt").write_text("mine")
    with pytest.raises(ConfigurationError, match="already exists"):
        make_tenant(tmp_path / "bloom", answers("en"))
    assert [p.name for p in (tmp_path / "bloom").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["My Shop", "shop_1", "-shop", "Ümlaut"])
def test_refuses_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    """The folder's name is the tenant's id, in addresses and in the database."""
    with pytest.raises(ConfigurationError, match="cannot be a tenant's name"):
        make_tenant(tmp_path / name, answers("en"))


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("mon-fri 9-17", {"mon-fri": ("09:00-17:00",)}),
        ("mo-fr 9-12 13-18, Sat 10-14", HOURS),
        ("Monday to Friday 9am-5pm; saturday 10:00-14:00",
         {"mon-fri": ("09:00-17:00",), "sat": ("10:00-14:00",)}),
        ("Mo-Fr: 8.30 bis 12.00", {"mon-fri": ("08:30-12:00",)}),
        ("mon 9-12, 14-17", {"mon": ("09:00-12:00", "14:00-17:00")}),
        ("always", {}), ("24/7", {}), ("", {}),
        ("sun 0-24", {"sun": ("00:00-24:00",)}),
    ],
)  # fmt: skip
def test_reads_opening_hours(written: str, hours: dict[str, tuple[str, ...]]) -> None:
    """As people write them."""
    assert hours_of(written) == hours


@pytest.mark.parametrize("written", ["whenever", "mon-fri", "9-17", "mon 17-9", "xyz 9-17"])
def test_asks_again_for_hours_that_are_none(written: str) -> None:
    """A shop that is never open by mistake would be found out much later."""
    with pytest.raises(ConfigurationError):
        hours_of(written)


def test_reads_languages_and_time_zones() -> None:
    """In whichever case; a wrong one is told with the nearest."""
    assert languages_of("en, de; de-AT") == ("en", "de", "de-AT")
    assert zone_of("europe/berlin") == "Europe/Berlin"
    for wrong in ("Europe/Berln", "berlin"):
        with pytest.raises(ConfigurationError, match="did you mean 'Europe/Berlin'"):
            zone_of(wrong)
    with pytest.raises(ConfigurationError, match="is not a language"):
        languages_of("english")


def test_asks_what_no_option_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Five questions; an answer that cannot be read is asked for again."""
    monkeypatch.setattr(
        sys, "stdin", io.StringIO("Bloom\nen\nBerlin\nEurope/Berlin\nFleur\n9-5\nmon 9-17\n")
    )
    monkeypatch.setattr(sys, "argv", ["duralogue", "init", str(tmp_path / "bloom")])

    assert cli._run() == 0
    said = capsys.readouterr()
    assert "did you mean 'Europe/Berlin'?" in said.err
    assert "is a bot. Try duralogue check" in said.out
    assert 'mon: ["09:00-17:00"]' in (tmp_path / "bloom" / "tenant.yaml").read_text()


def _printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()
