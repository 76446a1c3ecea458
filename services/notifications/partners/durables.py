"""Partners' durables on the broker: made, kept as they should be, paused, and taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

import structlog
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, ConsumerInfo, DeliverPolicy
from nats.js.errors import NotFoundError

from services.notifications.domain.partners import First
from services.notifications.models.partners import PREFIX

log = structlog.get_logger()

ACK_WAIT_SECONDS: Final = 30.0
MAX_WAITING: Final = 8
"""How many requests for events the broker keeps for one partner, on one stream."""
FOREVER: Final = "2199-01-01T00:00:00Z"
SKEW: Final = timedelta(minutes=1)
"""By how much the broker's clock may be behind ours."""
LISTED: Final = 256


@dataclass(frozen=True, slots=True)
class Durable:
    """A durable as it should be."""

    stream: str
    name: str
    subjects: Sequence[str]
    in_hand: int
    paused: bool
    ack_wait: float = ACK_WAIT_SECONDS

    def settings(self) -> ConsumerConfig:
        """Return its settings, but for where it begins."""
        return ConsumerConfig(
            name=self.name,
            durable_name=self.name,
            ack_policy=AckPolicy.EXPLICIT,
            ack_wait=self.ack_wait,
            max_deliver=-1,
            max_ack_pending=self.in_hand,
            max_waiting=MAX_WAITING,
            filter_subjects=list(self.subjects),
        )

    def drifted(self, found: ConsumerConfig) -> list[str]:
        """Return the names of the settings that are not as they should be, and can be set right."""
        filters = found.filter_subjects or ([found.filter_subject] if found.filter_subject else [])
        return self._different(found, "ack_wait", "max_deliver", "max_ack_pending") + (
            ["filter_subjects"] if sorted(filters) != sorted(self.subjects) else []
        )

    def is_another(self, found: ConsumerConfig) -> bool:
        """Say whether somebody made quite another durable of that name, which cannot be set right."""
        return bool(self._different(found, "max_waiting", "deliver_subject", "ack_policy"))

    def _different(self, found: ConsumerConfig, *names: str) -> list[str]:
        wanted = self.settings()
        return [name for name in names if (getattr(found, name) or 0) != (getattr(wanted, name) or 0)]


async def found_on(js: JetStreamContext, stream: str) -> Mapping[str, ConsumerInfo]:
    """Return the partners' durables that are on a stream."""
    found: dict[str, ConsumerInfo] = {}
    offset = 0
    while True:
        some = await js.consumers_info(stream, offset=offset)
        found |= {str(one.name): one for one in some if str(one.name).startswith(PREFIX)}
        offset += len(some)
        if len(some) < LISTED:
            return found


async def make(js: JetStreamContext, wanted: Durable, first: First) -> ConsumerInfo:
    """Make a durable that is not there."""
    settings = wanted.settings()
    if first.after is not None:
        begins = replace(settings, deliver_policy=DeliverPolicy.BY_START_SEQUENCE, opt_start_seq=first.after + 1)
    elif first.since is not None:
        begins = replace(settings, deliver_policy=DeliverPolicy.BY_START_TIME, opt_start_time=first.since - SKEW)
    else:
        begins = settings
    made: ConsumerInfo = await js.add_consumer(wanted.stream, begins)
    log.info("a partner's durable was made", stream=wanted.stream, durable=wanted.name)
    return made


async def keep(js: JetStreamContext, wanted: Durable, found: ConsumerInfo) -> None:
    """Set right what drifted on a durable that is there, and let it rest or go on."""
    if different := wanted.drifted(found.config):
        as_it_begins = {
            name: getattr(found.config, name) for name in ("deliver_policy", "opt_start_seq", "opt_start_time")
        }
        await js.add_consumer(wanted.stream, replace(wanted.settings(), **as_it_begins))
        log.warning(
            "a partner's durable had drifted and was set right",
            stream=wanted.stream,
            durable=wanted.name,
            settings=different,
        )
    if bool(found.paused) != wanted.paused:
        if wanted.paused:
            await js.pause_consumer(wanted.stream, wanted.name, FOREVER)
        else:
            await js.resume_consumer(wanted.stream, wanted.name)


async def remove(js: JetStreamContext, stream: str, name: str) -> None:
    """Take a durable away; one that is gone is as good."""
    try:
        await js.delete_consumer(stream, name)
    except NotFoundError:
        return
    log.info("a partner's durable was taken away", stream=stream, durable=name)
