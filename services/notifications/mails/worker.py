"""A worker's part: it tells roles what is due to be told, a few at a time, for as long as it runs."""

import asyncio

import structlog
from fastapi import FastAPI
from opentelemetry import metrics

from services.notifications.addresses import address_of
from services.notifications.domain import mails as rules
from services.notifications.domain.mails import Place
from services.notifications.mails import queue
from services.notifications.mails.facts import facts_of
from services.notifications.mails.post import Counter, LaterError, Post, RefusedError
from services.notifications.mails.queue import Due
from services.notifications.mails.wording import Facts, mail
from shared.crash import crash_point
from shared.database import Database
from shared.errors import ConflictError, NotFoundError, UnavailableError
from shared.messaging.supervisor import Messaging
from shared.settings import Settings

log = structlog.get_logger()
meter = metrics.get_meter("partnership.mails")
mails_counter = meter.create_counter(
    "mails.tried", unit="{mail}", description="Mails that were due, by what became of each: sent, later …"
)

PERIOD_SECONDS = 2.0
FORGET_SECONDS = 3600.0
AT_ONCE = 3
"""How many occasions one process tells of at once, so that a slow mail server holds up a few."""
MAIL_SECONDS = 60.0
LEASE_SECONDS = 90.0
"""Longer than a mail may take: what one worker sends is not taken up by another."""
PURPOSE = "subscription-{why}"


class VacantError(Exception):
    """Nobody can be told: no role is held by anybody, or nobody's address is taken; `reason` says which."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.reason, self.for_good = reason, for_good


async def tell_for_ever(app: FastAPI) -> None:
    """Tell what is due to be told, until cancelled; without a mail server it waits, and is told once there is one."""
    teller = Teller(app.state.database, app.state.messaging, app.state.settings)
    tellers = AT_ONCE if teller.post.is_there else 0
    if not tellers:
        log.info("no mail server is set up: roles are not told by mail")
    await asyncio.gather(teller.forget_for_ever(), *(teller.run() for _ in range(tellers)))


class Teller:
    """Tells roles by mail, for one process."""

    def __init__(self, database: Database, messaging: Messaging, settings: Settings) -> None:
        self._database, self._messaging, self._scaled = database, messaging, settings.scaled
        self.post = Post(settings)

    async def run(self) -> None:
        """Work through what is due, and look again; what fails is tried again later."""
        while True:
            try:
                told = await self.tell_next()
            except Exception as error:  # noqa: BLE001 - an absent database is told by readiness
                # by its kind alone: what it says may quote an address
                log.info("mails wait", error=type(error).__name__)
                told = False
            if not told:
                await asyncio.sleep(self._scaled(PERIOD_SECONDS))

    async def forget_for_ever(self) -> None:
        """Forget what was settled long ago, now and then."""
        while True:
            try:
                if forgotten := await queue.forget(self._database):
                    log.info("mails of long ago were forgotten", mails=forgotten)
            except Exception as error:  # noqa: BLE001 - as above
                log.info("mails could not be forgotten yet", error=type(error).__name__)
            await asyncio.sleep(self._scaled(FORGET_SECONDS))

    async def tell_next(self) -> bool:
        """Tell all of one occasion who are to be told of it now; say whether there was one."""
        lease = self._scaled(LEASE_SECONDS)
        due = await queue.claim(self._database, seconds=lease)
        addresses: set[str] = set()
        for one in due:
            if await queue.still_mine(self._database, one, seconds=lease):
                await self._tell(one, addresses)
        return bool(due)

    async def _tell(self, due: Due, addresses: set[str]) -> None:
        """Tell one role; `addresses` are those that had a mail about the same just now, and forgotten with it."""
        facts = await facts_of(self._database, due)
        if facts is None:
            await self._settle(due, "not-needed", "over-before-it-was-told")
            return
        try:
            async with asyncio.timeout(self._scaled(MAIL_SECONDS)):
                async with self.post.counter() as counter:
                    await self._hand_over(due, facts, counter, addresses)
        except VacantError as error:
            await (self._settle(due, "given-up", error.reason) if error.for_good else self._later(due, error.reason))
        except LaterError as error:
            await self._later(due, error.reason)
        except UnavailableError as error:
            await self._later(due, error.code)
        except TimeoutError:
            await self._later(due, "too-slow")
        except Exception as error:  # noqa: BLE001 - one mail that cannot be written keeps no other from its turn
            await self._later(due, f"failed {type(error).__name__}")

    async def _hand_over(self, due: Due, facts: Facts, counter: Counter, addresses: set[str]) -> None:
        """Hand the mail over to the first who can be told, and record it."""
        others = await queue.told_by_others(self._database, due)
        reasons: list[str] = []
        for place in queue.places(due, others):
            try:
                # not before the mail server is there to take it: that an address was told is written down each time
                found = await address_of(
                    self._messaging, place.council, place.role, purpose=PURPOSE.format(why=due.why)
                )
            except (ConflictError, NotFoundError) as error:
                reasons.append(error.code)
                continue
            if found.email in addresses:
                await self._settle(due, "not-needed", "told-in-another-role", place)
                return
            letter = mail(
                facts,
                self.post.head,
                number=due.id,
                written=due.made_at,
                for_role=place,
                name=found.name,
                address=found.email,
            )
            try:
                await counter.hand_over(letter, found.email)
            except RefusedError as error:
                reasons.append(error.reason)
                continue
            crash_point("mail.after_data_before_record")
            addresses.add(found.email)
            await self._settle(due, "sent", None, place)
            return
        vacant = "role-vacant" in reasons
        raise VacantError("role-vacant" if vacant else reasons[0], for_good=not vacant)

    async def _settle(self, due: Due, state: str, reason: str | None, reached: Place | None = None) -> None:
        await queue.settle(self._database, due, state, reason, reached)
        mails_counter.add(1, {"became": state})
        log.info(
            "a mail is settled",
            subscription=due.subscription,
            role=str(due.place),
            reached=str(reached) if reached else None,
            state=state,
            reason=reason,
        )

    async def _later(self, due: Due, reason: str) -> None:
        if rules.is_given_up(due.made_at, self._database.clock.now()):
            await self._settle(due, "given-up", reason)
            return
        seconds = self._scaled(rules.pause_after(due.tries))
        await queue.postpone(self._database, due, reason, seconds=seconds)
        mails_counter.add(1, {"became": "later"})
        log.warning(
            "a mail could not be sent yet",
            subscription=due.subscription,
            role=str(due.place),
            reason=reason,
            tries=due.tries,
            again_in=round(seconds),
        )
