"""The loader towards a gateway: pages joined, refusals in words, patience with a start, and secrets kept safe."""

import stat
from pathlib import Path

import httpx
import pytest

from deploy.load.client import Api, Credentials, LoadError, RefusalError
from deploy.load.council_client import ensure, write_secret
from deploy.load.wishes import Wish

TOKEN = {"access_token": "t", "token_type": "Bearer", "expires_in": 900}


class Gateway:
    """Answers in turn what a test lines up for a path, and remembers what it was asked."""

    def __init__(self, answers: dict[str, list[httpx.Response]]) -> None:
        self.answers = {"/oauth/token": [httpx.Response(200, json=TOKEN)], **answers}
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        lined_up = self.answers[request.url.path]
        answer = lined_up.pop(0) if len(lined_up) > 1 else lined_up[0]
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def api(self, patience: float = 5) -> Api:
        http = httpx.AsyncClient(base_url="http://gateway", transport=httpx.MockTransport(self))
        return Api(http, Credentials("digital-office", "secret"), patience)


def problem(status: int, **fields: object) -> httpx.Response:
    return httpx.Response(status, json=fields, headers={"Content-Type": "application/problem+json"})


async def test_the_pages_of_a_list_are_joined() -> None:
    pages = [
        httpx.Response(200, json={"items": [{"key": "a"}], "next": "/api/v1/projects?after=x&limit=200"}),
        httpx.Response(200, json={"items": [{"key": "b"}], "next": None}),
    ]
    gateway = Gateway({"/api/v1/projects": pages})

    items = await gateway.api().items("/projects")

    assert [item["key"] for item in items] == ["a", "b"]
    assert [str(request.url.query, "ascii") for request in gateway.asked] == ["limit=200", "after=x&limit=200"]


async def test_a_refusal_says_what_the_server_said() -> None:
    faults = [{"field": "gss_code", "message": "is no code of a council"}]
    gateway = Gateway(
        {"/api/v1/councils": [problem(422, title="Unprocessable", detail="The body is not valid.", errors=faults)]}
    )

    with pytest.raises(
        RefusalError,
        match=r"POST /api/v1/councils: 422 Unprocessable - The body is not valid\. - gss_code: is no code of a",
    ):
        await gateway.api().make(Wish("council", "fife", "/councils", {}))


async def test_a_service_that_is_still_starting_is_waited_for() -> None:
    wish = Wish("council", "fife", "/councils", {"slug": "fife"})
    gateway = Gateway(
        {"/api/v1/councils": [problem(503, title="Starting"), httpx.Response(201, json={"slug": "fife"})]}
    )
    api = gateway.api()

    assert await api.make(wish) == {"slug": "fife"}
    assert api.writes == 1
    assert {request.headers["Idempotency-Key"] for request in gateway.asked} == {wish.idempotency_key}


async def test_the_wait_has_an_end_and_says_what_is_wrong() -> None:
    gateway = Gateway({"/api/v1/councils": [problem(503, title="Starting", detail="No database answers.")]})

    with pytest.raises(LoadError, match="503 Starting - No database answers"):
        await gateway.api(patience=0.05).get("/councils")


async def test_signing_in_waits_until_every_service_knows_the_key() -> None:
    seen = httpx.Response(200, json={"items": []})
    not_yet = [problem(401), problem(401), problem(401), seen]
    gateway = Gateway({"/api/v1/programme": not_yet, "/api/v1/councils": [seen], "/api/v1/event-types": [seen]})

    await gateway.api().sign_in()

    assert gateway.asked[-1].url.path == "/api/v1/programme"


async def test_a_client_that_is_not_known_is_told_so() -> None:
    gateway = Gateway({"/oauth/token": [httpx.Response(401, json={"error": "invalid_client"})]})

    with pytest.raises(RefusalError, match="401 invalid_client"):
        await gateway.api().sign_in()


async def test_a_councils_client_is_made_once_with_its_secret_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secrets" / "demo-fife"
    client = httpx.Response(200, json={"client_id": "demo-fife"})
    made = httpx.Response(201, json={"client_id": "demo-fife", "secret": "shown-once"})
    api = Gateway({"/api/v1/clients": [made], "/api/v1/clients/demo-fife": [problem(404), client]}).api()

    assert await ensure(api, "fife", file) == "client demo-fife made"
    assert await ensure(api, "fife", file) == "client demo-fife there already"
    assert api.writes == 1
    assert file.read_text(encoding="utf-8") == "shown-once\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_lost_secret_is_replaced(tmp_path: Path) -> None:
    client = httpx.Response(200, json={"client_id": "demo-fife"})
    issued = httpx.Response(201, json={"secret": "another"})
    gateway = Gateway({"/api/v1/clients/demo-fife": [client], "/api/v1/clients/demo-fife/secrets": [issued]})

    said = await ensure(gateway.api(), "fife", tmp_path / "secret")

    assert "given a new secret" in said
    assert (tmp_path / "secret").read_text(encoding="utf-8") == "another\n"


def test_a_secret_replaces_the_one_before(tmp_path: Path) -> None:
    write_secret(tmp_path / "secret", "first")
    write_secret(tmp_path / "secret", "second")

    assert (tmp_path / "secret").read_text(encoding="utf-8") == "second\n"
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
