"""The worker: takes up what is due, tries it, and writes down what came of it, for as long as the service runs."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from fastapi import FastAPI
from opentelemetry import metrics

from services.notifications.delivering import claims, settling, standing
from services.notifications.delivering.claims import Claim
from services.notifications.delivering.flights import Flights
from services.notifications.delivering.settling import Done
from services.notifications.delivering.waking import Bell, listen
from services.notifications.domain import retries
from services.notifications.models.deliveries import BY_INDEX
from services.notifications.webhooks import Message, Outcome, Sender, Target, targets, webhooks_of
from shared.crash import crash_point
from shared.database import Database
from shared.errors import UnavailableError
from shared.settings import Settings

log = structlog.get_logger()
meter = metrics.get_meter("partnership.webhooks")
attempts_counter = meter.create_counter(
    "webhooks.attempts", unit="{attempt}", description="Tries at delivering a webhook, by what came of them"
)

CONNECTIONS = 3
"""One to take up, one to write down, and one to give back."""
POLL_SECONDS = 1.0
TARGET_SECONDS = 5.0
"""For how long an endpoint's address and keys are remembered; a change of its subscription is seen at once."""
TOGETHER = 500
"""How many tries are written down at once, at most."""
PROBES_AT_ONCE = 32
SLOWEST_RETRY_SECONDS = 5.0


