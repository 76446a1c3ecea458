"""Pulling from a durable at once: whatever has arrived is handed over as a list, and one request is kept waiting.

FastStream and nats-py fill a list until its time is up, so a lone event would wait the whole pull (measured: five
seconds). Here the first message ends the wait, and what came with it goes along.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error as NatsError
from nats.errors import TimeoutError as NatsTimeoutError

log = structlog.get_logger()

IDLE_STATUSES = {"404", "408"}
"""The server's words for a request that ended without (more) messages."""

COMPLETE, ENOUGH = "Batch Completed", "MaxBytes"
"""In the server's words for a request that was fulfilled, and for one that the next message would have overfilled."""

MOST_BYTES = 8 * 1024 * 1024
"""How much is asked for at once, however small the messages are expected to be."""


class Puller:
    """Takes the place of `PullSubscription.fetch` for one subscriber."""

    def __init__(self, client: Client, stream: str, durable: str, pause: Callable[[], Awaitable[None]]) -> None:
        self._client, self._pause = client, pause
        self._next = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"
        self._inbox = client.new_inbox()
        self._arrivals: Subscription | None = None
        self._asked = 0
        self._asked_until = 0.0
        self._wanted: tuple[int, float] | None = None
        self._list_is_complete = False

    async def fetch(self, batch: int, timeout: float = 5.0) -> list[Msg]:  # noqa: ASYNC109 - the signature it replaces
        """Return what is there, at least one message; raise nats' TimeoutError when nothing came in time."""
        if self._list_is_complete:
            # FastStream asks again to fill the list; this says that it is full enough
            self._list_is_complete = False
            raise NatsTimeoutError
        try:
            messages = await self._some(batch, timeout)
        except NatsTimeoutError:
            raise
        except (NatsError, OSError) as error:
            log.info("a pull was not answered", error=repr(error))
            self._asked = 0
            await self._pause()
            raise NatsTimeoutError from error
        self._list_is_complete = len(messages) < batch
        return messages

    async def renew(self) -> None:
        """Ask again on a new connection, which knows nothing of what was asked for: somebody may be waiting for it."""
        if self._arrivals is None or self._wanted is None:
            return
        try:
            await self._ask(*self._wanted)
        except (NatsError, OSError) as error:
            self._asked = 0
            log.info("a pull could not be asked for again", error=repr(error))

    async def close(self) -> None:
        """Stop pulling, and give back what was not handed over, so that it need not wait for its deadline."""
        if self._arrivals is None or self._client.is_closed:
            return
        while self._arrivals.pending_msgs:
            message = await self._arrivals.next_msg(timeout=0.1)
            if _status(message) is None:
                await message.nak()
        await self._arrivals.unsubscribe()
        self._arrivals = None

    async def _some(self, batch: int, seconds: float) -> list[Msg]:
        if self._arrivals is None:
            self._arrivals = await self._client.subscribe(self._inbox)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while (left := deadline - loop.time()) > 0:
            if self._asked <= 0 or loop.time() > self._asked_until:
                await self._ask(batch, seconds)
            message = await self._arrivals.next_msg(timeout=left)
            if not await self._is_event(message):
                continue
            messages = [message]
            while len(messages) < batch and self._arrivals.pending_msgs:
                message = await self._arrivals.next_msg(timeout=1)
                if await self._is_event(message):
                    messages.append(message)
            if len(messages) == batch and self._asked <= 0:
                # more is waiting, for sure: it comes while these are taken in
                await self._ask(batch, seconds)
            return messages
        raise NatsTimeoutError

    async def _ask(self, batch: int, seconds: float) -> None:
        self._wanted = batch, seconds
        request = {"batch": batch, "max_bytes": MOST_BYTES, "expires": int(seconds * 1e9)}
        await self._client.publish(self._next, json.dumps(request).encode(), reply=self._inbox)
        self._asked = batch
        self._asked_until = asyncio.get_running_loop().time() + seconds + 1

    async def _is_event(self, message: Msg) -> bool:
        status = _status(message)
        if status is None:
            self._asked -= 1
            return True
        reason = (message.headers or {}).get("Description", "")
        if reason == COMPLETE:
            return False  # counted already, and the next request may be on its way
        if status != "100":
            self._asked = 0
        if status != "100" and status not in IDLE_STATUSES and ENOUGH not in reason:
            log.info("a pull was refused", status=status, reason=reason)
            await self._pause()
        return False


def _status(message: Msg) -> str | None:
    return (message.headers or {}).get("Status") if not message.data else None
