"""The gateway makes one API of four services: who gets which address, and what it says itself when one is away."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from deploy.local.caddy import CaddyServer
from deploy.local.places import temporary_folder
from deploy.local.ports import free_port
from deploy.local.services import NAMES

AWAY = "notifications"
PRESENT = tuple(name for name in NAMES if name != AWAY)


class Echo(BaseHTTPRequestHandler):
    """Answers what it was asked, as the service whose place it takes."""

    protocol_version = "HTTP/1.1"
    server: "Standin"

    def do_GET(self) -> None:
        if self.path.startswith("/api/v1/reports/live"):
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"data: first\n\n")
            self.server.go_on.wait(10)
            self.close_connection = True
            return
        body = json.dumps({"service": self.server.service, "path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("ETag", '"3"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        size = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.send_header("X-Size", str(size))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Standin(ThreadingHTTPServer):
    """A stand-in of one service."""

    daemon_threads = True

    def __init__(self, service: str, port: int) -> None:
        super().__init__(("127.0.0.1", port), Echo)
        self.service = service
        self.go_on = threading.Event()


@pytest.fixture(scope="module")
def standins() -> Iterator[dict[str, Standin]]:
    found = {name: Standin(name, free_port()) for name in PRESENT}
    threads = [threading.Thread(target=one.serve_forever, args=(0.05,)) for one in found.values()]
    for thread in threads:
        thread.start()
    yield found
    for one in found.values():
        one.go_on.set()
        one.shutdown()
        one.server_close()
    for thread in threads:
        thread.join()


@pytest.fixture(scope="module")
def gateway(standins: dict[str, Standin]) -> Iterator[httpx.Client]:
    with temporary_folder() as folder:
        (folder / "site").mkdir()
        (folder / "site" / "openapi.json").write_text('{"openapi":"3.1.0"}', encoding="utf-8")
        ports = {name: one.server_port for name, one in standins.items()} | {AWAY: free_port()}
        server = CaddyServer(folder / "caddy", upstreams=ports, site=folder / "site")
        server.start()
        with httpx.Client(base_url=server.url, trust_env=False) as client:
            yield client
        server.stop()


ADDRESSES = {
    "projects": "programme portfolios lifecycles projects deliverables releases calls work-requests benefit-profiles",
    "councils": "councils memberships roles commitments adoptions benefits clients",
    "reporting": "reports snapshot digest",
}


@pytest.mark.parametrize(
    ("path", "service"),
    [
        *((f"/api/v1/{noun}", service) for service, nouns in ADDRESSES.items() for noun in nouns.split()),
        *((f"/api/v1/{noun}/x/y?a=b", service) for service, nouns in ADDRESSES.items() for noun in nouns.split()),
        *((f"/api/v1/operations/{service}/dead-letters", service) for service in PRESENT),
        ("/oauth/token", "councils"),
        ("/.well-known/jwks.json", "councils"),
        ("/sign-in?next=%2Fsubscriptions", "councils"),
        ("/sign-out", "councils"),
        ("/assets/councils/partnership.css", "councils"),
        ("/", "reporting"),
        ("/?as_at=2018-01-01", "reporting"),
        ("/api/docs", "reporting"),
        ("/api/docs/script.js", "reporting"),
        ("/api/v1/projectsandmore", "reporting"),
        ("/api/v1", "reporting"),
        ("/nowhere", "reporting"),
    ],
)
def test_each_address_belongs_to_one_service(gateway: httpx.Client, path: str, service: str) -> None:
    answer = gateway.get(path).json()
    assert (answer["service"], answer["path"]) == (service, path)


@pytest.mark.parametrize("service", PRESENT)
def test_the_health_of_each_service_can_be_asked(gateway: httpx.Client, service: str) -> None:
    answer = gateway.get(f"/health/{service}").json()
    assert (answer["service"], answer["path"]) == (service, "/readyz")


@pytest.mark.parametrize("noun", ["event-types", "events", "subscriptions", "deliveries", "operations/notifications"])
def test_a_service_that_is_away_is_told_of_as_a_problem(gateway: httpx.Client, noun: str) -> None:
    answer = gateway.get(f"/api/v1/{noun}")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "2"
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (503, "unavailable")
    assert problem["title"] == "A part of the system does not answer"
    assert problem["type"] == "urn:partnership:problem:unavailable"


def test_the_contracts_are_files(gateway: httpx.Client) -> None:
    assert gateway.get("/api/v1/openapi.json").json() == {"openapi": "3.1.0"}
    missing = gateway.get("/asyncapi.json")
    assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
    assert missing.headers["content-type"] == "application/problem+json"


def test_a_body_of_any_size_goes_through_whole_so_that_the_service_can_answer_it(gateway: httpx.Client) -> None:
    for size in (1024 * 1024, 10_000_000):
        assert gateway.post("/api/v1/councils", content=b"x" * size).headers["x-size"] == str(size)


def test_the_version_of_a_resource_arrives_as_the_service_gave_it(gateway: httpx.Client) -> None:
    """A compressed answer would carry another tag, and If-Match would fail with it."""
    assert gateway.get("/api/v1/councils/fife", headers={"Accept-Encoding": "gzip, br, zstd"}).headers["etag"] == '"3"'


def test_nobody_tells_the_services_a_false_origin(gateway: httpx.Client) -> None:
    told = gateway.get("/api/v1/councils", headers={"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https"}).json()
    assert (told["headers"]["X-Forwarded-For"], told["headers"]["X-Forwarded-Proto"]) == ("127.0.0.1", "http")


def test_an_event_of_a_live_stream_arrives_while_the_stream_is_open(
    gateway: httpx.Client, standins: dict[str, Standin]
) -> None:
    with gateway.stream("GET", "/api/v1/reports/live") as live:
        assert next(live.iter_text()) == "data: first\n\n"
        assert not standins["reporting"].go_on.is_set()
        standins["reporting"].go_on.set()
