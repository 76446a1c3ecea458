"""A browser as far as pages need one: it is signed in by a cookie, and says where its forms come from."""

import httpx

from tests.support.page import BROWSER, Page
from tests.support.plain import NO_CERTIFICATES
from tests.support.world import Running


def browser_of(running: Running, client: str, council: str | None, *scopes: str) -> httpx.AsyncClient:
    """Return a browser in which a client is signed in."""
    token = running.world.token(scopes, council=council, client=client)
    headers = BROWSER | {"Sec-Fetch-Site": "same-origin"}
    return httpx.AsyncClient(
        base_url=running.url, headers=headers, cookies={"partnership": token}, timeout=30, verify=NO_CERTIFICATES
    )


async def seen(browser: httpx.AsyncClient, path: str, status: int = 200) -> Page:
    """Return a page that is there."""
    answer = await browser.get(path)
    assert answer.status_code == status, answer.text
    return Page(answer.text)


async def sent(browser: httpx.AsyncClient, path: str, **fields: str | list[str]) -> httpx.Response:
    """Send a form; where it leads on is for the test to follow."""
    return await browser.post(path, data=fields)


def filled(page: Page) -> dict[str, str]:
    """Return what a page's form holds, as a browser would send it untouched."""
    fields = {one["name"] or "": one.get("value") or "" for one in page.all("input") if one["type"] not in CHOICES}
    chosen = {one["name"] or "": one["value"] or "" for one in page.all("input") if "checked" in one}
    return fields | chosen


CHOICES = {"radio", "checkbox"}
