"""The sender: one try at one message, in 15 seconds at most, and never an exception."""

import asyncio
import functools
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import BytesPayload, ClientError, ClientOSError, ClientResponse, ServerDisconnectedError
from aiohttp.abc import AbstractStreamWriter

from services.notifications.domain.targets import Place, place_of
from services.notifications.webhooks import answers, forms
from services.notifications.webhooks.connections import Connections, Way
from services.notifications.webhooks.guard import Lookup, dialled
from services.notifications.webhooks.messages import Message, Outcome, Target
from services.notifications.webhooks.sealing import Sealing
from services.notifications.webhooks.signing import signed
from shared.crash import crash_point
from shared.errors import RefusedError
from shared.settings import Settings

HIDDEN = "***"


class Sender:
    """Sends webhooks for one process; close it with the process."""

    def __init__(self, settings: Settings, *, lookup: Lookup | None = None) -> None:
        self.connections = Connections(settings, lookup)
        self.sealing = Sealing(settings)
        self._seconds = settings.webhook_seconds
        self._public_url = settings.public_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self.connections.close()

    async def send(self, target: Target, message: Message, *, now: datetime) -> Outcome:
        """Try once; what comes of it is an outcome, whatever it is.

        `now` is the machine's time and not the moved one: receivers refuse what was not signed this minute.
        """
        headers, body = forms.formed(target, message, self._public_url)
        at = int(now.timestamp())
        headers["webhook-id"] = str(message.id)
        headers["webhook-timestamp"] = str(at)
        headers["webhook-signature"] = signed(target.keys, str(message.id), at, body)
        headers["User-Agent"] = forms.USER_AGENT
        return await self.ask("POST", target.url, target.council, headers, body)

    async def ask(
        self,
        method: str,
        url: str,
        owner: str | None,
        headers: Mapping[str, str],
        body: bytes,
        *,
        seconds: float | None = None,
    ) -> Outcome:
        """Ask an address of an owner's for something, within all bounds that webhooks have."""
        seconds = min(seconds or self._seconds, self._seconds)
        request = {"method": method, "url": shown(url), "headers": _without_secrets(headers), "bytes": len(body)}
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(seconds):
                response, answered, cut = await self._answer(method, url, owner, headers, body)
        except TimeoutError:
            return _failed(request, begun, f"there was no whole answer within {seconds:g} seconds")
        except (ClientError, OSError, RefusedError, ValueError) as error:
            refused = answers.blocked(error)
            if refused is not None:
                return Outcome("blocked", None, None, _since(begun), f"not sent: {refused}", request)
            return _failed(request, begun, answers.in_words(error))
        wait = answers.wait_asked(response.headers)
        kind, wrong = answers.judged(response.status, wait)
        kept = answers.kept(response, len(answered), cut=cut)
        return Outcome(kind, response.status, wait, _since(begun), wrong, request, kept, answered)

    async def _answer(
        self, method: str, url: str, owner: str | None, headers: Mapping[str, str], body: bytes
    ) -> tuple[ClientResponse, bytes, bool]:
        count: list[int] = []
        dialled.set(count)
        place = _place(url)
        pool = self.connections.of(owner)
        try:
            return await self._asked(await pool.way(place), method, headers, body)
        except (ServerDisconnectedError, ClientOSError) as error:
            if count or answers.blocked(error) is not None:
                raise
        # a server may close a connection that lay idle in the very moment it is used again: no try at all
        return await self._asked(await pool.way(place), method, headers, body)

    async def _asked(
        self, way: Way, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[ClientResponse, bytes, bool]:
        session, url, more = way
        if "headers" in more:
            headers, more = {**headers, **more["headers"]}, {k: v for k, v in more.items() if k != "headers"}
        asking = session.request(
            method, url, headers=headers, data=_Body(body) if body else None, allow_redirects=False, **more
        )
        async with asking as response:
            answered, cut = await answers.read(response)
            return response, answered, cut


class _Body(BytesPayload):
    """The bytes of a webhook; once they are handed over, a test may let the process die."""

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await super().write_with_length(writer, content_length)
        crash_point("webhook.after_send_before_reply", once_it_waits=True)


@functools.lru_cache(maxsize=4096)
def _place(url: str) -> Place:
    return place_of(url)


@functools.lru_cache(maxsize=4096)
def shown(url: str) -> str:
    """Return a URL as logs may have it: what stands in its query is often a secret."""
    parts = urlsplit(url)
    hidden = urlencode([(name, HIDDEN) for name, _ in parse_qsl(parts.query, keep_blank_values=True)], safe="*")
    return parts._replace(query=hidden).geturl()


def _without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    kept = dict(headers)
    signatures = kept.get("webhook-signature")
    if signatures is not None:
        kept["webhook-signature"] = " ".join(f"{one.partition(',')[0]},{HIDDEN}" for one in signatures.split(" "))
    return kept


def _failed(request: dict[str, Any], begun: float, error: str) -> Outcome:
    return Outcome("retry", None, None, _since(begun), error, request)


def _since(begun: float) -> int:
    return round((time.perf_counter() - begun) * 1000)
