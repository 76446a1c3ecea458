"""Keys and agreement on the pages: a secret is shown once, and an endpoint that refuses is told of."""

import re
from typing import Any

import httpx

from tests.support.browser import filled, seen, sent
from tests.support.page import Page, refuse_barriers
from tests.support.receiving import Receiver
from tests.support.subscriptions import subscribe

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]+")


def wish(url: str, **changes: Any) -> dict[str, Any]:
    chosen = {"road": "webhook", "start": "now", "mode": "binary", "body": "thin", "signatures": ["hmac", "ed25519"]}
    return chosen | {"name": "Ours", "url": url, "action": "make", "types": "", "filters": ""} | changes


async def test_a_webhook_is_made_by_the_form_and_its_secret_is_shown_this_once(
    fife: httpx.AsyncClient, receiver: Receiver
) -> None:
    made = await sent(fife, "/subscriptions/new", **wish(receiver.url("made")))
    page = Page(made.text)
    refuse_barriers(page)
    assert made.status_code == 200, page.text
    assert made.headers["cache-control"] == "no-store"
    (secret,) = set(SECRET.findall(made.text))
    assert secret in page.words("secret")
    assert "The subscription was made." in page.words("secret")
    assert "it is shown this once" in page.words("secret")
    assert sum("autofocus" in found for _, found in page.tags) == 1
    mine = next(form["action"] for form in page.all("form") if (form["action"] or "").endswith("/agreement"))
    again = await fife.get(str(mine).removesuffix("/agreement"))
    assert not SECRET.search(again.text)
    assert "Public key: whpk_" in Page(again.text).section("keys")


async def test_an_endpoint_that_does_not_agree_is_told_of_and_one_that_does_goes_on(
    fife: httpx.AsyncClient, receiver: Receiver, api: httpx.AsyncClient
) -> None:
    nobody = await subscribe(api, webhook={"url": "https://127.0.0.1:1/nobody"})
    mine = f"/subscriptions/{nobody['id']}"
    refused = await sent(fife, f"{mine}/agreement")
    page = Page(refused.text)
    refuse_barriers(page)
    assert refused.status_code == 409
    assert "The endpoint did not agree." in page.words("error-summary")
    assert "it did not agree" in page.section("endpoint")
    willing = await subscribe(api, webhook={"url": receiver.url("willing")})
    agreed = await sent(fife, f"/subscriptions/{willing['id']}/agreement")
    assert agreed.headers["location"] == f"/subscriptions/{willing['id']}?done=agreed"
    assert "Events go out as they come." in (await seen(fife, agreed.headers["location"])).text


async def test_a_new_key_is_shown_once_and_the_old_one_is_warned_of(
    fife: httpx.AsyncClient, angus: httpx.AsyncClient, api: httpx.AsyncClient
) -> None:
    one = await subscribe(api)
    mine = f"/subscriptions/{one['id']}/secrets"
    page = await seen(fife, mine)
    refuse_barriers(page)
    form = filled(page)
    assert form["overlap"] == "86400"
    foreign = await fife.post(mine, data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert (await angus.post(mine, data=form)).status_code == 404
    assert (await angus.get(mine)).status_code == 404
    for wrong in ({"overlap": ""}, {"overlap": "-1"}, {"overlap": "99999999"}):
        refused = await sent(fife, mine, **form | wrong)
        assert refused.status_code == 422, wrong
        assert "#overlap" in Page(refused.text).links()
    made = await sent(fife, mine, **form)
    shown = Page(made.text)
    refuse_barriers(shown)
    (secret,) = set(SECRET.findall(made.text))
    assert secret not in str(one)
    assert "still signs beside the new one" in shown.words("warning")
    assert shown.section("keys").count("Shared secret (HMAC)") == 2
    again = await sent(fife, mine, **form)
    assert again.status_code == 303, "the same form makes no third key"
    assert not SECRET.search((await seen(fife, again.headers["location"])).text)
