"""On the real server one service alone may ask a question, one alone answers it, once, and only where it was asked."""

from collections.abc import Iterator

import pytest
from nats.aio.msg import Msg
from nats.errors import NoRespondersError

from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from tests.support.permissions import session
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def server() -> Iterator[NatsServer]:
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats")
        server.start()
        yield server
        server.stop()


ADDRESS = "ask.councils.role-address"


async def test_notifications_alone_asks_how_a_role_is_reached_and_councils_answers(server: NatsServer) -> None:
    async with session(server, "councils") as councils, session(server, "notifications") as notifications:

        async def reply(message: Msg) -> None:
            await message.respond(b"answer")
            await message.respond(b"another")

        await councils.client.subscribe(ADDRESS, queue="councils", cb=reply)
        await councils.client.flush()

        async def answered() -> Msg:
            try:
                return await notifications.client.request(ADDRESS, b"{}", timeout=2)
            except NoRespondersError as error:
                raise AssertionError("nobody listens yet") from error

        answer = await eventually(answered)
        assert answer.data == b"answer"
        assert notifications.complaints.empty()
        # one answer is all that a question lets it say, and there is nothing that it may say unasked
        assert await councils._was_refused("publish", answer.subject)
        assert await councils.is_refused_to_publish(f"{notifications.inbox}.unasked")


@pytest.mark.parametrize("service", ["projects", "reporting", "councils"])
async def test_no_other_service_asks_how_a_role_is_reached(server: NatsServer, service: str) -> None:
    async with session(server, service) as other:
        assert await other.is_refused_to_publish(ADDRESS)


@pytest.mark.parametrize("service", ["projects", "reporting", "notifications"])
async def test_no_other_service_listens_to_the_question_or_its_answers(server: NatsServer, service: str) -> None:
    async with session(server, service) as other:
        assert await other.is_refused_to_subscribe(ADDRESS)
        assert await other.is_refused_to_subscribe("ask.>")


async def test_councils_listens_to_the_question_as_one_queue_and_to_no_other(server: NatsServer) -> None:
    async with session(server, "councils") as councils:
        assert await councils.is_refused_to_subscribe("ask.councils.>")
        assert await councils.is_refused_to_subscribe(ADDRESS)
