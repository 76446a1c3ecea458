"""The box of the demonstration: each endpoint behaves as it says, can be broken and healed, and mails can be read."""

import asyncio
import base64
import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from html.parser import HTMLParser

import aiosmtplib
import httpx
import pytest
from aiohttp import web
from standardwebhooks import Webhook

from deploy.demo import catcher
from deploy.demo.__main__ import app
from deploy.demo.box import BOX
from tests.support.world import free_port

SECRET = "whsec_" + base64.b64encode(b"a secret of twenty-four b").decode()
BODY = b'{"a": "fact"}'


@dataclass
class Shown:
    http: httpx.AsyncClient
    smtp_port: int


@pytest.fixture
async def demonstration() -> AsyncIterator[Shown]:
    port, smtp_port = free_port(), free_port()
    made = app(here=f"http://127.0.0.1:{port}", site="http://localhost:8080")
    runner = web.AppRunner(made, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    mails = await catcher.listen(made[BOX], "127.0.0.1", smtp_port)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=5) as http:
        yield Shown(http, smtp_port)
    mails.close()
    await runner.cleanup()


def signed(secret: str = SECRET) -> dict[str, str]:
    """Return the headers of a webhook, made by the official library."""
    at = datetime.now(UTC)
    signature = Webhook(secret).sign("msg-1", at, BODY.decode())
    return {"webhook-id": "msg-1", "webhook-timestamp": str(int(at.timestamp())), "webhook-signature": signature}


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("good", [204, 204]),
        ("gone", [410]),
        ("busy", [204, 429]),
        ("flapping", [204, 204, 204, 503, 503, 503, 204]),
        ("wrong-key", [401]),
        ("moved", [302]),
        ("nowhere", [404]),
    ],
)
async def test_an_endpoint_answers_as_it_says(demonstration: Shown, name: str, statuses: list[int]) -> None:
    answers = [await demonstration.http.post(f"/{name}", content=BODY, headers=signed()) for _ in statuses]
    assert [answer.status_code for answer in answers] == statuses
    if name == "busy":
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 11
    page = await demonstration.http.get(f"/endpoints/{name}/got")
    assert page.status_code == (404 if name == "nowhere" else 200)


async def test_the_slow_one_is_too_slow_and_the_endless_one_never_ends(demonstration: Shown) -> None:
    with pytest.raises(httpx.ReadTimeout):
        await demonstration.http.post("/slow", content=BODY, timeout=0.3)
    read = 0
    async with demonstration.http.stream("POST", "/endless", content=BODY) as answer:
        async for piece in answer.aiter_raw():
            read += len(piece)
            if read > 100_000:
                break
    assert read > 100_000


async def test_an_endpoint_that_knows_its_secret_checks_signatures(demonstration: Shown) -> None:
    http = demonstration.http
    assert (await http.post("/endpoints/good", data={"secret": SECRET})).status_code == 200
    assert (await http.post("/good", content=BODY, headers=signed())).status_code == 204
    other = "whsec_" + base64.b64encode(b"another secret, as long..").decode()
    assert (await http.post("/good", content=BODY, headers=signed(other))).status_code == 401
    assert (await http.post("/good", content=BODY)).status_code == 401
    got = (await http.get("/endpoints/good/got")).json()["got"]
    assert [(one["signature"], one["answered"]) for one in got] == [("right", 204), ("wrong", 401), ("wrong", 401)]


async def test_an_endpoint_is_broken_and_healed_and_agrees_meanwhile(demonstration: Shown) -> None:
    http = demonstration.http
    for state, status in (("broken", 500), ("well", 204)):
        assert (await http.post("/endpoints/good", data={"state": state})).status_code == 200
        assert (await http.post("/good", content=BODY)).status_code == status
        agreed = await http.options("/good", headers={"WebHook-Request-Origin": "office.example"})
        assert agreed.headers["webhook-allowed-origin"] == "office.example"
    assert (await http.get("/endpoints/good/last/body")).content == BODY
    assert (await http.get("/endpoints/good/last/content-length")).text == str(len(BODY))
    assert (await http.post("/endpoints/good", data={"state": "odd"})).status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert (await http.post("/endpoints/good", data={"state": "broken"}, headers=elsewhere)).status_code == 403


async def test_a_mail_can_be_read_and_what_it_says_is_no_part_of_the_page(demonstration: Shown) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"] = "us@office.example", "isla@fife.example"
    letter["Subject"] = "<script>alert(1)</script>"
    letter.set_content("Hello <b>Isla</b>, with an ö\n")
    sending = aiosmtplib.SMTP(hostname="127.0.0.1", port=demonstration.smtp_port, start_tls=False)
    async with sending:
        await sending.send_message(letter)
    (mail,) = (await demonstration.http.get("/mails.json")).json()["mails"]
    assert (mail["reader"], mail["text"].strip()) == ("isla@fife.example", "Hello <b>Isla</b>, with an ö")
    for page in ("/mails", f"/mails/{mail['number']}"):
        text = (await demonstration.http.get(page)).text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text
    assert (await demonstration.http.get("/mails/77")).status_code == 404


class Reading(HTMLParser):
    """What a reader without eyes needs of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [found for name, found in self.tags if name == tag]


@pytest.mark.parametrize("path", ["/", "/endpoints/good", "/mails"])
async def test_a_page_says_that_it_is_a_demonstration_and_can_be_read_aloud(demonstration: Shown, path: str) -> None:
    await demonstration.http.post("/good", content=BODY)
    answer = await demonstration.http.get(path)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<strong>Demonstration.</strong>" in answer.text
    page = Reading()
    page.feed(answer.text)
    assert page.named("html") == [{"lang": "en-GB"}]
    assert len(page.named("h1")) == len(page.named("main")) == len(page.named("title")) == 1
    labelled = {label["for"] for label in page.named("label")}
    assert {field["id"] for field in page.named("input")} == labelled
    assert len(page.named("caption")) == len(page.named("table"))
    assert page.named("script") == []


async def test_the_box_starts_and_stops_as_a_process() -> None:
    port, smtp_port = free_port(), free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.demo", "--port", str(port), "--smtp-port", str(smtp_port)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        assert str(port).encode() in await asyncio.wait_for(process.stdout.readline(), 30)
        async with httpx.AsyncClient(trust_env=False) as http:
            page = await http.get(f"http://127.0.0.1:{port}/endpoints/good")
        assert f"http://127.0.0.1:{port}/good" in page.text
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        assert await asyncio.wait_for(process.wait(), 20) == 0
