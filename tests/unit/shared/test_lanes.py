"""What the relay publishes of each aggregate is always a beginning of its history, whichever sends fail and how.

Here the stream is played by a script, so that hypothesis can choose what becomes of every single send: this judges
the decisions of `Publisher` alone. That NATS does what the script does is tested on real servers beside the relay.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Literal, cast
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some
from nats.errors import TimeoutError as NoAnswerError
from nats.js.api import Header
from nats.js.errors import ServiceUnavailableError

from shared.outbox.publish import BATCH_LIMIT, BATCH_PAYS_FROM, Publisher, Row

Fate = Literal["stored", "refused", "lost", "stored, and the answer lost"]
FATES: tuple[Fate, ...] = ("stored", "refused", "lost", "stored, and the answer lost")
WAVES = 200


@dataclass
class Script:
    """A stream with the fate of each send in turn; when all are told, everything is stored."""

    fates: list[Fate]
    turns: list[int]
    takes_batches: bool
    stored: list[str] = field(default_factory=list)
    """The ids of messages, in the order of the stream."""
    stats: dict[str, int] = field(default_factory=lambda: {"out_msgs": 0})
    batches: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def jetstream(self, *, timeout: float) -> "Script":
        return self

    async def publish(self, subject: str, payload: bytes, headers: Mapping[str, str], **_: Any) -> Any:
        """Take one message, or the last of a batch, as JetStream's publish does."""
        await self._turn()
        if Header.BATCH_ID in headers:
            return await self._batched(headers)
        return self._take([headers["Nats-Msg-Id"]])

    async def request(self, subject: str, payload: bytes, headers: Mapping[str, str], **_: Any) -> Any:
        """Take the first of a batch, which is answered at once."""
        await self._turn()
        if not self.takes_batches:
            return SimpleNamespace(data=json.dumps({"error": {"code": 400, "err_code": 10174}}).encode())
        self.batches[headers[Header.BATCH_ID]].append(headers["Nats-Msg-Id"])
        return SimpleNamespace(data=b"")

    # what `wire.send` uses of the client: many messages, written out
    is_connected = True

    async def _send_command(self, commands: bytes) -> None:
        await self._turn()
        while commands:
            line, _, rest = commands.partition(b"\r\n")
            _, _, head, whole = (int(part) if part.isdigit() else part for part in line.decode().split())
            lines = rest[: int(head)].decode().split("\r\n")[1:-2]
            await self._batched(dict(one.split(": ", 1) for one in lines))
            commands = rest[int(whole) + 2 :]

    async def _flush_pending(self) -> None: ...

    async def _batched(self, headers: Mapping[str, str]) -> Any:
        batch = self.batches[headers[Header.BATCH_ID]]
        batch.append(headers["Nats-Msg-Id"])
        if Header.BATCH_COMMIT not in headers:
            return None
        if set(batch) & set(self.stored):
            raise ServiceUnavailableError(description="one of them is stored already")
        return self._take(batch)

    def _take(self, ids: Sequence[str]) -> Any:
        fate = self.fates.pop() if self.fates else "stored"
        if fate == "refused":
            raise ServiceUnavailableError(description="no room")
        if fate == "lost":
            raise NoAnswerError
        self.stored += [one for one in ids if one not in self.stored]
        if fate != "stored":
            raise NoAnswerError
        return SimpleNamespace(seq=self.stored.index(ids[-1]) + 1)

    async def _turn(self) -> None:
        for _ in range(self.turns.pop() if self.turns else 0):
            await asyncio.sleep(0)


def row(position: int, aggregate: int, version: int) -> Row:
    return {
        "position": position,
        "event_id": UUID(int=position),
        "aggregate": f"thing/{aggregate}",
        "version": version,
        "subject": f"partnership.projects.renamed.v1.{aggregate}",
        "payload": b"{}",
        "headers": "{}",
    }


def outbox(aggregates: Sequence[int]) -> list[Row]:
    """Return rows as they were recorded, one per entry: each the next version of its aggregate."""
    versions: defaultdict[int, int] = defaultdict(int)
    rows = []
    for position, aggregate in enumerate(aggregates, start=1):
        versions[aggregate] += 1
        rows.append(row(position, aggregate, versions[aggregate]))
    return rows


@given(
    aggregates=some.integers(1, 3 * BATCH_PAYS_FROM).flatmap(
        lambda many: some.lists(some.integers(0, 4), min_size=many, max_size=many)
    ),
    fates=some.lists(some.sampled_from(FATES), max_size=60),
    turns=some.lists(some.integers(0, 3), max_size=60),
    takes_batches=some.booleans(),
    at_once=some.sampled_from([3, BATCH_PAYS_FROM, BATCH_LIMIT]),
)
async def test_each_aggregate_goes_out_in_order_and_nothing_is_dropped_whatever_fails(
    aggregates: list[int], fates: list[Fate], turns: list[int], *, takes_batches: bool, at_once: int
) -> None:
    rows = outbox(aggregates)
    by_id = {str(one["event_id"]): one for one in rows}
    script = Script(fates, turns, takes_batches)
    publisher = Publisher(cast("Any", script), "PROJECTS")
    marked: dict[object, int] = {}
    for _ in range(WAVES):
        waiting = [one for one in rows if one["position"] not in marked][:at_once]
        if not waiting:
            break
        marked |= dict(await publisher.publish(waiting))

        published: defaultdict[object, list[object]] = defaultdict(list)
        for one in script.stored:
            published[by_id[one]["aggregate"]].append(by_id[one]["version"])
        for versions in published.values():
            assert versions == list(range(1, len(versions) + 1)), "a beginning of its history, in order"
        places = {by_id[one]["position"]: place for place, one in enumerate(script.stored, start=1)}
        assert marked.items() <= places.items(), "marked is what is stored, and where it is"
    assert len(marked) == len(rows), "what failed went out with a later wave"
    assert len(script.stored) == len(rows)
