"""Provisioning: streams and durables are made, brought up to date, and waited for where they are another's."""

import asyncio
from typing import Any

import nats.js.errors
import pytest

from shared.events.projects import DeliverableRenamed, ReleaseClosed
from shared.messaging import provision
from shared.messaging.provision import Topology
from shared.messaging.subscription import Subscription
from shared.settings import Settings
from shared.setup import provision_all
from tests.support.waiting import eventually
from tests.support.world import World


def settings(world: World, **changes: Any) -> Settings:
    return Settings(
        nats_url=world.servers.nats_url,
        nats_user="reporting",
        nats_password=world.servers.nats_passwords["reporting"],
        **changes,
    )


def topology(world: World, *hears: Subscription, **changes: Any) -> Topology:
    return Topology("reporting", hears, settings(world, **changes))


HEARS = Subscription("projects", guard="strict")


async def test_provisioning_makes_what_is_missing_and_again_changes_nothing(world: World) -> None:
    await world.streams("projects")
    for _ in range(3):
        await provision_all(topology(world, HEARS))
    await provision.open_stream(world.js, topology(world, HEARS))
    stream = await world.js.stream_info("REPORTING")
    durable = await world.js.consumer_info("PROJECTS", "reporting")

    await provision_all(topology(world, HEARS))
    assert (await world.js.stream_info("REPORTING")).created == stream.created
    assert (await world.js.consumer_info("PROJECTS", "reporting")).created == durable.created

    config: Any = stream.config
    assert (config.subjects, config.retention, config.discard, config.storage) == (
        ["partnership.reporting.>"],
        "limits",
        "new",
        "file",
    )
    assert (config.max_age or 0, config.allow_atomic, config.allow_direct) == (0, True, True)
    assert (config.deny_delete, config.deny_purge) == (True, True)
    assert config.duplicate_window == 3600
    wanted = durable.config
    assert (wanted.deliver_policy, wanted.ack_policy, wanted.max_deliver) == ("all", "explicit", -1)
    assert wanted.filter_subjects or [wanted.filter_subject] == ["partnership.projects.>"]


async def test_a_new_stream_takes_no_event_before_it_is_opened(world: World) -> None:
    """Not even when it is provisioned again, and its durables can be made meanwhile."""
    await world.streams("projects")
    for _ in range(2):
        await provision_all(topology(world, HEARS))
    with pytest.raises(nats.js.errors.NoStreamResponseError):
        await world.js.publish("partnership.reporting.too-early.v1.x", b"too early")
    await world.js.add_consumer("REPORTING", topology(world).durable(Subscription("reporting")))
    await provision.open_stream(world.js, topology(world))
    await world.js.publish("partnership.reporting.said.v1.x", b"said")
    subscription = await world.js.pull_subscribe_bind("reporting", stream="REPORTING")
    assert [message.data for message in await subscription.fetch(1)] == [b"said"]
    await subscription.unsubscribe()


async def test_a_stream_that_drifted_is_set_right_and_keeps_its_messages(world: World) -> None:
    await world.streams("projects")
    await provision_all(topology(world, HEARS))
    await provision.open_stream(world.js, topology(world, HEARS))
    await world.js.publish("partnership.reporting.kept.v1.x", b"kept")
    right = (await world.js.stream_info("REPORTING")).config
    assert right.max_bytes is not None
    await world.js.update_stream(
        right.evolve(
            max_bytes=right.max_bytes // 2,
            duplicate_window=60,
            max_age=86_400,
            allow_direct=False,
            allow_atomic=False,
            subjects=["partnership.reporting.>", "elsewhere.>"],
        )
    )
    await provision_all(topology(world, HEARS))
    mended: Any = (await world.js.stream_info("REPORTING")).config
    for name in ("max_bytes", "duplicate_window", "max_age", "allow_direct", "allow_atomic", "subjects", "discard"):
        assert getattr(mended, name) == getattr(right, name), name
    assert (await world.js.get_msg("REPORTING", 1)).data == b"kept"


