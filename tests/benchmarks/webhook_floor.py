"""`python -m tests.benchmarks.webhook_floor`: webhooks by aiohttp in a bare loop: signed, sent, no more."""

import asyncio
import base64
import hmac
import os
import sys
import time
from uuid import uuid4

import aiohttp
import uvloop

IN_FLIGHT = 64


async def main() -> None:
    url, count = os.environ["TARGET"], int(os.environ["COUNT"])
    body, secret = os.environ["BODY"].encode(), b"s" * 32
    left = iter(range(count))

    async def send(session: aiohttp.ClientSession) -> None:
        for _ in left:
            name, at = str(uuid4()), int(time.time())
            mac = base64.b64encode(hmac.digest(secret, b"%b.%d.%b" % (name.encode(), at, body), "sha256")).decode()
            headers = {
                "Content-Type": "application/cloudevents+json",
                "webhook-id": name,
                "webhook-timestamp": str(at),
                "webhook-signature": f"v1,{mac}",
            }
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                await response.read()

    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(15)) as session:
        await asyncio.gather(*(send(session) for _ in range(IN_FLIGHT)))


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
