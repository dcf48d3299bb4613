"""A tenant that publishes again and again keeps no other from the compiler."""

import pytest
from fastapi.testclient import TestClient

from api.publications import Publications
from domain.errors import DependencyUnavailable
from tests.unit.api.conftest import staff
from tests.unit.api.test_bots import REVISIONS, the_files


def test_each_tenant_has_its_turn() -> None:
    """
    The second of one tenant is refused, the first of another is not; afterwards there is room.
    """
    publications = Publications()
    with publications.only_one("acme"):
        with pytest.raises(DependencyUnavailable), publications.only_one("acme"):
            pass
        with publications.only_one("globex"):
            pass
    with publications.only_one("acme"):
        pass


def test_a_second_publication_at_the_same_time_may_come_again(client: TestClient) -> None:
    """
    It says so, and that nothing was published.
    """
    publications = client.app_state["gateway"].publications
    with publications.only_one("acme"):
        refused = client.post(REVISIONS, headers=staff("operator"), json={"files": the_files()})
    answer = client.post(REVISIONS, headers=staff("operator"), json={"files": the_files()})

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert answer.status_code == 201
