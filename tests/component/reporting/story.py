"""Events told to reporting as its neighbours would tell them: at a time of the test's choosing, in any order, twice."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.events import Event
from shared.outbox.record import Cause, Recorded, _headers
from tests.support.waiting import eventually
from tests.support.world import Running, World

STREAMS = ("PROJECTS", "COUNCILS")


class Story:
    """What was told so far, each aggregate's history in order."""

    def __init__(self, world: World, reporting: Running) -> None:
        self.world, self.reporting = world, reporting
        self._versions: dict[tuple[str, str], tuple[int, UUID | None]] = {}
        self._told = dict.fromkeys(STREAMS, 0)

    def next(self, event: Event, recorded: datetime | None = None) -> Recorded:
        """Return an event with its place in its aggregate's history, not told yet."""
        aggregate = (event.aggregate, event.aggregate_id)
        version, previous = self._versions.get(aggregate, (0, None))
        now = recorded or datetime.now(UTC)
        made = Recorded.of(
            event, version=version + 1, previous=previous, now=now, cause=Cause("client:test", str(uuid4()))
        )
        self._versions[aggregate] = (made.version, made.id)
        return made

    async def send(self, *made: Recorded) -> None:
        """Tell events in this order; one told twice stands in the stream twice, as after the duplicate window."""
        for one in made:
            headers = _headers(one, 1) | {"Nats-Msg-Id": str(uuid4())}
            await self.world.nats.publish(one.event.subject, one.event.model_dump_json().encode(), headers=headers)
            self._told[one.event.service.upper()] += 1
        await self.world.nats.flush()

    async def tell(self, *events: Event, recorded: datetime | None = None) -> None:
        """Tell events in order, and wait until reporting has taken them in."""
        await self.send(*(self.next(event, recorded) for event in events))
        await self.heard()

    async def heard(self, *, seconds: float = 30) -> None:
        """Wait until every event that was told is taken in."""

        async def check() -> None:
            for stream in STREAMS:
                info = await self.world.js.consumer_info(stream, self.reporting.service.name)
                assert info.delivered is not None
                assert info.delivered.stream_seq >= self._told[stream], f"{stream} is not all delivered"
                assert not info.num_pending, f"{info.num_pending} events of {stream} wait"
                assert not info.num_ack_pending, f"{info.num_ack_pending} events of {stream} are not settled"

        await eventually(check, seconds=seconds)

    async def get(self, path: str, **query: str) -> Any:
        """Return a report, which anybody may read."""
        async with self.reporting.anonymous() as client:
            answer = await client.get(f"/api/v1/reports/{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()


async def story(world: World) -> Story:
    """Start reporting with nothing told."""
    await world.streams()
    reporting = await world.start("reporting")
    await reporting.ready()
    return Story(world, reporting)
