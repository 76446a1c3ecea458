"""What the compose stack promises beyond the API: small images, no root, least access, and data that survives."""

import json
import os
import subprocess
from typing import Any

import httpx
import pytest

SERVICES = ["projects", "councils", "notifications", "reporting"]
STEPS = ["prepare", "databases", *(f"{name}-setup" for name in SERVICES), "councils-bootstrap", "load"]

pytestmark = [
    pytest.mark.skipif(
        "COMPOSE_PROJECT_NAME" not in os.environ, reason="`make test-compose` brings up a stack for these"
    ),
    pytest.mark.timeout(300),
]


def compose(*arguments: str) -> str:
    command = ["docker", "compose", "--progress", "quiet", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=240).stdout.strip()


def containers() -> dict[str, dict[str, Any]]:
    """Return what the engine knows of each container, by its service."""
    inspected = subprocess.run(
        ["docker", "inspect", *compose("ps", "--all", "--quiet").split()], check=True, capture_output=True, text=True
    )
    return {c["Config"]["Labels"]["com.docker.compose.service"]: c for c in json.loads(inspected.stdout)}


@pytest.mark.parametrize("service", SERVICES)
def test_the_image_of_a_service_does_not_contain_its_neighbours(service: str) -> None:
    found = set(compose("exec", "-T", service, "ls", "services").split())
    assert found - {"__pycache__"} == {"__init__.py", service}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_its_own_secrets_and_no_other(service: str) -> None:
    # notifications looks after partners of the broker, and seals what webhooks are signed with
    more = ["partners", "reload", "sealing"] if service == "notifications" else []
    assert compose("exec", "-T", service, "ls", "/run/secrets").split() == ["database", "nats", *more]
    passwords = {compose("exec", "-T", name, "cat", "/run/secrets/database") for name in SERVICES}
    assert len(passwords) == len(SERVICES)
    for container in containers().values():
        assert not passwords & {entry.partition("=")[2] for entry in container["Config"]["Env"]}


def test_a_service_cannot_open_the_database_of_another() -> None:
    attempt = (
        "import asyncio, asyncpg, pathlib\n"
        "password = pathlib.Path('/run/secrets/database').read_text()\n"
        "connect = asyncpg.connect(host='postgres', user='projects', password=password, database='councils')\n"
        "try:\n asyncio.run(connect)\n"
        "except asyncpg.InsufficientPrivilegeError:\n print('refused')\n"
    )
    assert compose("exec", "-T", "projects", "python", "-c", attempt) == "refused"


def test_nothing_that_runs_is_root_or_can_write_to_its_own_image() -> None:
    for name, container in containers().items():
        assert container["HostConfig"]["ReadonlyRootfs"], name
        assert container["HostConfig"]["CapDrop"] == ["ALL"], name
        if container["State"]["Running"]:
            assert compose("exec", "-T", name, "id", "-u") != "0", name


def test_everything_has_a_limit_of_memory_and_of_processor_time() -> None:
    for name, container in containers().items():
        assert container["HostConfig"]["Memory"] > 0, name
        assert container["HostConfig"]["NanoCpus"] > 0, name


def test_only_the_gateway_can_be_reached_and_only_from_this_machine() -> None:
    published = {
        name: [binding["HostIp"] for bindings in ports.values() for binding in bindings or []]
        for name, container in containers().items()
        if any((ports := container["NetworkSettings"]["Ports"]).values())
    }
    assert published == {"gateway": ["127.0.0.1"]}


def test_every_step_before_the_services_has_ended_well() -> None:
    states = {name: container["State"]["ExitCode"] for name, container in containers().items() if name in STEPS}
    assert states == dict.fromkeys(STEPS, 0)


def test_a_stack_that_is_stopped_and_started_again_still_has_its_data_and_its_client() -> None:
    before = councils_seen_with_a_new_token()
    compose("stop")
    stopped = {name: container["State"]["ExitCode"] for name, container in containers().items() if name in SERVICES}
    assert stopped == dict.fromkeys(SERVICES, 0), "a service did not stop cleanly"
    compose("up", "--detach", "--wait", "--wait-timeout", "180")
    assert councils_seen_with_a_new_token() == before


def councils_seen_with_a_new_token() -> list[str]:
    client = os.environ["PARTNERSHIP_CLIENT_ID"], os.environ["PARTNERSHIP_CLIENT_SECRET"]
    with httpx.Client(base_url=os.environ["PARTNERSHIP_URL"], timeout=10) as http:
        answer = http.post("/oauth/token", data={"grant_type": "client_credentials"}, auth=client)
        answer.raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        found = http.get("/api/v1/councils", params={"limit": 200}).raise_for_status().json()
    return sorted(council["slug"] for council in found["items"])
