"""Licences, bills of materials and known vulnerabilities: what is read, and what it decides."""

from typing import Any

import pytest

from tests.supply_chain.bills_of_materials import pinned, scoped
from tests.supply_chain.licences import licences, refusal
from tests.supply_chain.vulnerabilities import exit_code, reading, reading_of_npm, sentences


def _package(*named: dict[str, Any], name: str = "fancy") -> dict[str, Any]:
    return {"name": name, "version": "1.0", "licenses": list(named)}


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"license": {"id": "MIT"}}, {"MIT"}),
        ({"expression": "(MIT OR Apache-2.0) AND Zlib"}, {"MIT", "Apache-2.0", "Zlib"}),
        ({"license": {"name": "License :: OSI Approved :: BSD License"}}, {"BSD-3-Clause"}),
        ({"license": {"name": "License :: DFSG approved"}}, set()),
    ],
)
def test_a_licence_is_read_however_it_is_named(named: dict[str, Any], expected: set[str]) -> None:
    """
    Packages name theirs as an id, as an expression, or by an old classifier.
    """
    assert licences(_package(named)) == expected


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ((), "names no licence"),
        (({"license": {"id": "AGPL-3.0-only"}},), "AGPL-3.0-only is not allowed"),
        (({"license": {"id": "MIT"}}, {"license": {"id": "SSPL-1.0"}}), "SSPL-1.0"),
        (({"expression": "MIT AND GPL-2.0-only"},), "GPL-2.0-only"),
        (({"license": {"name": "License :: Other/Proprietary License"}},), "Proprietary"),
        (({"license": {"id": "LGPL-3.0-only"}},), "LGPL-3.0-only"),
    ],
)
def test_a_licence_that_nobody_has_allowed_is_refused(
    named: tuple[dict[str, Any], ...], why: str
) -> None:
    """
    A new dependency with such a licence is noticed before it is shipped.
    """
    assert why in (refusal(_package(*named)) or "")


def test_a_licence_may_be_allowed_for_one_package() -> None:
    """
    The LGPL of the PostgreSQL driver is no permission for the next package that has it.
    """
    assert refusal(_package({"license": {"id": "LGPL-3.0-only"}}, name="psycopg")) is None


def test_a_bill_says_what_is_shipped() -> None:
    """
    Who audits a deployment does not have to ask about the tools of its developers.
    """
    bill = scoped(
        {"components": [{"name": "Ruamel.YAML"}, {"name": "pytest"}]},
        pinned("ruamel-yaml==0.18 \\\n    --hash=sha256:00\n"),
    )
    assert [one["scope"] for one in bill["components"]] == ["required", "excluded"]


def test_what_could_not_be_checked_is_no_all_clear() -> None:
    """
    An index without vulnerability data answers nothing for each package, and pip-audit exits 0.
    """
    result = reading({"dependencies": [{"name": "httpx", "skip_reason": "not found"}]})
    assert exit_code(result) == 2
    assert "NOT CHECKED: 1 (httpx)" in sentences(result)[-1]


def test_a_known_vulnerability_is_named_with_its_cure() -> None:
    """
    Whoever reads it wants to know which version to take.
    """
    known = {"id": "CVE-1", "fix_versions": ["2.1"], "aliases": [], "description": ""}
    result = reading({"dependencies": [{"name": "httpx", "version": "2.0", "vulns": [known]}]})
    assert exit_code(result) == 1
    assert sentences(result)[1] == "  httpx 2.0: CVE-1 (fixed in 2.1)"


def test_a_registry_that_npm_could_not_ask_is_no_all_clear() -> None:
    """
    npm prints an error and exits as it does for a finding.
    """
    result = reading_of_npm({"message": "405 Method Not Allowed", "error": {"summary": ""}})
    assert exit_code(reading({"dependencies": []}), result) == 2
    assert "NOT CHECKED: 1 (everything in package-lock.json)" in sentences(result)[-1]


def test_what_npm_has_found_is_named() -> None:
    """
    One package's fault fails the audit, whatever else could not be checked.
    """
    counts = {"dependencies": {"total": 6}}
    found = {"esbuild": {"severity": "moderate", "range": "<=0.24.2"}}
    result = reading_of_npm({"metadata": counts, "vulnerabilities": found})
    unknown = reading({"dependencies": [{"name": "httpx", "skip_reason": "not found"}]})
    assert exit_code(unknown, result) == 1
    told = sentences(result)
    assert told[0] == "6 packages checked, 1 known problem."
    assert told[1] == "  esbuild <=0.24.2: moderate"
