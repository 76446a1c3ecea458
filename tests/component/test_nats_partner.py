"""A partner in an account of its own reaches one consumer that was made for it, and can hurt nothing else."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from deploy.local.nats import CONFIGURATION, NatsServer
from deploy.local.places import temporary_folder
from tests.support.waiting import eventually

EVENTS = 60
PENDING = 10
"""How many messages the partner may have in hand, not yet acknowledged."""
WAITING = 4
"""How many requests for messages of the partner the server keeps."""
NEXT = "$JS.API.CONSUMER.MSG.NEXT.PROJECTS.partner_y"
ACK = "$JS.ACK.PROJECTS.partner_y.>"
EXPORTS = f"""    jetstream: enabled
    exports: [
      {{ service: "{NEXT}", response_type: stream, accounts: [PARTNER_Y] }}
      {{ service: "{ACK}", accounts: [PARTNER_Y] }}
    ]
"""
PARTNER = f"""accounts {{
  PARTNER_Y {{
    users: [{{ user: partner, password: "for-tests-only" }}]
    imports: [
      {{ service: {{ account: PARTNERSHIP, subject: "{NEXT}" }} }}
      {{ service: {{ account: PARTNERSHIP, subject: "{ACK}" }} }}
    ]
  }}
"""


def with_a_partner(folder: Path) -> Path:
    """Return our configuration with an account for one partner beside ours."""
    ours = CONFIGURATION.read_text(encoding="utf-8")
    changed = ours.replace("    jetstream: enabled\n", EXPORTS, 1).replace("accounts {\n", PARTNER, 1)
    assert changed.count("PARTNER_Y") == ours.count("PARTNER_Y") + 3
    written = folder / "with-partner.conf"
    written.write_text(changed, encoding="utf-8")
    return written


@pytest.fixture(scope="module")
def server() -> Iterator[NatsServer]:
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats", configuration=with_a_partner(folder))
        server.start()
        yield server
        server.stop()


@asynccontextmanager
async def connected(server: NatsServer, user: str, password: str) -> AsyncIterator[Client]:
    async def hear(_: Exception) -> None:
        """What is refused shows in what did not happen."""

    client = await nats.connect(server.url, user=user, password=password, error_cb=hear, inbox_prefix=f"_INBOX_{user}")
    try:
        yield client
    finally:
        await client.close()


@pytest.fixture
async def operator(server: NatsServer) -> AsyncIterator[Client]:
    """The operator, on a stream with events, and a consumer of ours and one for the partner."""
    async with connected(server, "operator", server.passwords["operator"]) as client:
        js = client.jetstream(timeout=5)
        await js.add_stream(StreamConfig(name="PROJECTS", subjects=["partnership.projects.>"]))
        explicit = AckPolicy.EXPLICIT
        await js.add_consumer("PROJECTS", ConsumerConfig(durable_name="reporting", ack_policy=explicit))
        limits = ConsumerConfig(
            durable_name="partner_y", ack_policy=explicit, max_ack_pending=PENDING, max_waiting=WAITING, ack_wait=30
        )
        await js.add_consumer("PROJECTS", limits)
        for number in range(EVENTS):
            await js.publish("partnership.projects.tried.v1.here", str(number).encode())
        yield client
        await js.delete_stream("PROJECTS")


@pytest.fixture
async def partner(server: NatsServer) -> AsyncIterator[Client]:
    async with connected(server, "partner", "for-tests-only") as client:
        yield client


def status(message: Msg) -> str | None:
    return (message.headers or {}).get("Status")


async def test_a_partner_that_floods_and_never_acknowledges_hurts_only_its_own_consumer(
    server: NatsServer, operator: Client, partner: Client
) -> None:
    arrivals = await partner.subscribe(f"{partner._inbox_prefix.decode()}.flood")
    for _ in range(500):
        await partner.publish(NEXT, json.dumps({"batch": 100, "expires": 20_000_000_000}).encode(), arrivals.subject)
    await partner.flush()
    async with connected(server, "reporting", server.passwords["reporting"]) as reporting:
        taken = [int(message.data) for message in await all_of_it(reporting.jetstream(timeout=5))]
    assert taken == list(range(EVENTS))

    got = [await arrivals.next_msg(timeout=5)]
    while arrivals.pending_msgs:
        got.append(await arrivals.next_msg(timeout=5))
    assert len([message for message in got if status(message) is None]) == PENDING
    assert "409" in {status(message) for message in got}, "no request was refused, so this was no flood"
    js = operator.jetstream(timeout=5)
    mine, ours = await js.consumer_info("PROJECTS", "partner_y"), await js.consumer_info("PROJECTS", "reporting")
    assert (mine.num_ack_pending, mine.num_waiting or 0) <= (PENDING, WAITING)
    assert (ours.num_pending, ours.num_ack_pending) == (0, 0)

    # what it does acknowledge counts, and it is given more
    for message in got:
        if status(message) is None:
            await message.ack()

    async def goes_on() -> None:
        assert (await js.consumer_info("PROJECTS", "partner_y")).ack_floor.stream_seq >= PENDING

    await eventually(goes_on)


async def all_of_it(js: JetStreamContext) -> list[Msg]:
    subscription = await js.pull_subscribe_bind("reporting", stream="PROJECTS")
    messages: list[Msg] = []
    while len(messages) < EVENTS:
        for message in await subscription.fetch(EVENTS, timeout=5):
            await message.ack_sync()
            messages.append(message)
    return messages


@pytest.mark.parametrize(
    "subject",
    [
        "partnership.projects.tried.v1.forged",
        "$JS.API.CONSUMER.MSG.NEXT.PROJECTS.reporting",
        "$JS.API.CONSUMER.CREATE.PROJECTS.partner_z",
        "$JS.API.CONSUMER.DELETE.PROJECTS.partner_y",
        "$JS.API.STREAM.INFO.PROJECTS",
        "$JS.API.STREAM.MSG.GET.PROJECTS",
        "$JS.API.STREAM.PURGE.PROJECTS",
        "$JS.ACK.PROJECTS.reporting.1.1.1.1700000000000000000.0",
    ],
)
async def test_a_partner_reaches_nothing_but_its_consumer(operator: Client, partner: Client, subject: str) -> None:
    js = operator.jetstream(timeout=5)
    before = (await js.stream_info("PROJECTS")).state
    assert await nobody_answers(partner, subject)
    state = (await js.stream_info("PROJECTS")).state
    assert (state.messages, state.last_seq, state.consumer_count) == (before.messages, before.last_seq, 2)


async def nobody_answers(partner: Client, subject: str) -> bool:
    """Say whether nobody is there, or the server alone, to say that the partner's account has no JetStream."""
    try:
        answer = await partner.request(subject, b"{}", timeout=2)
    except nats.errors.NoRespondersError:
        return True
    return str(json.loads(answer.data)["error"]["description"]).startswith("JetStream not enabled")


async def test_a_partner_cannot_have_events_delivered_to_subjects_of_ours(operator: Client, partner: Client) -> None:
    overheard = await operator.subscribe("internal.>")
    await operator.flush()
    answers = await partner.subscribe("internal.ctl")
    await partner.publish(NEXT, json.dumps({"batch": 3, "expires": 2_000_000_000}).encode(), "internal.ctl")
    assert [(await answers.next_msg(timeout=5)).data for _ in range(3)] == [b"0", b"1", b"2"]
    await operator.flush()
    assert overheard.pending_msgs == 0
