"""Routes that are read when somebody first asks them something."""

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from api.routes_on_demand import LaterRoutes, RouteOnDemand, routes_of
from tests.unit.api.doubles import Doubles, running_gateway


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


class Shelf:
    """Counts how often its routes are taken."""

    def __init__(self, router: APIRouter) -> None:
        self._router = router
        self.taken = 0

    def take(self) -> list[APIRouter]:
        self.taken += 1
        return [self._router]


@pytest.fixture
def shelf(router: APIRouter) -> Shelf:
    return Shelf(router)


@pytest.fixture
def later(shelf: Shelf) -> FastAPI:
    """An application with one route at once, and the others later."""
    app = FastAPI(title="Things")

    @app.get("/now")
    async def now() -> str:
        return "now"

    app.router.routes.append(LaterRoutes(app.router, shelf.take))
    return app


def test_routes_are_loaded_with_the_first_request_that_needs_them(
    later: FastAPI, shelf: Shelf
) -> None:
    """And answer it as if they had always been there."""
    client = TestClient(later)

    assert client.get("/now").json() == "now"
    assert shelf.taken == 0
    assert client.get("/things/4").json() == 8
    assert client.post("/things", json={"a": 1}).status_code == 201
    assert shelf.taken == 1
    assert not any(isinstance(route, LaterRoutes) for route in later.router.routes)


@pytest.mark.parametrize("path", ["/nothing", "/thing/4"])
def test_what_nobody_answers_is_not_found(later: FastAPI, path: str) -> None:
    """Before the other routes are there, and after."""
    client = TestClient(later)

    assert [client.get(path).status_code for _ in range(2)] == [404, 404]


def test_a_wrong_method_and_a_slash_too_many_are_told_as_ever(later: FastAPI) -> None:
    """Also of routes that were there at once."""
    client = TestClient(later, follow_redirects=False)

    refused = client.post("/now")
    led_on = client.get("/now/")

    assert (refused.status_code, refused.headers["allow"]) == (405, "GET")
    assert (led_on.status_code, led_on.headers["location"][-4:]) == (307, "/now")


def test_a_customer_needs_no_route_of_the_staff(doubles: Doubles) -> None:
    """A gateway that has just started answers customers without its other half."""
    with running_gateway(doubles) as client:
        session = client.post("/v1/tenants/acme/sessions", json={}).json()
        bearer = {"Authorization": f"Bearer {session['session_token']}"}
        place = f"/v1/tenants/acme/conversations/{session['conversation_id']}/messages"
        posted = client.post(place, headers=bearer, json={"message_id": "m-1", "text": "hello"})
        routes = client.app.router.routes  # type: ignore[attr-defined]
        assert posted.is_success
        assert any(isinstance(route, LaterRoutes) for route in routes)

        assert client.get("/v1/tenants/acme/handoffs").status_code == 401
        assert not any(isinstance(route, LaterRoutes) for route in routes)
