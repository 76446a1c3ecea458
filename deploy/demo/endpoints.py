"""Endpoints that webhooks can be sent to: one that takes what it gets, and others, each with a fault of its own."""

import asyncio
import secrets
import time
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import suppress

from aiohttp import web

from deploy.demo.box import BOX, Box, Endpoint, is_signed

SLOW_SECONDS = 40.0
BUSY_SECONDS = 10
FLAP_EVERY = 3
ENDLESS_SECONDS = 300
PIECE = b"and so on, " * 1000
OTHER_SECRET = "whsec_" + b64encode(secrets.token_bytes(24)).decode()

Answer = Callable[[Endpoint, web.Request, bytes], Awaitable[web.StreamResponse]]


async def good(endpoint: Endpoint, _request: web.Request, body: bytes) -> web.StreamResponse:
    if endpoint.checked(_request.headers, body) == "wrong":
        return web.Response(status=401, text="The signature is not made with my secret.\n")
    return web.Response(status=204)


async def gone(_endpoint: Endpoint, _request: web.Request, _body: bytes) -> web.StreamResponse:
    return web.Response(status=410, text="Nobody is here any more.\n")


async def busy(endpoint: Endpoint, _request: web.Request, _body: bytes) -> web.StreamResponse:
    taken = [one.at.timestamp() for one in endpoint.got if one.answered < web.HTTPBadRequest.status_code]
    left = (taken[-1] + BUSY_SECONDS - time.time()) if taken else 0
    if left <= 0:
        return web.Response(status=204)
    return web.Response(status=429, headers={"Retry-After": str(int(left) + 1)}, text="One in ten seconds, please.\n")


async def slow(_endpoint: Endpoint, _request: web.Request, _body: bytes) -> web.StreamResponse:
    await asyncio.sleep(SLOW_SECONDS)
    return web.Response(status=204)


async def flapping(endpoint: Endpoint, _request: web.Request, _body: bytes) -> web.StreamResponse:
    well = (endpoint.count // FLAP_EVERY) % 2 == 0
    return web.Response(status=204) if well else web.Response(status=503, text="Not just now.\n")


async def endless(_endpoint: Endpoint, request: web.Request, _body: bytes) -> web.StreamResponse:
    answer = web.StreamResponse(status=200)
    await answer.prepare(request)
    until = time.monotonic() + ENDLESS_SECONDS
    # until the sender has had enough, as it should have
    with suppress(ConnectionError):
        while time.monotonic() < until:
            await answer.write(PIECE)
            await asyncio.sleep(0.02)
    return answer


async def wrong_key(_endpoint: Endpoint, request: web.Request, body: bytes) -> web.StreamResponse:
    if is_signed(OTHER_SECRET, request.headers, body):
        return web.Response(status=204)
    return web.Response(status=401, text="The signature is not made with my secret.\n")


async def moved(_endpoint: Endpoint, _request: web.Request, _body: bytes) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/good"})


KINDS: dict[str, tuple[str, Answer]] = {
    "good": ("Takes everything. Give it its secret, and it checks each signature.", good),
    "gone": ("Answers 410, Gone: the subscription stops.", gone),
    "busy": ("Takes one in ten seconds; between them it answers 429 with Retry-After.", busy),
    "slow": ("Answers after 40 seconds, which is too late.", slow),
    "flapping": ("Takes three, then answers 503 three times, and so on.", flapping),
    "endless": ("Answers 200 and then never stops talking.", endless),
    "wrong-key": ("Checks signatures with a secret that is not ours, and answers 401.", wrong_key),
    "moved": ("Answers 302 and sends on to /good, which counts as a failure.", moved),
}


def box() -> Box:
    """Return a box with one endpoint of each kind."""
    return Box({name: Endpoint(name, about) for name, (about, _) in KINDS.items()})


async def receive(request: web.Request) -> web.StreamResponse:
    """Answer a webhook as the endpoint at its path does."""
    endpoint = request.app[BOX].endpoints.get(request.match_info["name"])
    if endpoint is None:
        raise web.HTTPNotFound(text="There is no such endpoint; the page at / names those there are.\n")
    body = await request.read()
    if endpoint.broken:
        endpoint.note(request.headers, body, 500)
        return web.Response(status=500, text="I was broken by hand.\n")
    answer = await KINDS[endpoint.name][1](endpoint, request, body)
    endpoint.note(request.headers, body, answer.status)
    return answer


async def agree(request: web.Request) -> web.Response:
    """Agree to be sent webhooks, by the handshake of CloudEvents: whoever asks may, as often as it likes."""
    headers = {"WebHook-Allowed-Origin": request.headers.get("WebHook-Request-Origin", "*"), "Allow": "POST, OPTIONS"}
    if "WebHook-Request-Rate" in request.headers:
        headers["WebHook-Allowed-Rate"] = request.headers["WebHook-Request-Rate"]
    return web.Response(headers=headers)
