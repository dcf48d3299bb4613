"""Prompts are files with a name, a version and a locale; their variables are checked."""

import pytest

from domain.errors import ConfigurationError
from domain.generated_answers.prompts import ANSWER, Prompt, PromptLibrary
from infra.prompt_files.reader import shipped_prompts

WHOLE = "{{name}} {{language}} {{fence}} {{characters}}"


def test_the_products_prompts_are_right() -> None:
    """They are read with the same check as a tenant's."""
    assert shipped_prompts().get(ANSWER, "en").name == "answer@1/en"
    assert shipped_prompts().get(ANSWER, "de-AT").name == "answer@1/de"
    assert shipped_prompts().get(ANSWER, "fr").name == "answer@1/en"


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        ("answer@1.en.md", WHOLE + " {{secret}}", "'secret'"),
        ("answer@1.en.md", "{{name}} {{language}} {{fence}}", "'characters' is missing"),
        ("answer@1.en.md", WHOLE + " {{na", "not closed"),
        ("answer@1.en.md", WHOLE + " {{}}", "(empty)"),
        ("answer@1.en.md", "", "1 to 8,000 characters"),
        ("answer@1.en.md", WHOLE + "x" * 9_000, "1 to 8,000 characters"),
        ("answer.md", WHOLE, "called like answer@1.en.md"),
        ("../answer@1.en.md", WHOLE, "called like answer@1.en.md"),
        ("poem@1.en.md", WHOLE, "no prompt 'poem'"),
    ],
)
def test_what_is_wrong_names_the_file_and_the_variable(file: str, text: str, named: str) -> None:
    """At load, before any customer asks."""
    with pytest.raises(ConfigurationError, match=r"\.md: ") as refused:
        Prompt.read(file, text)
    assert str(refused.value).startswith(file)
    assert named in str(refused.value)


def test_a_value_that_looks_like_a_variable_stays() -> None:
    """Values are put in once, so that a name cannot ask for another."""
    prompt = Prompt.read("answer@1.en.md", WHOLE)
    values = {"name": "{{fence}}", "language": "English", "fence": "f1", "characters": "600"}
    assert prompt.filled(values) == "{{fence}} English f1 600"


def test_a_tenants_prompt_goes_before_the_products() -> None:
    """By its name, version and locale."""
    library = PromptLibrary({"answer@1.en.md": WHOLE}).with_tenants(
        {"answer@1.de.md": f"Du {WHOLE}"}
    )
    assert library.get(ANSWER, "de").text == f"Du {WHOLE}"
    assert library.get(ANSWER, "en").text == WHOLE
    with pytest.raises(ConfigurationError, match=r"poem@1.en.md"):
        library.get("poem@1", "en")
