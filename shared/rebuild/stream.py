"""Reading a whole stream in its order, in lists, with a consumer for that alone: no other hears less for it."""

import asyncio
import json
from collections.abc import AsyncIterator

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

from shared.errors import ConflictError, UnavailableError
from shared.messaging.pull import COMPLETE, ENOUGH, IDLE_STATUSES
from shared.outbox.audit import incarnation

LIST_SIZE = 500
ASK_FOR = 4 * LIST_SIZE
"""How many messages one request asks for; the next is sent while those that came are worked on."""
ASK_FOR_BYTES = 16 * 1024 * 1024
ASK_SECONDS = 5
WAIT_SECONDS = 30.0
FORGOTTEN_AFTER_SECONDS = 300.0
"""When the broker clears the consumer away if its reader died."""


class WholeStream:
    """A stream from its first message on; nothing is acknowledged, and nothing may be missing or out of order."""

    def __init__(self, client: Client, stream: str, consumer: str) -> None:
        self._client, self._stream, self._consumer = client, stream, consumer
        self._js = client.jetstream(timeout=WAIT_SECONDS)
        self._inbox = client.new_inbox()
        self._arrivals: Subscription | None = None
        self.life = ""
        self._waiting: list[Msg] = []
        self._came = asyncio.Event()
        self._asked = 0
        self._newest = 0
        self._number = 0
        self._wrong = ""

    async def open(self) -> None:
        """Make the consumer anew: one that a dead reader left is somewhere in the middle."""
        await self.close()
        self.life = incarnation(await self._js.stream_info(self._stream))
        await self._js.add_consumer(
            self._stream,
            ConsumerConfig(
                name=self._consumer,
                deliver_policy=DeliverPolicy.ALL,
                ack_policy=AckPolicy.NONE,
                mem_storage=True,
                inactive_threshold=FORGOTTEN_AFTER_SECONDS,
            ),
        )
        self._arrivals = await self._client.subscribe(self._inbox, cb=self._arrived)

    async def close(self) -> None:
        if self._arrivals is not None:
            await self._arrivals.unsubscribe()
            self._arrivals = None
        try:
            await self._js.delete_consumer(self._stream, self._consumer)
        except NotFoundError:
            return

    async def rest(self) -> AsyncIterator[list[Msg]]:
        """Yield what was not read yet, up to what is the last message now and perhaps beyond it."""
        info = await self._js.stream_info(self._stream)
        if incarnation(info) != self.life:
            raise ConflictError(f"The stream {self._stream} was made anew meanwhile; nothing was changed. Try again.")
        last = info.state.last_seq if info.state.messages else 0
        while self._waiting or self._newest < last:
            yield await self._list(last)

    async def _list(self, last: int) -> list[Msg]:
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while len(self._waiting) < LIST_SIZE and self._newest < last:
                    await self._ask()
                    self._came.clear()
                    await self._came.wait()
                    if self._wrong:
                        raise UnavailableError(f"The stream {self._stream} cannot be read: {self._wrong}.")
        except TimeoutError as error:
            raise UnavailableError(f"NATS does not hand the stream {self._stream} out.") from error
        found, self._waiting = self._waiting[:LIST_SIZE], self._waiting[LIST_SIZE:]
        if self._newest < last:
            await self._ask()
        return found

    async def _ask(self) -> None:
        if self._asked > 0 or len(self._waiting) > ASK_FOR:
            return
        self._asked = ASK_FOR
        request = {"batch": ASK_FOR, "max_bytes": ASK_FOR_BYTES, "expires": ASK_SECONDS * 10**9}
        await self._client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{self._stream}.{self._consumer}", json.dumps(request).encode(), self._inbox
        )

    async def _arrived(self, message: Msg) -> None:
        status = None if message.data else (message.headers or {}).get("Status")
        if status is None:
            place = message.metadata.sequence
            self._number += 1
            self._asked -= 1
            if place.consumer != self._number:
                self._wrong = f"message {self._number} did not come, but {place.consumer}"
            self._newest = place.stream
            self._waiting.append(message)
        elif (why := (message.headers or {}).get("Description", "")) != COMPLETE:
            # the end of a request: it has waited long enough, or the next message would be too much for it. One that
            # is complete was counted already, and the next may be on its way
            self._asked = 0
            if status not in IDLE_STATUSES and ENOUGH not in why:
                self._wrong = f"{status} {why}"
        self._came.set()
