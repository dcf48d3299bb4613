"""Prompts as files with a version and a locale, whose variables are checked when they are read."""

import re
from collections.abc import Mapping
from typing import Self

from domain.errors import ConfigurationError
from domain.values import Frozen

ANSWER, REPAIR = "answer@1", "repair@1"
PROPOSE, SUMMARISE = "propose@1", "summarise@1"
REQUIRED: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"name", "language", "fence", "characters"}),
    "propose": frozenset({"name", "fence", "flows", "slots", "asked", "flow"}),
    "repair": frozenset({"faults"}),
    "summarise": frozenset({"name", "language", "fence"}),
}
"""By a prompt's name: the variables that it must use, and the only ones that it may."""
MOST_CHARACTERS = 8_000
_NAME = re.compile(r"([a-z]{1,20})@([1-9]\d{0,3})\.([a-z]{2,3}(?:-[A-Z]{2})?)\.md")
_VARIABLE = re.compile(r"\{\{\s{0,5}([^{}\s]{0,60})\s{0,5}\}\}")


class Prompt(Frozen):
    """One file, such as `answer@1.en.md`."""

    name: str
    """Name, version and locale, as traces name it: "answer@1/en"."""
    text: str

    @classmethod
    def read(cls, file: str, text: str) -> Self:
        """Raise ConfigurationError, which names the file and the variable."""
        named = _NAME.fullmatch(file)
        if named is None:
            raise ConfigurationError(
                f"{file[:100]}: a prompt's file is called like answer@1.en.md "
                "(name, version, locale)"
            )
        purpose, version, locale = named.groups()
        allowed = REQUIRED.get(purpose)
        if allowed is None:
            raise ConfigurationError(
                f"{file}: there is no prompt {purpose!r}; there are {', '.join(sorted(REQUIRED))}"
            )
        if not text.strip() or len(text) > MOST_CHARACTERS:
            raise ConfigurationError(f"{file}: holds 1 to {MOST_CHARACTERS:,} characters")
        _check_variables(file, text, allowed)
        return cls(name=f"{purpose}@{version}/{locale}", text=text.strip())

    def filled(self, values: Mapping[str, str]) -> str:
        """With each variable's value, put in once: a value that looks like a variable stays."""
        return _VARIABLE.sub(lambda found: values[found[1]], self.text)


class PromptLibrary:
    """The product's prompts, and a tenant's own in their place."""

    def __init__(self, files: Mapping[str, str]) -> None:
        """By the names of the files. Raise ConfigurationError for the first that is wrong."""
        prompts = (Prompt.read(file, text) for file, text in sorted(files.items()))
        self._prompts = {prompt.name: prompt for prompt in prompts}

    def get(self, name: str, locale: str) -> Prompt:
        """In the locale, its language, or else English."""
        for one in (locale, locale.split("-", maxsplit=1)[0], "en"):
            if found := self._prompts.get(f"{name}/{one}"):
                return found
        raise ConfigurationError(f"{name}.en.md: there is no such prompt")

    def with_tenants(self, files: Mapping[str, str]) -> "PromptLibrary":
        """The tenant's files go before the product's of the same name."""
        if not files:
            return self
        library = PromptLibrary(files)
        library._prompts = self._prompts | library._prompts
        return library


def _check_variables(file: str, text: str, allowed: frozenset[str]) -> None:
    used = {found[1] for found in _VARIABLE.finditer(text)}
    if unknown := sorted(used - allowed):
        raise ConfigurationError(
            f"{file}: unknown variable {unknown[0] or '(empty)'!r}; "
            f"there are {', '.join(sorted(allowed))}"
        )
    if missing := sorted(allowed - used):
        raise ConfigurationError(f"{file}: the variable {missing[0]!r} is missing")
    if "{{" in _VARIABLE.sub("", text) or "}}" in _VARIABLE.sub("", text):
        raise ConfigurationError(f"{file}: a variable is not closed; write it like {{{{name}}}}")
