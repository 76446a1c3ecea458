"""`python -m tests.benchmarks.webhook_unguarded`: aiohttp on the same queue, with no guard and no log of answers."""

import base64
import sys
from datetime import datetime
from typing import Any

import aiohttp
import uvloop

from services.notifications.delivering.worker import Worker
from services.notifications.webhooks import Message, Outcome, Sealing, Target, forms
from shared.database import Database
from shared.settings import Settings


class Plain:
    """Forms, signs and sends; whatever is answered with a 2xx was delivered."""

    def __init__(self, settings: Settings, session: aiohttp.ClientSession) -> None:
        self.sealing = Sealing(settings)
        self._session, self._public_url = session, settings.public_url

    async def send(self, target: Target, message: Message, *, now: datetime) -> Outcome:
        headers, body = forms.formed(target, message, self._public_url)
        name, at = str(message.id), int(now.timestamp())
        mac = target.keys[0].sign(b"%b.%d.%b" % (name.encode(), at, body))
        headers |= {
            "webhook-id": name,
            "webhook-timestamp": str(at),
            "webhook-signature": f"v1,{base64.b64encode(mac).decode()}",
        }
        async with self._session.post(target.url, data=body, headers=headers, allow_redirects=False) as response:
            await response.read()
        return Outcome("delivered" if response.ok else "retry", response.status, None, 0, None, {})


async def main() -> None:
    settings = Settings()
    database = Database(settings, "notifications")
    connector = aiohttp.TCPConnector(limit=settings.webhooks_in_flight)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(15)) as session:
        sender: Any = Plain(settings, session)
        await Worker(database, settings, sender).run()


if __name__ == "__main__":
    sys.exit(uvloop.run(main()))
