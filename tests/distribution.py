"""The scheduler that spreads the files of tests over the workers of one run."""

import re

from xdist.scheduler import LoadFileScheduling

from tests.house_rules import ROOT

STACK = "the stack"
"""The one scope of all tests that need the whole product."""
_ON_THE_STACK = re.compile(r"tests/e2e/(?:browser/|test_(?!dev))")
LONGEST = (
    STACK,
    "tests/chaos/test_small_run.py",
    "tests/growth/test_functions.py",
    "tests/growth/test_patterns.py",
    "tests/e2e/test_dev.py",
    "tests/evals/test_understood.py",
    "tests/integration/answers/test_hosted_answers.py",
    "tests/integration/mcp/test_killed_workers.py",
    "tests/integration/temporal/test_deployments.py",
)
"""Begun last, one of these would go on alone while the other cores rest."""


def scope_of(nodeid: str) -> str:
    """Tests of one scope go to one worker, one after the other."""
    file = nodeid.partition("::")[0]
    return STACK if _ON_THE_STACK.match(file) else file


def turn_of(nodeid: str) -> int:
    """The longest scopes have the first turns, and all others the last."""
    scope = scope_of(nodeid)
    return LONGEST.index(scope) if scope in LONGEST else len(LONGEST)


def missing() -> list[str]:
    """Of the longest, those that are no files any more."""
    return [file for file in LONGEST if file != STACK and not (ROOT / file).exists()]


class OneStack(LoadFileScheduling):  # type: ignore[misc] # the library is untyped
    """A file's tests go to one worker, and so do all that need the whole product: it takes a core
    most of a minute to start, and every worker that is given one of them starts its own."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)
