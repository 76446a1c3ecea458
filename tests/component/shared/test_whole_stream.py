"""Reading a whole stream: what the broker says about requests is no event, and only some of it is trouble."""

import pytest

from shared.errors import UnavailableError
from shared.events.projects import ProjectDetailsChanged
from shared.rebuild.stream import WholeStream
from tests.support.world import World

EVENTS = 30


async def opened(world: World) -> WholeStream:
    await world.streams()
    for number in range(EVENTS):
        await world.say(ProjectDetailsChanged(project="whole", name=str(number)))
    whole = WholeStream(world.nats, "PROJECTS", "whole-stream-of-a-test")
    await whole.open()
    return whole


async def told(world: World, whole: WholeStream, status: str, description: str) -> None:
    """Say to a reader what the broker says of a request."""
    await world.nats.publish(whole._inbox, headers={"Status": status, "Description": description})
    await world.nats.flush()


@pytest.mark.parametrize(
    ("status", "description"),
    [("409", "Batch Completed"), ("409", "Message Size Exceeds MaxBytes"), ("408", "Request Timeout")],
)
async def test_the_end_of_a_request_is_no_trouble(world: World, status: str, description: str) -> None:
    whole = await opened(world)
    await told(world, whole, status, description)
    read = [message async for some in whole.rest() for message in some]
    assert [message.metadata.sequence.stream for message in read] == list(range(1, EVENTS + 1))
    await whole.close()


async def test_a_consumer_that_was_taken_away_is(world: World) -> None:
    whole = await opened(world)
    await told(world, whole, "409", "Consumer Deleted")
    with pytest.raises(UnavailableError, match="Consumer Deleted"):
        _ = [some async for some in whole.rest()]
    await whole.close()
