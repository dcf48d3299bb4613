"""Every pattern of the product reads any text in linear time."""

import re
import subprocess
import sys

import pytest

from bench.growth.discovery import PACKAGES, holders, patterns
from bench.growth.hostile import for_everybody, for_pattern
from bench.growth.timing import every_use, steepness
from tests import house_rules
from tests.house_rules import ROOT, python_files

OURS = patterns()
_COMPARE = """
import re
import sys

compiled, compile_it = {}, re.compile

def compile_and_note(pattern, flags=0):
    made, frame = compile_it(pattern, flags), sys._getframe(1)
    if frame.f_globals["__name__"].split(".")[0] in PACKAGES and isinstance(made.pattern, str):
        compiled[made.pattern, made.flags] = f"{frame.f_globals['__name__']}:{frame.f_lineno}"
    return made

PACKAGES = set(sys.argv[1:])
re.compile = compile_and_note
from bench.growth.discovery import patterns
measured = {(pattern.pattern, pattern.flags) for pattern in patterns().values()}
print(len(compiled), *(place for key, place in compiled.items() if key not in measured))
"""
SLOW = (
    r"(?<!\w)(?:\d[\d.,']*(?<=\d)|\d)k?\s?(?:eur|usd)(?!\w)", r"[.,;:!?)\]}]+$", r"^\s+|\s+$",
    r"\bnot .* but", r"\s*(?:\d|[a-z])", r"(\w+\s?)*$", r"(a|a)+b", r"(.*?,){11}P", r"\w+@\w+",
    r"a.*b", r"<!--.*-->", r"(?:x|ab)*?y", r"\d+(?:\.\d+)? EUR", r"(?s)\{.*\}", r"(\d+)-(\d+)x",
    r"[a-z]+ly\b",
)  # fmt: skip


@pytest.mark.parametrize("place", OURS)
def test_a_pattern_takes_time_in_proportion_to_the_text(place: str) -> None:
    """
    A pattern that takes the square of a text's length lets one message hold a worker for all.
    """
    pattern = OURS[place]
    steep = {
        name: str(found)
        for name, make in (for_everybody() | for_pattern(pattern)).items()
        if (found := steepness(every_use(pattern), make))
    }
    assert not steep, f"{place}: {pattern.pattern}\n" + "\n".join(
        f"  {name}: {found}" for name, found in list(steep.items())[:5]
    )


@pytest.mark.parametrize("slow", SLOW)
def test_a_slow_pattern_would_be_found_out(slow: str) -> None:
    """
    The texts are made from the pattern itself; they must be bad enough.
    """
    pattern = re.compile(slow)
    texts = for_everybody() | for_pattern(pattern)
    assert any(steepness(every_use(pattern), make) for make in texts.values())


def test_every_pattern_is_compiled_where_it_is_found() -> None:
    """
    A pattern inside a function or a call such as `re.search("…", text)` escapes the test above.
    """
    hidden = {
        f"{file.relative_to(ROOT)}:{line}: {what}"
        for file in python_files(*PACKAGES)
        for line, what in house_rules.hidden_patterns(file.read_text())
    }
    assert not hidden, "compile at the head of the module:\n" + "\n".join(sorted(hidden))


def test_every_module_with_patterns_is_looked_into() -> None:
    """
    A pattern that the search does not reach, in a class or a closure, would pass untimed.
    """
    found = holders()
    compiling = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in python_files(*PACKAGES)
        if "re.compile(" in file.read_text()
    }
    assert compiling <= found, compiling - found


def test_every_pattern_that_is_compiled_is_measured() -> None:
    """
    One deep in a table of tables is compiled by its module as the others are, and escaped once.
    """
    done = subprocess.run(
        [sys.executable, "-c", _COMPARE, *PACKAGES],
        capture_output=True, text=True, timeout=300, check=True, cwd=ROOT,
    )  # fmt: skip
    compiled, *unmeasured = done.stdout.split()
    assert int(compiled) > len(SLOW)
    assert not unmeasured