class Worker:
    """Delivers the webhooks of one service; any number of workers may do so beside each other."""

    def __init__(self, database: Database, settings: Settings, sender: Sender) -> None:
        self._database, self._sender, self._scaled = database, sender, settings.scaled
        # its statements are asked over and over: planning each anew would take as long as carrying it out
        self._pool = database.pool(CONNECTIONS, {**BY_INDEX, "plan_cache_mode": "force_generic_plan"})
        self._lease = 2 * settings.webhook_seconds + settings.scaled(claims.SPARE_SECONDS)
        self._to_do, self._done, self._standing = Bell(), Bell(), Bell()
        self._flights = Flights(
            settings.webhooks_in_flight,
            settings.webhooks_in_flight * 8,
            settings.webhooks_per_endpoint,
            self._to_do.ring,
        )
        self._ended: list[Done] = []
        self._to_judge: dict[str, standing.Judge] = {}
        self._targets: dict[str, tuple[int, float, Target]] = {}
        self._whom: set[str] | None = None
        """For whom there may be something to take up; None is anybody."""
        self._after = ""
        self._next_probe = 0.0

    async def run(self) -> None:
        """Deliver until cancelled; what is in flight then is given back, to be tried by another."""
        steps = (self._take_up, self._write_down, self._judge)
        runs = [asyncio.create_task(self._for_ever(step)) for step in steps]
        runs.append(asyncio.create_task(listen(self._database, self._to_do, self._scaled)))
        try:
            await asyncio.gather(*runs)
        finally:
            for run in runs:
                run.cancel()
            await asyncio.gather(*runs, return_exceptions=True)
            await self._flights.abandon()
            await self._give_back()

    async def _for_ever(self, step: Callable[[], Awaitable[None]]) -> None:
        delay = 0.1
        while True:
            try:
                await step()
                delay = 0.1
            except Exception as error:
                if isinstance(error, UnavailableError):
                    log.info("delivering waits for the database", error=repr(error.__cause__), in_seconds=delay)
                else:
                    log.exception("delivering begins again", in_seconds=delay)
                await asyncio.sleep(delay)
                delay = min(delay * 2, self._scaled(SLOWEST_RETRY_SECONDS))

    async def _take_up(self) -> None:
        """Begin what is due, as far as there is room, and wait for more."""
        # whatever goes wrong, anybody is looked for next
        whom, self._whom = None if self._flights.more_waits else self._whom, None
        for claim in await self._claimed(whom):
            self._flights.begin(claim.subscription, claim.lease, self._try(claim))
        self._whom = await self._to_do.wait(self._scaled(POLL_SECONDS))

    async def _claimed(self, whom: Collection[str] | None) -> list[Claim]:
        found: list[Claim] = []
        room = self._flights.room
        if room <= 0:
            self._flights.more_waits = True
            return found
        now = self._database.clock.now()
        async with self._pool.connection() as connection:
            if time.monotonic() >= self._next_probe:
                self._next_probe = time.monotonic() + self._scaled(POLL_SECONDS)
                found += await claims.claim_probes(connection, now=now, most=PROBES_AT_ONCE, seconds=self._lease)
            found += await self._in_turn(connection, now, room, whom)
        if found:
            crash_point("webhook.after_claim")
            await self._know_targets(found)
        known = [one for one in found if one.subscription in self._targets]
        if len(known) < len(found):
            await self._put_off([one for one in found if one.subscription not in self._targets])
        return known

    async def _in_turn(self, connection: Any, now: datetime, room: int, whom: Collection[str] | None) -> list[Claim]:
        """Take up what is due for some; or for all, from where the last time ended, and then from the first."""
        found: list[Claim] = []
        flying = dict(self._flights.of)
        for after in (self._after, "") if self._after and whom is None else ("",):
            taken = await claims.claim(
                connection,
                after=after,
                now=now,
                flying=flying,
                per_endpoint=self._flights.per_endpoint,
                most=room - len(found),
                seconds=self._lease,
                whom=whom,
            )
            for one in taken:
                flying[one.subscription] = flying.get(one.subscription, 0) + 1
            found += taken
            self._flights.more_waits = len(found) >= room
            if self._flights.more_waits:
                if whom is None:
                    self._after = max(one.subscription for one in taken)
                return found
        if whom is None:
            self._after = ""
        return found

    async def _know_targets(self, found: Sequence[Claim]) -> None:
        """Read where webhooks go and with what they are signed, of those that are not known or may have changed."""
        now = time.monotonic()
        versions = {one.subscription: one.version for one in found}
        unknown = [
            subscription
            for subscription, version in versions.items()
            if (known := self._targets.get(subscription)) is None
            or known[0] != version
            or known[1] < now - self._scaled(TARGET_SECONDS)
        ]
        if not unknown:
            return
        async with self._pool.connection() as connection:
            clock = self._database.clock.now()
            read = await targets(connection, unknown, sealing=self._sender.sealing, now=clock)
        for subscription in unknown:
            self._targets.pop(subscription, None)
        # it may have moved since it was taken up, to where nobody has agreed yet
        self._targets |= {one: (versions[one], now, target) for one, target in read.items() if target.agreed}

    async def _put_off(self, unknown: Sequence[Claim]) -> None:
        """Leave alone for a while who has not agreed, and whose keys cannot be opened: our fault, and not theirs."""
        async with self._pool.connection() as connection:
            await claims.put_off(connection, unknown, until=self._database.clock.now() + timedelta(seconds=self._lease))

    async def _try(self, claim: Claim) -> None:
        """Send one webhook and say what came of it."""
        at = datetime.now(UTC)
        message = Message(claim.delivery, claim.event, claim.number, claim.previous)
        try:
            outcome = await self._sender.send(self._targets[claim.subscription][2], message, now=at)
        except Exception:
            # a fault of ours, which would else hold the lane for ever
            log.exception("a webhook could not be tried", subscription=claim.subscription)
            outcome = Outcome("retry", None, None, 0, "not sent: a fault of the sender's", {})
        crash_point("webhook.after_reply_before_record")
        attempts_counter.add(1, {"outcome": outcome.kind})
        follows = retries.after(
            outcome.kind,
            tries=claim.tries,
            probe=claim.probe,
            failures=claim.failures,
            retry_after=outcome.retry_after,
            now=self._database.clock.now(),
            scaled=self._scaled,
            chance=random.random(),  # noqa: S311 - jitter
        )
        self._ended.append(Done(claim, outcome, at, follows))
        self._done.ring()

    async def _write_down(self) -> None:
        """Write down what has ended; while that goes on, more ends."""
        while done := self._ended[:TOGETHER]:
            again: set[str] | None = None
            try:
                again = await self._settle(done)
            except UnavailableError:
                raise
            except Exception:
                log.exception("what came of some tries could not be written down together", tries=len(done))
                for one in done:
                    await self._settle_alone(one)
            del self._ended[: len(done)]
            full = {
                one.claim.subscription
                for one in done
                if self._flights.settled(one.claim.subscription, one.claim.lease) or _holds_back(one)
            }
            if again is None or self._flights.more_waits:
                self._to_do.ring()
            elif again | full:
                # nobody else has anything new
                self._to_do.ring(again | full)
        await self._done.wait(self._scaled(POLL_SECONDS))

    async def _settle(self, done: Sequence[Done]) -> set[str]:
        """Write down some tries; return of whose lanes more is due."""
        async with self._pool.connection() as connection:
            found = await settling.settle(
                connection,
                done,
                now=self._database.clock.now(),
                scaled=self._scaled,
                chance=random.random(),  # noqa: S311 - jitter
            )
        self._to_judge |= dict.fromkeys(found.failing, standing.pause_failing)
        self._to_judge |= dict.fromkeys(found.healed, standing.resume_healed)
        self._to_judge |= {one: partial(standing.stop_gone, version=version) for one, version in found.gone.items()}
        if self._to_judge:
            self._standing.ring()
        return found.more

    async def _settle_alone(self, done: Done) -> None:
        """Write down one try; without its answer, if it is that which the database does not take."""
        try:
            await self._settle([done])
        except UnavailableError:
            raise
        except Exception:
            log.exception("an answer could not be written down", subscription=done.claim.subscription)
            bare = done.outcome._replace(error="the answer could not be kept", answer=None, answer_body=None)
            await self._settle([done._replace(outcome=bare)])

    async def _judge(self) -> None:
        """Pause, resume or stop the subscriptions whose endpoints gave reason to."""
        while self._to_judge:
            subscription, judge = next(iter(self._to_judge.items()))
            await judge(self._database, self._scaled, subscription)
            if self._to_judge.get(subscription) is judge:
                # else there was reason for another meanwhile
                del self._to_judge[subscription]
            self._to_do.ring()
        await self._standing.wait(self._scaled(POLL_SECONDS))

    async def _give_back(self) -> None:
        """Give back what was taken up and not written down; if that fails, the leases run out."""
        if leases := self._flights.leases:
            try:
                async with self._pool.connection() as connection:
                    await claims.release(connection, leases)
            except Exception as error:  # noqa: BLE001 - the database may be why this process stops
                log.info("leases were not given back", error=repr(error))


def _holds_back(done: Done) -> bool:
    """Say whether an endpoint may have got less than it was due, for reasons of its own."""
    return done.claim.paced or done.claim.failures > 0 or done.outcome.kind != "delivered"


async def deliver(app: FastAPI) -> None:
    """Deliver webhooks beside the service."""
    state = app.state
    await Worker(state.database, state.settings, webhooks_of(app).sender).run()
