"""Reads the product's own prompts, once."""

from functools import cache
from importlib.resources import files

from domain.generated_answers.prompts import PromptLibrary


@cache
def shipped_prompts() -> PromptLibrary:
    """Raise ConfigurationError where one of them is wrong."""
    folder = files("infra.prompt_files") / "data"
    return PromptLibrary(
        {
            file.name: file.read_text(encoding="utf-8")
            for file in folder.iterdir()
            if file.name.endswith(".md")
        }
    )
