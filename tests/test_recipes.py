"""The code in the how-to pages: it is ours in style, it imports, and its own tests pass."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from api import staff_routers
from domain import ports
from domain.ports import Answerer, Retriever
from tests.house_rules import ROOT
from tests.unit.api.doubles import Doubles, running_gateway

Write = Callable[[str, str], ModuleType]

_BLOCK = re.compile(r"^```python\n# (\S+\.py)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HOW_TO = ROOT / "docs" / "how-to"


def files_of(page: str) -> dict[str, str]:
    """Path -> source of each block that begins with the file it is for."""
    return dict(_BLOCK.findall((_HOW_TO / page).read_text()))


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Write:
    """Make a recipe's file importable, under the name that the recipe gives it."""

    def write(page: str, path: str) -> ModuleType:
        name = path.removesuffix(".py").replace("/", ".")
        module = ModuleType(name)
        exec(compile(files_of(page)[path], path, "exec"), module.__dict__)  # noqa: S102
        monkeypatch.setitem(sys.modules, name, module)
        return module

    return write


async def test_the_recipe_of_a_retriever_works(written: Write) -> None:
    """
    Whoever follows it to the letter has a retriever, and a test that passes.
    """
    page = "add-a-retriever.md"
    made = written(page, "infra/word_search/retriever.py")
    retriever: Retriever = made.WordRetriever({})
    assert retriever
    tests = written(page, "tests/unit/infra/word_search/test_retriever.py")
    await tests.test_finds_the_best_first_and_only_what_may_be_shown()


async def test_the_recipe_of_an_answerer_works(written: Write) -> None:
    """
    Whoever follows it to the letter has an answerer, and a test that passes.
    """
    page = "add-an-answerer.md"
    made = written(page, "infra/first_sentence/answerer.py")
    answerer: Answerer = made.FirstSentenceAnswerer()
    assert answerer
    tests = written(page, "tests/unit/infra/first_sentence/test_answerer.py")
    await tests.test_quotes_with_a_citation_or_says_nothing()


async def test_the_recipe_of_a_queue_works(written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The activity and its port; what registers it is held by the tests of the queues.
    """
    page = "add-a-queue.md"
    port = written(page, "domain/ports/postcodes.py")
    monkeypatch.setattr(ports, "Postcodes", port.Postcodes, raising=False)
    written(page, "infra/memory/postcodes.py")
    written(page, "activities/postcodes.py")
    tests = written(page, "tests/unit/activities/test_postcodes.py")
    await tests.test_tells_the_city_or_that_nobody_knows_it()


def test_the_recipe_of_a_staff_page_works(written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Whoever follows it to the letter has a route behind a role, and a test that passes.
    """
    page = "add-a-staff-page.md"
    route = written(page, "api/routes/queues.py")
    routers = (*staff_routers.STAFF_ROUTERS, route.router)
    monkeypatch.setattr(staff_routers, "STAFF_ROUTERS", routers)
    tests = written(page, "tests/unit/api/test_queues.py")
    doubles = Doubles()
    with running_gateway(doubles) as client:
        tests.test_counts_who_waits_by_queue(client, doubles)


def test_every_file_of_a_recipe_says_what_lives_there() -> None:
    """
    A recipe that breaks a house rule would be refused in the review of whoever followed it.
    """
    sources = {
        path: source
        for page in Path(_HOW_TO).glob("*.md")
        for path, source in files_of(page.name).items()
    }
    assert len(sources) >= 6
    assert not [path for path, source in sources.items() if not source.startswith('"""')]
