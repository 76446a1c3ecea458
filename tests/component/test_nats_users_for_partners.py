"""The two users with which partners are looked after may do that, and nothing else."""

import json
from collections.abc import Iterator

import aiohttp
import pytest
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from deploy.local.nats import USERS, NatsServer
from deploy.local.places import temporary_folder
from tests.support.permissions import session

SERVICES = ("projects", "councils", "notifications", "reporting")


@pytest.fixture(scope="module")
def server() -> Iterator[NatsServer]:
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats")
        server.start()
        yield server
        server.stop()


@pytest.mark.parametrize("service", [*SERVICES, "reporting-rebuild"])
@pytest.mark.parametrize("action", ["CREATE", "DELETE", "PAUSE"])
async def test_who_looks_after_partners_leaves_the_durables_of_services_alone(
    server: NatsServer, action: str, service: str
) -> None:
    async with session(server, "partners") as partners:
        assert await partners.is_refused_to_publish(f"$JS.API.CONSUMER.{action}.PROJECTS.{service}")


async def test_who_looks_after_partners_makes_durables_of_other_names(server: NatsServer) -> None:
    async with session(server, "projects") as projects, session(server, "partners") as partners:
        await projects.js.add_stream(StreamConfig(name="PROJECTS", subjects=["partnership.projects.>"]))
        settings = ConsumerConfig(name="partner-x", durable_name="partner-x", ack_policy=AckPolicy.EXPLICIT)
        await partners.js.add_consumer("PROJECTS", settings)
        assert "partner-x" in {one.name for one in await partners.js.consumers_info("PROJECTS")}
        await partners.js.pause_consumer("PROJECTS", "partner-x", "2199-01-01T00:00:00Z")
        assert await partners.js.delete_consumer("PROJECTS", "partner-x")
        assert partners.complaints.empty()


@pytest.mark.parametrize(
    "subject",
    [
        "partnership.projects.phase-changed.v1.forged",
        "$JS.API.CONSUMER.MSG.NEXT.PROJECTS.partner-x",
        "$JS.API.CONSUMER.CREATE.PROJECTS",
        "$JS.API.CONSUMER.CREATE.PROJECTS.partner-x.partnership.>",
        "$JS.API.CONSUMER.DURABLE.CREATE.PROJECTS.projects",
        "$JS.API.STREAM.CREATE.SCRATCH",
        "$JS.API.STREAM.UPDATE.PROJECTS",
        "$JS.API.STREAM.DELETE.PROJECTS",
        "$JS.API.STREAM.MSG.GET.PROJECTS",
        "$JS.API.DIRECT.GET.PROJECTS",
        "$JS.ACK.PROJECTS.partner-x.1.1.1.1700000000000000000.0",
        "ask.councils.role-address",
    ],
)
async def test_who_looks_after_partners_does_nothing_else(server: NatsServer, subject: str) -> None:
    async with session(server, "partners") as partners:
        assert await partners.is_refused_to_publish(subject)


@pytest.mark.parametrize("subject", ["$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.SERVER.X.KICK", "$SYS.REQ.ACCOUNT.X.INFO"])
async def test_who_lets_the_server_read_its_configuration_does_nothing_else(server: NatsServer, subject: str) -> None:
    async with session(server, "reload") as reload:
        assert await reload.is_refused_to_publish(subject)
        assert await reload.is_refused_to_subscribe("$SYS.>")


@pytest.mark.parametrize("user", USERS)
async def test_no_user_of_ours_comes_in_where_the_gateway_lets_partners_in(server: NatsServer, user: str) -> None:
    wish = {"user": user, "pass": server.passwords[user], "verbose": False, "pedantic": False, "lang": "test"}
    async with aiohttp.ClientSession() as own, own.ws_connect(server.websocket_url) as socket:
        assert (await socket.receive_bytes()).startswith(b"INFO")
        await socket.send_bytes(b"CONNECT %b\r\nPING\r\n" % json.dumps(wish).encode())
        assert b"Authorization Violation" in await socket.receive_bytes()
