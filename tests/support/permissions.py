"""A connection to the broker as one of our users, and what the broker refuses it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nats.aio.client import Client

from deploy.local.nats import NatsServer


class Session:
    """A connection as one user, with what the server complained of."""

    def __init__(self, client: Client, complaints: asyncio.Queue[str]) -> None:
        self.client = client
        self.complaints = complaints
        self.js = client.jetstream(timeout=2)

    async def is_refused_to_publish(self, subject: str, payload: bytes = b"{}") -> bool:
        await self.client.publish(subject, payload, reply=f"{self.inbox}.reply")
        return await self._was_refused("publish", subject)

    async def is_refused_to_subscribe(self, subject: str) -> bool:
        await self.client.subscribe(subject)
        return await self._was_refused("subscription", subject)

    async def _was_refused(self, operation: str, subject: str) -> bool:
        complaint = f'permissions violation for {operation} to "{subject.lower()}"'
        try:
            async with asyncio.timeout(2):
                while complaint not in await self.complaints.get():
                    pass
        except TimeoutError:
            return False
        return True

    @property
    def inbox(self) -> str:
        return self.client._inbox_prefix.decode()


@asynccontextmanager
async def session(server: NatsServer, user: str, *, password: str | None = None) -> AsyncIterator[Session]:
    complaints: asyncio.Queue[str] = asyncio.Queue()

    async def hear(error: Exception) -> None:
        complaints.put_nowait(str(error).lower())

    client = Client()
    try:
        await client.connect(
            server.url,
            user=user,
            password=server.passwords[user] if password is None else password,
            inbox_prefix=f"_INBOX_{user}".encode(),
            error_cb=hear,
            allow_reconnect=False,
        )
        yield Session(client, complaints)
    finally:
        await client.close()
