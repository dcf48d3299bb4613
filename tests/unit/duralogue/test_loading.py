"""Loading at the start of a part: what, and how."""

import gc
import subprocess
import sys

import pytest
from pydantic import BaseModel, ValidationError

from duralogue.loading import deferring_models, loading

_HEAVY = "{'alembic', 'numpy', 'onnxruntime', 'sklearn', 'tokenizers', 'holidays', 'phonenumbers'}"
_NOT_OF_A_GATEWAY = (
    "{'activities', 'workflows.conversation', 'domain.dialogue.context', 'jinja2', 'pypdf',"
    " 'mammoth', 'selectolax', 'yaml', 'sqlalchemy.orm', 'typer', 'rich', 'httpx',"
    " 'api.staff_routers', 'api.routes.handoffs', 'duralogue.wiring.staff',"
    " 'duralogue.wiring.desk', 'duralogue.wiring.channels', 'infra.postgres.handoffs',"
    " 'infra.postgres.desk_reads', 'channels.slack', 'channels.sms', 'domain.desk.reports'}"
)
_MOST_OF_OURS = 340
"""Modules; half of what a gateway may load in all."""
_AS_IT_STARTS = """
import sys
import duralogue.part_processes
from duralogue.loading import loading
with loading():
    import duralogue.wiring.event_loop
    import duralogue.wiring.{part}
    import infra.settings
"""
_UNDERSTANDING = "{'domain.bot.compiler', 'domain.dialogue.engine', 'domain.understanding.answers'}"


def loaded_by(module: str, heavy: str = _HEAVY) -> set[str]:
    """Of the libraries that a start would feel, in a process of its own."""
    return printed(f"import sys, {module}\nprint(*({heavy} & set(sys.modules)))")


def printed(program: str) -> set[str]:
    """The words of a process of its own."""
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
    begin = _AS_IT_STARTS.format(part="gateway")

    assert printed(f"{begin}print(*({_NOT_OF_A_GATEWAY} & set(sys.modules)))") == set()


def test_a_gateway_loads_half_of_itself() -> None:
    """What staff ask for is the other half: an import at the head of a module brings it back."""
    ours = "{m for m in sys.modules if m.split('.')[0] in {'api', 'channels', 'domain', 'infra'}}"
    loaded = printed(f"{_AS_IT_STARTS.format(part='gateway')}print(*{ours})")

    assert len(loaded) < _MOST_OF_OURS


def test_a_worker_of_activities_understands_no_customer() -> None:
    """That is for the worker of conversations: it was a fifth of the other's start."""
    parts = ("delivery", "integrations", "maintenance")
    program = "".join(_AS_IT_STARTS.format(part=part) for part in parts)
    understood = "{'domain.understanding.entities', 'domain.dialogue.message_reading'}"

    assert printed(f"{program}print(*({understood} & set(sys.modules)))") == set()


def test_a_worker_of_activities_checks_no_model_s_words_before_there_are_any() -> None:
    """The patterns that models' words are held against were an eighth of its start."""
    parts = ("delivery", "integrations", "intelligence", "maintenance")
    program = "".join(_AS_IT_STARTS.format(part=part) for part in parts)
    checking = (
        "{'domain.generated_answers.checks', 'domain.understanding.needs',"
        " 'infra.local_models.same_questions'}"
    )

    assert printed(f"{program}print(*({checking} & set(sys.modules)))") == set()


def test_every_model_that_was_deferred_can_be_built() -> None:
    """With its first use: a mistake in a model would else show only then."""
    program = f"""{_AS_IT_STARTS.format(part="gateway")}
from pydantic import BaseModel
with loading():
    import api.staff_routers, duralogue.wiring.workers, duralogue.wiring.channels
    import duralogue.wiring.conversations, duralogue.wiring.intelligence
from duralogue.loading import build_models
def models(above):
    return {{each for model in above.__subclasses__() for each in {{model}} | models(model)}}
ours = {{each for each in models(BaseModel) if each.__module__.startswith(('api.', 'domain.'))}}
waiting = [each for each in ours if not each.__pydantic_complete__]
build_models({{each.__module__ for each in ours}})
print(len(waiting) > 100, all(each.__pydantic_complete__ for each in ours))
"""
    assert printed(program) == {"True"}


def test_models_are_built_at_once_again_after_the_start() -> None:
    """Only what a start loads waits for its first use."""
    with deferring_models():

        class Early(BaseModel):
            number: int

    class Late(BaseModel):
        number: int

    assert not Early.__pydantic_complete__
    assert Late.__pydantic_complete__
    assert Early(number=1).number == 1
    with pytest.raises(ValidationError):
        Early.model_validate({"number": "one"})


def test_what_hardly_anybody_calls_is_loaded_when_it_is_called() -> None:
    """Certificates in keys, and Temporal's own cloud: named by libraries at their heads."""
    program = f"""{_AS_IT_STARTS.format(part="gateway")}
print('cryptography.x509.name' in sys.modules)
sys.modules['cryptography.x509'].Name
print('cryptography.x509.name' in sys.modules)
"""
    assert printed(program) == {"False", "True"}


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
        "from api.customer_routers import CUSTOMER_ROUTERS\n"
        "from api.staff_routers import STAFF_ROUTERS\n"
        "routers = (*CUSTOMER_ROUTERS, *STAFF_ROUTERS)\n"
        "print(*(route.path for router in routers for route in router.routes"
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
