"""The desk's page: what it may load, and who may frame it."""

from pathlib import Path

from fastapi.testclient import TestClient

from tests.unit.api.doubles import Doubles, running_gateway


def test_the_desk_runs_nothing_of_others_and_is_framed_by_nobody(
    doubles: Doubles, tmp_path: Path
) -> None:
    """
    A click of an agent's is worth stealing, and customers' words stand on their screen.
    """
    (tmp_path / "desk.html").write_text("<!doctype html><title>Desk</title>")

    with running_gateway(doubles, web_dist=tmp_path) as client:
        page = client.get("/desk/acme")

    rules = dict(rule.split(" ", 1) for rule in page.headers["Content-Security-Policy"].split("; "))
    assert page.headers["Content-Type"].startswith("text/html")
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert rules["trusted-types"] == "lit-html"


def test_a_desk_that_is_not_there_is_a_problem(client: TestClient) -> None:
    """
    An unknown tenant is one thing, a missing build another.
    """
    assert client.get("/desk/nobody").status_code == 404
    assert client.get("/desk/acme").status_code == 503
