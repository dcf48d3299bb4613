"""`python -m tests.supply_chain sbom|licenses|audit`; the Makefile has a target for each."""

import sys

from tests.house_rules import ROOT
from tests.supply_chain import bills_of_materials, licences, vulnerabilities


def sbom() -> int:
    for file in bills_of_materials.write():
        packages = len(bills_of_materials.components(file))
        _say(f"{file.relative_to(ROOT)}: {packages} packages")
    return 0


def licenses() -> int:
    packages = [
        component
        for file in bills_of_materials.write()
        for component in bills_of_materials.components(file)
    ]
    _say(*licences.table(packages))
    refused = [f"{one['name']}: {reason}" for one in packages if (reason := licences.refusal(one))]
    if refused:
        _say("", "Not allowed (tests/supply_chain/licences.py):", *refused)
    return 1 if refused else 0


def audit() -> int:
    python = vulnerabilities.audit(ROOT / "requirements.lock")
    _say("Python:", *vulnerabilities.sentences(python))
    chat = vulnerabilities.audit_chat(ROOT / "web")
    _say("The chat:", *vulnerabilities.sentences(chat))
    return vulnerabilities.exit_code(python, chat)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    COMMANDS = {"sbom": sbom, "licenses": licenses, "audit": audit}
    sys.exit(COMMANDS[sys.argv[1]]())
