"""Signing in by browser: with a client's own id and secret, from a page of ours, and no hint for who is not let in."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.support.page import BROWSER, Page, refuse_barriers
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import Running
from tests.support.world import world as provide_world

API = "/api/v1"
Secrets = dict[str, str]
OURS = BROWSER | {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
async def councils(servers: Servers, templates: Templates) -> AsyncIterator[Running]:
    """One service for all of these tests."""
    async with provide_world(servers, templates) as world:
        await world.streams("projects")
        running = await world.start("councils")
        await running.ready()
        yield running


@pytest.fixture(scope="module")
async def secret(councils: Running) -> Secrets:
    """The secrets of two clients of Fife: one may do more than the pages need, and one may not even use them."""
    async with councils.client() as office:
        fife = {"slug": "fife", "name": "Fife Council", "gss_code": "S12000047"}
        assert (await office.post(f"{API}/councils", json=fife)).status_code == 201
        scopes = ["programme:read", "events:read", "clients:write"]
        wish = {"client_id": "fife-systems", "name": "Fife", "council": "fife", "scopes": scopes}
        made = await office.post(f"{API}/clients", json=wish)
        assert made.status_code == 201, made.text
        wish = {"client_id": "fife-reader", "name": "Fife", "council": "fife", "scopes": ["programme:read"]}
        other = await office.post(f"{API}/clients", json=wish)
        return {one["client_id"]: one["secret"] for one in (made.json(), other.json())}


@pytest.fixture
async def browser(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=councils.url, headers=OURS, timeout=30) as client:
        yield client


def form(secret: Secrets, **changes: str) -> dict[str, str]:
    return {"client_id": "fife-systems", "client_secret": secret["fife-systems"], "next": ""} | changes


async def claims(browser: httpx.AsyncClient, token: str) -> dict[str, Any]:
    published = KeySet.import_key_set((await browser.get("/.well-known/jwks.json")).json())
    return dict(jwt.decode(token, published, algorithms=["ES256"]).claims)


async def test_the_page_to_sign_in_can_be_used_by_everybody_and_loads_everything_from_here(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/sign-in?next=/subscriptions/one")
    page = Page(answer.text)
    refuse_barriers(page)
    assert answer.status_code == 200
    assert "script-src" not in answer.headers["content-security-policy"]
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "same-origin")
    assert {one["type"]: one.get("autocomplete") for one in page.all("input")} == {
        "hidden": None,
        "text": "username",
        "password": "current-password",
    }
    assert page.all("input")[0]["value"] == "/subscriptions/one"
    loaded = [await browser.get(address) for address in page.loads]
    assert {one.status_code for one in loaded} == {200}
    assert all(address.startswith("/assets/councils/") for address in page.loads)


async def test_who_signs_in_gets_a_token_for_the_pages_alone_in_a_cookie_that_ends_with_it(
    browser: httpx.AsyncClient, secret: Secrets
) -> None:
    answer = await browser.post("/sign-in", data=form(secret, next="/subscriptions/one?state=waiting"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/subscriptions/one?state=waiting")
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly",
        "max-age=900",
        "path=/",
        "samesite=strict",
    }
    told = await claims(browser, answer.cookies["partnership"])
    assert (told["sub"], told["council"], told["scope"]) == ("fife-systems", "fife", "events:read")
    assert told["exp"] - told["iat"] == 900
    assert (await browser.get(f"{API}/councils")).status_code == 401, "a cookie opens nothing of the API"


async def test_the_cookie_goes_over_https_only_where_there_is_https(councils: Running, secret: Secrets) -> None:
    async with httpx.AsyncClient(base_url=councils.url, headers=OURS) as browser:
        changed = councils.settings.model_copy(update={"public_url": "https://partnership.example"})
        kept, councils.app.state.settings = councils.app.state.settings, changed
        try:
            answer = await browser.post("/sign-in", data=form(secret))
        finally:
            councils.app.state.settings = kept
    assert answer.headers["set-cookie"].startswith("__Host-partnership=")
    assert "; Secure" in answer.headers["set-cookie"]


async def test_who_is_not_let_in_is_told_so_in_the_form_and_not_why(
    browser: httpx.AsyncClient, secret: Secrets
) -> None:
    said = set()
    for wrong in (
        {"client_secret": "wrong"},
        {"client_id": "nobody"},
        {"client_id": "nobody", "client_secret": "wrong"},
        {"client_id": "<script>alert(1)</script>"},
        {"client_id": "x" * 300},
    ):
        answer = await browser.post("/sign-in", data=form(secret, **wrong))
        page = Page(answer.text)
        refuse_barriers(page)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert page.all("script") == []
        assert not any(one.get("value") for one in page.all("input") if one["type"] == "password")
        (summary,) = [one for one in page.all("div") if one.get("role") == "alert"]
        assert "autofocus" in summary
        said.add(page.words("error-summary"))
    assert said == {"There is a problem The client is not known, or its secret is not valid"}


async def test_what_is_missing_is_said_at_its_field_and_what_was_filled_in_stays(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/sign-in", data={"client_id": "fife-systems", "client_secret": " ", "next": "/x"})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert "<title>Error: Sign in" in answer.text
    assert "#client_secret" in page.links()
    filled = {one["name"]: one for one in page.all("input")}
    assert (filled["client_id"]["value"], filled["next"]["value"]) == ("fife-systems", "/x")
    assert filled["client_secret"]["aria-invalid"] == "true"
    assert filled["client_secret"]["aria-describedby"] == "client_secret-error"


async def test_a_client_that_may_not_read_events_learns_what_it_lacks(
    browser: httpx.AsyncClient, secret: Secrets
) -> None:
    wish = form(secret, client_id="fife-reader", client_secret=secret["fife-reader"])
    answer = await browser.post("/sign-in", data=wish)
    assert answer.status_code == 400
    assert "it needs the scope events:read" in answer.text


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_signing_in_leads_to_no_other_site(browser: httpx.AsyncClient, secret: Secrets, address: str) -> None:
    shown = Page((await browser.get("/sign-in", params={"next": address})).text)
    assert shown.all("input")[0]["value"] == "/subscriptions"
    answer = await browser.post("/sign-in", data=form(secret, next=address))
    assert answer.headers["location"] == "/subscriptions"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://partnership.test"},
    ],
)
async def test_no_other_site_signs_somebody_in_or_out(
    councils: Running, secret: Secrets, headers: dict[str, str]
) -> None:
    async with httpx.AsyncClient(base_url=councils.url, headers=BROWSER | headers) as foreign:
        for answer in (await foreign.post("/sign-in", data=form(secret)), await foreign.post("/sign-out")):
            assert (answer.status_code, answer.json()["code"]) == (403, "foreign-form")
            assert "set-cookie" not in answer.headers


async def test_who_signs_out_has_no_cookie_left_and_is_told(browser: httpx.AsyncClient, secret: Secrets) -> None:
    await browser.post("/sign-in", data=form(secret))
    assert browser.cookies.get("partnership")
    answer = await browser.post("/sign-out")
    assert answer.status_code == 303
    assert not browser.cookies.get("partnership")
    assert "You are signed out." in (await browser.get(answer.headers["location"])).text


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b'{"client_id": "fife-systems"}', "application/json", 400),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded", 400),
        (b"client_id=a&client_id=b", "application/x-www-form-urlencoded", 400),
        (b"client_id=" + b"x" * 100_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_what_is_no_form_is_refused_by_a_page(
    browser: httpx.AsyncClient, content: bytes, content_type: str, status: int
) -> None:
    answer = await browser.post("/sign-in", content=content, headers={"Content-Type": content_type})
    assert answer.status_code == status
    refuse_barriers(Page(answer.text))
    assert "There is a problem" in answer.text


async def test_how_often_a_secret_is_used_to_sign_in_is_known_like_any_other_use(
    browser: httpx.AsyncClient, councils: Running, secret: Secrets
) -> None:
    await browser.post("/sign-in", data=form(secret))
    async with councils.client() as office:
        shown = (await office.get(f"{API}/clients/fife-systems")).json()
    assert shown["secrets"][0]["last_used"]
