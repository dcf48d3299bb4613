"""No reader of YAML makes more of a file than is written in it."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from domain.bot.problems import Problem
from domain.errors import ConfigurationError
from infra.bot_files.yaml_files import read_yaml
from infra.documents.sources_file import read_sources_file
from infra.markdown.documents import parse_document


def doubled(step: str, levels: int) -> str:
    """Each list holds the one before it twice."""
    names = [f"k{level}" for level in range(levels)]
    lists = (step.format(name=name, last=last) for last, name in pairwise(names))
    return "k0: &k0 x\n" + "".join(lists)


BOMBS = {
    "lists in brackets": doubled("{name}: &{name} [*{last}, *{last}]\n", 40),
    "lists below each other": doubled("{name}: &{name}\n- *{last}\n- *{last}\n", 40),
    "mappings": doubled("{name}: &{name}\n  x: *{last}\n  y: *{last}\n", 40),
    "merged again and again": "a: &a {" + ",".join(f"k{i}: 1" for i in range(300)) + "}\n"
    + "".join(f"m{i}: {{<<: *a}}\n" for i in range(300)),
    "merged lists": "a: &a {k: 1}\n"
    + "".join(f"m{i}: &m{i} {{<<: [*{one}, *{one}]}}\n"
              for i, one in enumerate(["a", *(f"m{i}" for i in range(40))])),
    "itself in a mapping": "a: &a\n  b: *a\n",
    "itself in a list": "a: &a [*a]\n",
    "a list as a key": "? [a, b]\n: 1\n",
}  # fmt: skip


def bots_file(text: str) -> bool:
    """Whether a bot's file of this text is refused."""
    return isinstance(read_yaml("slots.yaml", text), Problem)


def sources_file(text: str) -> bool:
    """The same of the list of a tenant's sources."""
    return read_sources_file(text)[0] is None


def front_matter(text: str) -> bool:
    """The same of the head of a document."""
    try:
        parse_document("a", f"---\ntitle: A\n{text}---\nWords.")
    except ConfigurationError:
        return True
    return False


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("is_refused", [bots_file, sources_file, front_matter])
def test_what_stands_for_too_much_is_refused(is_refused: Callable[[str], bool], bomb: str) -> None:
    """
    Aliases repeat what is written once: a few hundred characters stand for millions of values.
    """
    assert is_refused(BOMBS[bomb])


def test_a_bot_may_repeat_itself_within_reason() -> None:
    """
    Tools share their headers, and slots their settings.
    """
    shared = "base: &base {timeout: 5, retries: 2}\n"
    source = read_yaml("tools.yaml", shared + "one:\n  <<: *base\n  url: /a\ntwo: *base\n")

    assert not isinstance(source, Problem)
    assert source.data["one"] == {"timeout": 5, "retries": 2, "url": "/a"}
    assert source.data["two"] == source.data["base"]
