"""A partner on the broker, as its own program would be: with the seed of its key, and with nothing else of ours."""

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nats.aio.client import Client
from nats.aio.msg import Msg

from services.notifications.partners.nkeys import PUBLIC_BYTES, USER, _written


async def connect(url: str, seed: str, **options: Any) -> Client:
    """Connect with a seed; the wheel that nats-py wants for that is not needed here."""
    key = Ed25519PrivateKey.from_private_bytes(base64.b32decode(seed + "=" * (-len(seed) % 8))[2 : 2 + PUBLIC_BYTES])
    client = Client()
    client._public_nkey = _written(bytes([USER]) + key.public_key().public_bytes_raw())
    settings: dict[str, Any] = {"allow_reconnect": False, "error_cb": _hear} | options
    try:
        await client.connect(url, signature_cb=lambda nonce: base64.b64encode(key.sign(nonce.encode())), **settings)
    except BaseException:
        await client.close()
        raise
    return client


@asynccontextmanager
async def as_partner(url: str, seed: str, **options: Any) -> AsyncIterator[Client]:
    client = await connect(url, seed, **options)
    try:
        yield client
    finally:
        await client.close()


class Pulled:
    """What a partner pulls from one of its durables, by hand: without asking what the durable is like."""

    def __init__(self, client: Client, stream: str, durable: str) -> None:
        self._client, self._subject = client, f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"

    async def fetch(self, batch: int = 100, *, seconds: float = 1.0) -> list[Msg]:
        """Return events that are there, or come within a time."""
        inbox = self._client.new_inbox()
        arrivals = await self._client.subscribe(inbox)
        wish = {"batch": batch, "expires": int(seconds * 1e9)}
        await self._client.publish(self._subject, json.dumps(wish).encode(), inbox)
        got: list[Msg] = []
        try:
            while len(got) < batch:
                message = await arrivals.next_msg(timeout=seconds + 2)
                if (message.headers or {}).get("Status") is not None:
                    break
                got.append(message)
        finally:
            await arrivals.unsubscribe()
        return got


async def _hear(_: Exception) -> None:
    """What is refused shows in what did not happen."""
