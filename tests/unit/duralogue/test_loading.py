"""Loading at the start of a part: what, and how."""

import gc
import subprocess
import sys

import pytest

from duralogue.loading import loading

_HEAVY = "{'alembic', 'numpy', 'onnxruntime', 'sklearn', 'tokenizers', 'holidays', 'phonenumbers'}"
_NOT_OF_A_GATEWAY = (
    "{'activities', 'workflows.conversation', 'domain.dialogue.context', 'jinja2', 'pypdf',"
    " 'mammoth', 'selectolax', 'yaml', 'sqlalchemy.orm'}"
)
_UNDERSTANDING = "{'domain.bot.compiler', 'domain.dialogue.engine', 'domain.understanding.answers'}"


def loaded_by(module: str, heavy: str = _HEAVY) -> set[str]:
    """Of the libraries that a start would feel, in a process of its own."""
    program = f"import sys, {module}\nprint(*({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "duralogue.wiring.gateway",
        "duralogue.wiring.delivery",
        "duralogue.wiring.integrations",
        "duralogue.wiring.intelligence",
        "duralogue.wiring.maintenance",
    ],
)
def test_a_part_loads_no_model_before_it_needs_one(module: str) -> None:
    """Whoever was killed is back sooner: on a slow machine each of these costs half a second."""
    assert loaded_by(module) == set()


def test_a_gateway_loads_nothing_that_understands_customers() -> None:
    """It names workflows and activities, and runs none: an eighth of its start."""
    assert loaded_by("duralogue.wiring.gateway", _UNDERSTANDING) == set()


def test_a_gateway_loads_only_what_it_serves_with() -> None:
    """No workflow that others run, no reader of documents, no page before somebody looks at one."""
    begin = "duralogue.cli; from duralogue.loading import loading\nwith loading(): import "

    assert loaded_by(f"{begin}duralogue.wiring.gateway", _NOT_OF_A_GATEWAY) == set()


def test_what_was_left_out_of_a_start_can_be_loaded_later() -> None:
    """Sessions of SQLAlchemy are no sessions of ours, and somebody else's all the same."""
    program = (
        "from duralogue.loading import loading\n"
        "with loading(): import sqlalchemy.ext.asyncio\n"
        "import sqlalchemy.ext.asyncio.session as session\n"
        "print(session.AsyncSession.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )

    assert done.stdout.split() == ["AsyncSession"]


def test_a_gateway_reads_no_route_before_it_is_asked() -> None:
    """A hundred endpoints' parameters and models were an eighth of its start."""
    program = (
        "from api.app import _ROUTERS\n"
        "print(*(route.path for router in _ROUTERS for route in router.routes"
        " if 'dependant' in vars(route)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )

    assert done.stdout.split() == []


def test_a_worker_of_conversations_understands_before_the_first_turn() -> None:
    """What is loaded by the first turn, its customer waits for."""
    loaded = loaded_by("duralogue.wiring.conversations", _UNDERSTANDING)

    assert {"domain.dialogue.engine", "domain.understanding.answers"} <= loaded


@pytest.mark.parametrize("module", ["duralogue.wiring.gateway", "duralogue.wiring.workers"])
def test_a_process_without_a_terminal_loads_nothing_for_terminals(module: str) -> None:
    """Nor a client for tenants' addresses before one is called."""
    program = (
        "import sys, duralogue.cli\n"
        "from duralogue.loading import loading\n"
        f"with loading():\n    import {module}\n"
        "print(*({'rich', 'httpx', 'slack_sdk', 'twilio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )

    assert done.stdout.split() == []


def test_nobody_looks_for_rubbish_while_a_part_is_loaded() -> None:
    """Nor later among what was loaded; everything else is collected as ever."""
    with loading():
        assert not gc.isenabled()
    assert gc.isenabled()
    gc.unfreeze()
