"""JSON Schemas of a tenant's files, and the lines that name them."""

from pathlib import Path

import pytest

from duralogue import schemas
from tests.house_rules import ROOT

STORED = ROOT / "docs" / "reference" / "schemas"


def test_the_stored_schemas_are_current(tmp_path: Path) -> None:
    """Make them again with `duralogue schemas --out docs/reference/schemas`."""
    written = schemas.write_schemas(tmp_path)
    assert {path.name for path in STORED.glob("*.json")} == {path.name for path in written}
    for path in written:
        assert (STORED / path.name).read_text() == path.read_text(), path.name


@pytest.mark.parametrize(
    "file", sorted((ROOT / "tenants").rglob("*.yaml")), ids=lambda file: file.name
)
def test_a_file_names_its_schema_first(file: Path) -> None:
    """An editor completes without being set up."""
    first = file.read_text().splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    target = (file.parent / first.partition("$schema=")[2]).resolve()
    folder = file.relative_to(ROOT / "tenants").parts[1].removesuffix(".yaml")
    assert target == STORED / f"{folder}.schema.json"
    assert target.exists()
