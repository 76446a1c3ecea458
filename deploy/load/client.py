"""The public API as the loader needs it: a token, patient requests, pages joined, refusals in words."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

import httpx

from deploy.load.wishes import Json, Wish

_PASSING = {httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}
_IN_FLIGHT = 8
# one route of each service that takes a token: while one refuses it, the signing key is still on its way there
_PROTECTED = ("/programme", "/councils?limit=1", "/event-types")


class LoadError(Exception):
    """The load cannot go on; the sentence says why, for the person who started it."""


class RefusalError(LoadError):
    """The API answered with a refusal."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {_sentence(answer)}")


@dataclass(frozen=True)
class Credentials:
    client_id: str
    secret: str


class Api:
    """Counts its writes, so that a run can say truly that it changed nothing."""

    def __init__(self, http: httpx.AsyncClient, credentials: Credentials, patience: float) -> None:
        """Use `http`, whose base is the gateway; `patience` is how many seconds to wait for a service to answer."""
        self.writes = 0
        self._http = http
        self._credentials = credentials
        self._patience = patience
        self._lanes = asyncio.Semaphore(_IN_FLIGHT)
        self._token = ""

    async def sign_in(self) -> None:
        """Get a token and wait until every service accepts it."""
        self._token = await self.token(self._credentials)
        await asyncio.gather(*(self._accepted(path) for path in _PROTECTED))

    async def token(self, credentials: Credentials) -> str:
        """Return a token for a client; raise RefusalError when its id and secret are not good."""
        answer = await self._patiently(
            "POST",
            "/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=httpx.BasicAuth(credentials.client_id, credentials.secret),
        )
        if not answer.is_success:
            raise RefusalError(answer)
        return str(answer.json()["access_token"])

    async def find(self, path: str) -> Json | None:
        """Return one resource, or None when there is none."""
        try:
            return await self.get(path)
        except RefusalError as refused:
            if refused.status == httpx.codes.NOT_FOUND:
                return None
            raise

    async def get(self, path: str) -> Json:
        return _body(await self._authorised("GET", f"/api/v1{path}"))

    async def items(self, path: str) -> list[Json]:
        """Return all items of a list, page by page."""
        page = await self.get(path + ("&" if "?" in path else "?") + "limit=200")
        items = list(page["items"])
        while page.get("next"):
            page = _body(await self._authorised("GET", page["next"]))
            items += page["items"]
        return items

    async def make(self, wish: Wish) -> Json:
        return await self.post(wish.path, wish.body, {"Idempotency-Key": wish.idempotency_key})

    async def post(self, path: str, body: Json, headers: dict[str, str] | None = None) -> Json:
        answer = await self._authorised("POST", f"/api/v1{path}", json=body, headers=headers)
        self.writes += 1
        return _body(answer)

    async def put(self, path: str, body: Json) -> Json:
        """Say what is to stand at an address, whatever stands there."""
        answer = await self._authorised("PUT", f"/api/v1{path}", json=body, headers={"If-Match": "*"})
        self.writes += 1
        return _body(answer)

    async def _accepted(self, path: str) -> None:
        deadline = time.monotonic() + self._patience
        while True:
            try:
                await self.get(path)
            except RefusalError as refused:
                if refused.status != httpx.codes.UNAUTHORIZED:
                    raise
                if time.monotonic() > deadline:
                    raise LoadError(f"The token was not accepted at {path} ({refused}).") from refused
                await asyncio.sleep(0.1)
            else:
                return

    async def _authorised(self, method: str, url: str, **request: Any) -> httpx.Response:
        answer = await self._with_token(method, url, **request)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            # a long wait outlives a token: try once more with a fresh one
            self._token = await self.token(self._credentials)
            answer = await self._with_token(method, url, **request)
        if not answer.is_success:
            raise RefusalError(answer)
        return answer

    async def _with_token(self, method: str, url: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token}", **(request.pop("headers", None) or {})}
        return await self._patiently(method, url, headers=headers, **request)

    async def _patiently(self, method: str, url: str, **request: Any) -> httpx.Response:
        """Send until somebody answers; a repeated POST is safe, as it carries its Idempotency-Key."""
        deadline = time.monotonic() + self._patience
        pause = 0.1
        while True:
            try:
                async with self._lanes:
                    answer = await self._http.request(method, url, **request)
            except httpx.TransportError as error:
                trouble = LoadError(f"Nothing answered at {self._http.base_url} ({type(error).__name__}: {error}).")
            else:
                if answer.status_code not in _PASSING:
                    return answer
                trouble = RefusalError(answer)
            if time.monotonic() + pause > deadline:
                raise trouble
            await asyncio.sleep(pause)
            pause = min(2 * pause, 2.0)


def _body(answer: httpx.Response) -> Json:
    return dict(answer.json()) if answer.content else {}


def _sentence(answer: httpx.Response) -> str:
    """Return what a problem+json answer, or an OAuth error, says to people."""
    try:
        problem = answer.json()
    except ValueError:
        return answer.reason_phrase
    if not isinstance(problem, dict):
        return answer.reason_phrase
    said = [str(problem[name]) for name in ("title", "detail", "error", "error_description") if problem.get(name)]
    faults = [f"{fault.get('field')}: {fault.get('message')}" for fault in problem.get("errors") or []]
    said += [fault for fault in faults if not any(fault in part for part in said)]
    return " - ".join(said) or answer.reason_phrase
