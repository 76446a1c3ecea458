"""Telling how the service is: alive, ready part by part, and whether its database and NATS answer a round trip."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

DEADLINE_SECONDS = 3.0
LAG_PERIOD_SECONDS = 0.5
LAG_LIMIT_SECONDS = 2.0

Check = Callable[[], Awaitable[str]]
"""Returns `ok`, or says what is wrong; raising says it too."""

router = APIRouter(tags=["health"], include_in_schema=False)


@router.get("/livez")
async def alive() -> Response:
    """Answer while the event loop runs."""
    return _answer({"loop": "ok"})


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """Tell part by part whether this service does all of its work."""
    return _answer(await _run(request.app.state.checks))


@router.get("/healthz")
async def healthy(request: Request) -> Response:
    """Make a round trip to the database and to NATS."""
    checks: Mapping[str, Check] = request.app.state.checks
    return _answer(await _run({name: check for name, check in checks.items() if name in {"database", "nats"}}))


async def _run(checks: Mapping[str, Check]) -> dict[str, str]:
    answers = await asyncio.gather(*(_one(check) for check in checks.values()))
    return dict(zip(checks, answers, strict=True))


async def _one(check: Check) -> str:
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            return await check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong is the answer
        return f"{type(error).__name__}: {error}"[:200]


def _answer(parts: Mapping[str, str]) -> Response:
    healthy = all(state == "ok" for state in parts.values())
    body = {"status": "ok" if healthy else "unavailable", "parts": parts}
    return Response(
        orjson.dumps(body),
        status_code=200 if healthy else 503,
        media_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


class LoopLag:
    """How late the event loop runs what is due: a blocked loop is no longer a ready service."""

    def __init__(self) -> None:
        self.worst = 0.0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_PERIOD_SECONDS
            await asyncio.sleep(LAG_PERIOD_SECONDS)
            # forgets a spike slowly, so that a reader between two probes still sees it
            self.worst = max(loop.time() - due, self.worst * 0.8)

    async def check(self) -> str:
        return "ok" if self.worst < LAG_LIMIT_SECONDS else f"the event loop runs {self.worst:.1f} s late"