async def test_a_durable_that_drifted_is_set_right_and_keeps_its_place(world: World) -> None:
    await world.streams("projects")
    await provision_all(topology(world, HEARS))
    await world.js.publish("partnership.projects.taken-in.v1.x", b"taken in")
    await world.js.publish("partnership.projects.waiting.v1.x", b"waiting")
    subscription = await world.js.pull_subscribe_bind("reporting", stream="PROJECTS")
    (message,) = await subscription.fetch(1)
    await message.ack_sync()
    right = (await world.js.consumer_info("PROJECTS", "reporting")).config
    await world.js.add_consumer(
        "PROJECTS", right.evolve(ack_wait=7, max_ack_pending=3, filter_subjects=["partnership.projects.other.>"])
    )
    await provision_all(topology(world, HEARS))
    info = await world.js.consumer_info("PROJECTS", "reporting")
    assert info.config.ack_wait == right.ack_wait
    assert info.config.max_ack_pending == right.max_ack_pending
    assert info.config.filter_subjects or [info.config.filter_subject] == ["partnership.projects.>"]
    (message,) = await subscription.fetch(1)
    assert message.data == b"waiting"
    await subscription.unsubscribe()


async def test_what_a_service_comes_to_hear_in_addition_reaches_it(world: World) -> None:
    """A service that starts to handle another event class hears it from its first, also when its durable is old."""

    async def handle(*_: Any) -> None: ...

    await world.streams("projects")
    await provision_all(topology(world, Subscription("projects", {ReleaseClosed: handle})))
    narrow = (await world.js.consumer_info("PROJECTS", "reporting")).config
    assert narrow.filter_subjects or [narrow.filter_subject] == ["partnership.projects.release-closed.v1.>"]
    wide = Subscription("projects", {ReleaseClosed: handle, DeliverableRenamed: handle})
    await provision_all(topology(world, wide))
    assert sorted((await world.js.consumer_info("PROJECTS", "reporting")).config.filter_subjects or []) == wide.subjects


async def test_the_stream_of_another_service_is_waited_for(world: World) -> None:
    waiting = asyncio.create_task(provision_all(topology(world, HEARS)))
    await eventually(lambda: present(world, "REPORTING"))
    assert not waiting.done()
    await world.streams("projects")
    await waiting
    assert (await world.js.consumer_info("PROJECTS", "reporting")).name == "reporting"


async def present(world: World, stream: str) -> None:
    try:
        await world.js.stream_info(stream)
    except nats.js.errors.NotFoundError:
        raise AssertionError(f"{stream} is not there") from None


async def test_four_services_that_are_set_up_at_once_wait_for_one_another(world: World) -> None:
    names = ("projects", "councils", "notifications", "reporting")
    tops = [
        Topology(
            name,
            [Subscription(other, guard="strict") for other in names if other != name],
            Settings(nats_url=world.servers.nats_url, nats_user=name, nats_password=world.servers.nats_passwords[name]),
        )
        for name in names
    ]
    await asyncio.gather(*(provision_all(top) for top in tops for _ in range(2)))
    for stream in names:
        consumers = await world.js.consumers_info(stream.upper())
        assert sorted(info.name for info in consumers) == sorted(name for name in names if name != stream)


async def test_a_stream_holds_an_event_that_fills_it_up_and_refuses_the_next(world: World) -> None:
    """Nothing old is dropped to make room: full means that events wait in the outbox."""
    await provision.ensure_stream(world.js, topology(world, stream_max_bytes=2000))
    await provision.open_stream(world.js, topology(world))
    await world.js.publish("partnership.reporting.x.v1.x", b"x" * 1500)
    with pytest.raises(nats.js.errors.APIError, match="maximum bytes"):
        await world.js.publish("partnership.reporting.x.v1.x", b"x" * 1500)
    assert (await world.js.stream_info("REPORTING")).state.messages == 1
