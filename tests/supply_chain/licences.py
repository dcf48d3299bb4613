"""Licences: which one each package has, and which ones are allowed."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.supply_chain.bills_of_materials import normalised

ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MPL-2.0",  # its conditions hold for its own files, which we do not change
        "PSF-2.0",
        "Python-2.0",
        "Zlib",
    }
)

# A licence that is allowed for one package, and why.
ALLOWED_FOR: Mapping[str, frozenset[str]] = {
    # Used as a library that anybody can replace, unchanged: what the LGPL asks for.
    "psycopg": frozenset({"LGPL-3.0-only"}),
    "psycopg-binary": frozenset({"LGPL-3.0-only"}),
    "psycopg-pool": frozenset({"LGPL-3.0-only"}),
}

# What a package's own data leave open; looked up in its repository.
KNOWN: Mapping[str, str] = {"protobuf": "BSD-3-Clause"}

# The classifiers of packages that do not name an SPDX licence yet.
CLASSIFIERS: Mapping[str, str] = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
SAYS_NOTHING = frozenset({"License :: DFSG approved", "License :: OSI Approved"})

_NAMES = re.compile(r"[A-Za-z0-9.+-]+")
_OPERATORS = {"AND", "OR", "WITH"}


def licences(component: Mapping[str, Any]) -> set[str]:
    """Every licence that a package of a bill of materials names; empty if it names none.

    Of `A OR B` both are returned: each must be allowed, so that nobody has to choose.
    """
    found: set[str] = set()
    for entry in component.get("licenses", ()):
        named = entry.get("license", {})
        text = entry.get("expression") or named.get("id") or named.get("name", "")
        if text in SAYS_NOTHING:
            continue
        if text in CLASSIFIERS:
            found.add(CLASSIFIERS[text])
        elif text.startswith("License ::"):
            found.add(text)
        else:
            found.update(set(_NAMES.findall(text)) - _OPERATORS)
    known = KNOWN.get(normalised(component["name"]))
    return found or ({known} if known else set())


def refusal(component: Mapping[str, Any]) -> str | None:
    """Why a package may not be used, in a sentence; None if it may."""
    named = licences(component)
    if not named:
        return "names no licence: look it up, and add it to KNOWN"
    strange = named - ALLOWED - ALLOWED_FOR.get(normalised(component["name"]), frozenset())
    return f"{', '.join(sorted(strange))} is not allowed" if strange else None


def table(components: Iterable[Mapping[str, Any]]) -> list[str]:
    """One line for each package: its name, version, licences, and whether it is shipped."""
    return [
        f"{component['name']:32} {component.get('version', ''):16} "
        f"{', '.join(sorted(licences(component))) or '?':34} {_use(component)}".rstrip()
        for component in sorted(components, key=lambda one: str(one["name"]).lower())
    ]


def _use(component: Mapping[str, Any]) -> str:
    return "shipped" if component.get("scope") == "required" else "development"
