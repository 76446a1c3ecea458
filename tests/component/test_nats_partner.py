"""A partner in an account of its own reaches one consumer that was made for it, and can hurt nothing else."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, StreamConfig

from deploy.local.nats import NatsServer
from deploy.local.places import temporary_folder
from deploy.local.servers import StartFailedError
from services.notifications.partners import accounts, nkeys
from services.notifications.partners.accounts import Account
from tests.support.partners import as_partner
from tests.support.waiting import eventually

EVENTS = 60
PENDING = 10
"""How many messages the partner may have in hand, not yet acknowledged."""
WAITING = 4
"""How many requests for messages of the partner the server keeps."""
PARTNER = "partner-y"
KEYS = nkeys.new_pair()
NEXT = f"$JS.API.CONSUMER.MSG.NEXT.PROJECTS.{PARTNER}"
OTHER = "partner-z"
OTHER_KEYS = nkeys.new_pair()


@pytest.fixture(scope="module", params=["as written", "without its permissions"])
def server(request: pytest.FixtureRequest) -> Iterator[NatsServer]:
    """Two things keep a partner to its own: what its user may say, and that its account hears nobody else."""
    content = accounts.written([Account(PARTNER, [KEYS.public]), Account(OTHER, [OTHER_KEYS.public])])
    if request.param != "as written":
        content, changed = re.subn(r"ONLY: .*", 'ONLY: { publish: ">", subscribe: ">" }', content)
        assert changed == 2
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats")
        accounts.write(server.partners_file, content)
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
            durable_name=PARTNER, ack_policy=explicit, max_ack_pending=PENDING, max_waiting=WAITING, ack_wait=30
        )
        await js.add_consumer("PROJECTS", limits)
        for number in range(EVENTS):
            await js.publish("partnership.projects.tried.v1.here", str(number).encode())
        yield client
        await js.delete_stream("PROJECTS")


@pytest.fixture
async def partner(server: NatsServer) -> AsyncIterator[Client]:
    async with as_partner(server.url, KEYS.seed) as client:
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
    mine, ours = await js.consumer_info("PROJECTS", PARTNER), await js.consumer_info("PROJECTS", "reporting")
    assert (mine.num_ack_pending, mine.num_waiting or 0) <= (PENDING, WAITING)
    assert (ours.num_pending, ours.num_ack_pending) == (0, 0)

    # what it does acknowledge counts, and it is given more
    for message in got:
        if status(message) is None:
            await message.ack()

    async def goes_on() -> None:
        assert (await js.consumer_info("PROJECTS", PARTNER)).ack_floor.stream_seq >= PENDING

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
        "$JS.API.CONSUMER.MSG.NEXT.PROJECTS.partner-z",
        "$JS.API.CONSUMER.INFO.PROJECTS.partner-y",
        "$JS.API.CONSUMER.CREATE.PROJECTS.partner-new",
        "$JS.API.CONSUMER.DELETE.PROJECTS.partner-y",
        "$JS.API.STREAM.INFO.PROJECTS",
        "$JS.API.STREAM.MSG.GET.PROJECTS",
        "$JS.API.STREAM.PURGE.PROJECTS",
        "$JS.API.STREAM.LIST",
        "$JS.API.DIRECT.GET.PROJECTS",
        "$JS.ACK.PROJECTS.reporting.1.1.1.1700000000000000000.0",
        "$JS.ACK.PROJECTS.partner-z.1.1.1.1700000000000000000.0",
        "ask.councils.role-address",
        "$SYS.REQ.SERVER.PING",
    ],
)
async def test_a_partner_reaches_nothing_but_its_consumer(operator: Client, partner: Client, subject: str) -> None:
    js = operator.jetstream(timeout=5)
    before = (await js.stream_info("PROJECTS")).state
    assert await nobody_answers(partner, subject)
    state = (await js.stream_info("PROJECTS")).state
    assert (state.messages, state.last_seq, state.consumer_count) == (before.messages, before.last_seq, 2)


async def nobody_answers(partner: Client, subject: str) -> bool:
    """Say whether it is refused, or nobody is there but the server, to say that the account has no JetStream."""
    inbox = partner.new_inbox()
    answers = await partner.subscribe(inbox)
    await partner.publish(subject, b"{}", inbox)
    complaint = f'permissions violation for publish to "{subject.lower()}"'

    async def refused_or_answered() -> None:
        assert complaint in str(partner.last_error).lower() or answers.pending_msgs

    await eventually(refused_or_answered)
    if not answers.pending_msgs:
        return True
    answer = await answers.next_msg(timeout=2)
    if status(answer) == "503":
        return True
    return str(json.loads(answer.data)["error"]["description"]).startswith("JetStream not enabled")


async def test_a_partner_cannot_have_events_delivered_to_subjects_of_ours(
    server: NatsServer, operator: Client, partner: Client
) -> None:
    """Nor to those of another partner, nor into a stream: the reply subject it names is one of its own account."""
    js = operator.jetstream(timeout=5)
    before = (await js.stream_info("PROJECTS")).state.last_seq
    overheard = [await operator.subscribe(subject) for subject in ("internal.>", "_INBOX.>")]
    await operator.flush()
    async with as_partner(server.url, OTHER_KEYS.seed) as other:
        overheard.append(await other.subscribe("_INBOX.>"))
        await other.flush()
        answers = await partner.subscribe("_INBOX.ctl")
        for reply in ("internal.ctl", "_INBOX_reporting.ctl", "partnership.projects.tried.v1.forged", "_INBOX.ctl"):
            await partner.publish(NEXT, json.dumps({"batch": 1, "expires": 1_000_000_000}).encode(), reply)
        # to the server, three of these subjects have nobody there, although we listen on them in our account
        assert (await answers.next_msg(timeout=5)).data == b"0"
        await other.flush()
    await operator.flush()
    assert [one.pending_msgs for one in overheard] == [0, 0, 0]
    assert (await js.stream_info("PROJECTS")).state.last_seq == before


@pytest.mark.parametrize("subject", [">", "partnership.>", "_INBOX_reporting.>", "$JS.>", "$SYS.>"])
async def test_a_partner_hears_nothing_of_ours(operator: Client, partner: Client, subject: str) -> None:
    overheard = await partner.subscribe(subject)
    await partner.flush()
    await operator.jetstream(timeout=5).publish("partnership.projects.tried.v1.here", b"ours")
    await operator.publish("_INBOX_reporting.answer", b"ours")
    await operator.flush()
    await partner.flush()
    assert overheard.pending_msgs == 0


def test_an_account_cannot_be_given_the_durable_of_another() -> None:
    """The server compares the account's name with the durable's: a wrong line in the file is refused with the file."""
    own = accounts.written([Account(PARTNER, [KEYS.public]), Account(OTHER, [OTHER_KEYS.public])])
    wrong = own.replace(f'subject: "{NEXT}"', f'subject: "{NEXT.replace(PARTNER, OTHER)}"')
    assert wrong != own
    with temporary_folder() as folder:
        server = NatsServer(folder / "nats")
        accounts.write(server.partners_file, wrong)
        with pytest.raises(StartFailedError) as failed:
            server.start()
        server.stop()
    assert "service import not authorized" in failed.value.log_tail.lower()


async def test_a_key_that_nobody_wrote_down_lets_nobody_in(server: NatsServer) -> None:
    with pytest.raises(nats.errors.Error, match="Authorization Violation"):
        async with as_partner(server.url, nkeys.new_pair().seed):
            pytest.fail("the server let them in")
