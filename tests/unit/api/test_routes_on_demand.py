"""Routes that are read when somebody first asks them something."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from api.routes_on_demand import RouteOnDemand, routes_of


@pytest.fixture
def router() -> APIRouter:
    """With one route that takes a number, and one that takes a body."""
    made = APIRouter(prefix="/things", tags=["things"], route_class=RouteOnDemand)

    @made.get("/{number}", summary="Double it")
    async def double(number: int) -> int:
        return number * 2

    @made.post("", status_code=201)
    async def keep(thing: dict[str, int]) -> dict[str, int]:
        return thing

    return made


@pytest.fixture
def client(router: APIRouter) -> TestClient:
    """Of an application that has these routes alone."""
    app = FastAPI(title="Things")
    app.router.routes.extend(routes_of([router]))
    return TestClient(app)


def test_only_the_route_that_is_asked_is_read(router: APIRouter, client: TestClient) -> None:
    """The others cost nothing until their first request."""
    assert client.get("/things/4").json() == 8
    double, keep = router.routes
    assert "dependant" in vars(double)
    assert "dependant" not in vars(keep)


def test_a_route_answers_as_others_do(client: TestClient) -> None:
    """Bodies, status codes, bad input, and methods that it does not have."""
    kept = client.post("/things", json={"a": 1})
    bad = client.get("/things/four")
    other = client.delete("/things/4")
    head = client.head("/things/4")

    assert (kept.status_code, kept.json()) == (201, {"a": 1})
    assert bad.status_code == 422
    assert (other.status_code, other.headers["allow"]) == (405, "GET")
    assert head.status_code == 405


def test_what_is_asked_of_a_route_reads_it(router: APIRouter) -> None:
    """As the description of the API does; what no route has is missing as ever."""
    double = router.routes[0]
    assert isinstance(double, RouteOnDemand)

    assert [each.name for each in double.dependant.path_params] == ["number"]
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = double.no_such_thing


def test_the_description_has_each_under_the_name_of_its_endpoint(client: TestClient) -> None:
    """And with its own words."""
    described = client.get("/openapi.json").json()["paths"]

    assert described["/things/{number}"]["get"]["operationId"] == "double"
    assert described["/things/{number}"]["get"]["summary"] == "Double it"
    assert described["/things"]["post"]["operationId"] == "keep"
