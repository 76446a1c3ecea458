"""A body has at most 1 MiB, unless its address says that it takes more."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from services.councils.commands.imports import REPORTS as COUNCILS
from services.projects.commands.imports import REPORTS as PROJECTS
from shared.auth import Caller
from shared.web import problems
from shared.web.gate import MIB, Gate


async def anybody(_: str) -> Caller:
    return Caller("client", frozenset(), None, 0)


async def count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(sum([len(piece) async for piece in request.stream()])))


async def pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("path", "mib", "refused"),
    [("/files", 2, None), ("/files", 4, "A body has at most 3 MiB"), ("/else", 2, "A body has at most 1 MiB")],
)
async def test_an_address_takes_as_much_as_it_says_and_every_other_one_mib(
    path: str, mib: int, refused: str | None, *, announced: bool
) -> None:
    app = FastAPI()
    for taking in ("/files", "/else"):
        app.add_route(taking, count, methods=["POST"])
    problems.install(app)
    transport = httpx.ASGITransport(Gate(app, anybody, bodies={"/files": 3 * MIB}))
    async with httpx.AsyncClient(transport=transport, base_url="http://partnership.test") as client:
        content = b"x" * (mib * MIB) if announced else pieces(mib * MIB)
        answer = await client.post(path, content=content, headers={"Authorization": "Bearer x"})
    assert answer.status_code == (200 if refused is None else 413)
    assert (refused or str(mib * MIB)) in answer.text


def test_files_of_a_hundred_mib_are_taken_where_files_are_taken_and_nowhere_else() -> None:
    assert COUNCILS.bodies == {"/api/v1/councils/imports": 100 * MIB}
    assert PROJECTS.bodies == {"/api/v1/projects/imports": 100 * MIB}
