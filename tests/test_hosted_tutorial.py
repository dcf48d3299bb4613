"""The tutorial on hosted models: figures, answers and commands are those of the code."""

import re
from pathlib import Path

from ruamel.yaml import YAML
from typer.testing import CliRunner

from domain.language_models.settings import ModelSettings
from duralogue.cli import app
from duralogue.embedded.doubles import Played
from duralogue.embedded.played_models import MODELS, asking_models
from provider_doubles.faults import FaultKind
from provider_doubles.language_models.answers import Asked, Document, answer
from provider_doubles.language_models.settings import Lie
from provider_doubles.language_models.settings import ModelSettings as DoubleSettings
from tests.hosted_tutorial import (
    PAGE,
    bot_files,
    connections,
    conversations,
    models_blocks,
    with_figures,
)
from tests.tutorial import write_bot

TEXT = PAGE.read_text()


def test_the_page_shows_what_the_compiler_says(tmp_path: Path) -> None:
    """
    Every figure is held; `make docs` writes them.
    """
    assert with_figures(TEXT, tmp_path) == TEXT


def test_the_double_says_what_the_page_shows() -> None:
    """
    It finds these sentences among all sections of the document, with the citation that is shown.
    """
    parts = re.split(r"^# (.+)$", bot_files(TEXT)["knowledge/renting.md"], flags=re.MULTILINE)[1:]
    sections = tuple(
        Document(heading, heading, text.strip())
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    )
    shown = conversations(TEXT)
    assert len(shown) == 2
    for question, said, heading in shown:
        [segment] = answer(Asked(question, sections), DoubleSettings())
        assert segment.text == said
        assert [cited.name for cited in segment.cites] == [heading]


def test_the_copy_that_is_published_asks_the_models_that_the_page_names(tmp_path: Path) -> None:
    """
    With the two lines that the page shows, at the port that it shows.
    """
    write_bot({"tenant.yaml": "tenant: pedals\n"}, tmp_path / "pedals")
    copy = asking_models(tmp_path / "pedals", [Played.COHERE], tmp_path / "asking")
    asked = YAML(typ="safe").load((copy / "tenant.yaml").read_text())["models"]
    assert asked == YAML(typ="safe").load(models_blocks(TEXT)[0])["models"]
    assert f"http://127.0.0.1:{Played.COHERE.usual_port}/_double/" in TEXT


def test_what_the_page_connects_is_what_its_settings_name() -> None:
    """
    By a command that there is, with ids that the double serves as well.
    """
    settings = YAML(typ="safe").load(models_blocks(TEXT)[-1])["models"]
    chain = ModelSettings.model_validate(settings).answers
    assert chain is not None
    told = CliRunner().invoke(app, ["connect", "model", "--help"], env={"COLUMNS": "200"}).output
    named = {}
    for command in connections(TEXT):
        words = command.split()
        assert all(word in told for word in words if word.startswith("--"))
        named[words[3]] = words[words.index("--model") + 1]
    assert set(named) == set(chain.names())
    assert named == {each.name: each.model for each in MODELS["cohere"]}


def test_faults_and_lies_of_the_page_are_those_of_the_double() -> None:
    """
    The double refuses a name that it does not know.
    """
    assert {FaultKind(kind) for kind in re.findall(r'"kind": "(\w+)"', TEXT)} == {
        FaultKind.UNAVAILABLE
    }
    assert {Lie(lie) for lie in re.findall(r'"lie": "(\w*)"', TEXT)} == {Lie.NUMBER, Lie.NONE}
