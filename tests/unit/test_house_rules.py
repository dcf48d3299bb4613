"""The house rules themselves: each finds the fault it is there for, and leaves the rest alone."""

import pytest

from tests import house_rules


def test_imports_are_found_wherever_they_stand() -> None:
    """
    An import inside a function counts too.
    """
    source = "import os.path\ndef late():\n    from temporalio import workflow, client as c\n"

    assert set(house_rules.imported_modules(source)) == {
        "os.path",
        "temporalio.workflow",
        "temporalio.client",
    }


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("import os; os.environ['HOME']", True),
        ("import os; os.getenv('HOME')", True),
        ("from os import environ", True),
        ("import os; os.getpid()", False),
        ("environment = {}", False),
    ],
)
def test_reading_the_environment_is_found(source: str, *, reads: bool) -> None:
    """
    Each way the standard library offers.
    """
    assert house_rules.reads_environment(source) is reads


@pytest.mark.parametrize(
    ("caught", "broad"),
    [
        ("", True),
        (" Exception", True),
        (" BaseException as error", True),
        (" (OSError, Exception)", True),
        (" OSError", False),
        (" (OSError, ValueError)", False),
    ],
)
def test_a_broad_except_is_found(caught: str, *, broad: bool) -> None:
    """
    Alone, named or hidden in a tuple.
    """
    source = f"try:\n    pass\nexcept{caught}:\n    pass\n"

    assert bool(house_rules.broad_excepts(source)) is broad


def test_a_broad_suppress_is_a_broad_except() -> None:
    """
    The same thing in other clothes.
    """
    assert house_rules.broad_suppressions("with suppress(Exception): pass")
    assert not house_rules.broad_suppressions("with suppress(OSError): pass")


def test_a_long_function_is_found() -> None:
    """
    Its length counts, not that of the class around it.
    """
    source = "class A:\n    async def long(self):\n" + "        pass\n" * 40

    assert house_rules.long_functions(source, 40) == ["long"]
    assert house_rules.long_functions(source, 42) == []


@pytest.mark.parametrize(
    ("patched", "is_shared"),
    [
        ("monkeypatch.setattr(asyncio, 'sleep', at_once)", True),
        ("monkeypatch.setattr('asyncio.sleep', at_once)", True),
        ("monkeypatch.setattr(socket.socket, 'connect', refused)", True),
        ("monkeypatch.setattr(options, 'PAUSES', ())", False),
        ("monkeypatch.setattr(counters, 'time', clock)", False),
        ("monkeypatch.delenv('HOME')", False),
    ],
)
def test_a_patch_of_what_the_process_shares_is_found(patched: str, *, is_shared: bool) -> None:
    """
    As a module, in one of its classes, and as a dotted name.
    """
    assert bool(house_rules.shared_patches(patched)) is is_shared


@pytest.mark.parametrize(
    ("changing", "is_found"),
    [
        ("import json\njson.dumps = mine", True),
        ("from vendor.v2 import raw_client\nraw_client.parse = mine", True),
        ("from vendor import Client\nsetattr(Client, name, mine)", True),
        ("import vendor.raw\ndel vendor.raw.parse", True),
        ("def change(module):\n    vars(module)['parse'] = mine", True),
        ("import json\nself.json = json.dumps", False),
        ("import vendor\nclient = vendor.Client()\nclient.retries = 0", False),
        ("found = vars(module)['parse']", False),
    ],
)
def test_a_change_of_what_was_imported_is_found(changing: str, *, is_found: bool) -> None:
    """
    By its name, by `setattr`, and through whatever module was handed over.
    """
    assert bool(house_rules.replaced_members(changing)) is is_found
