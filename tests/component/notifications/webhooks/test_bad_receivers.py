"""Receivers that do what receivers do: fail, stall, pour, lie. No try takes longer, or more memory, than it may."""

import asyncio
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from services.notifications.webhooks import Outcome, Sender
from tests.support.certificates import authority
from tests.support.receivers import (
    Behave,
    answers,
    drips,
    hangs_up,
    pours,
    receiver,
    says,
    says_nothing,
)
from tests.support.webhooks import finds, send, settings, target

SECONDS = 0.5
LIMIT = 64 * 1024
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture(scope="module")
async def sender() -> AsyncIterator[Sender]:
    async with Sender(settings(webhook_seconds=SECONDS)) as made:
        yield made


async def _outcome(sender: Sender, behave: Behave) -> Outcome:
    async with receiver(behave) as bad:
        return await send(sender, target(bad.url()))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_2xx_is_a_delivery(sender: Sender, status: int) -> None:
    outcome = await _outcome(sender, answers(status))
    assert (outcome.kind, outcome.status, outcome.error) == ("delivered", status, None)


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (301, ["Location: http://127.0.0.1/"], "retry"),
        (400, [], "retry"),
        (401, [], "retry"),
        (404, [], "retry"),
        (410, [], "gone"),
        (429, [], "slow-down"),
        (500, [], "retry"),
        (502, [], "slow-down"),
        (503, [], "retry"),
        (503, ["Retry-After: 5"], "slow-down"),
        (504, [], "slow-down"),
        (600, [], "retry"),
    ],
)
async def test_each_status_has_its_class(sender: Sender, status: int, headers: list[str], kind: str) -> None:
    outcome = await _outcome(sender, answers(status, b"why", *headers))
    assert (outcome.kind, outcome.status, outcome.answer_body) == (kind, status, b"why")
    assert str(status) in (outcome.error or "")


async def test_retry_after_is_read_in_seconds_and_as_a_date(sender: Sender) -> None:
    assert (await _outcome(sender, answers(429, b"", "Retry-After: 120"))).retry_after == 120
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    waits = (await _outcome(sender, answers(429, b"", f"Retry-After: {soon}"))).retry_after
    assert waits is not None
    assert 80 < waits <= 90
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    assert (await _outcome(sender, answers(503, b"", f"Retry-After: {past}"))).retry_after == 0
    for nonsense in ("soon", "-5", "1e9", "\xb2", f"Fri, 01 Jan {10**20} 00:00:00 GMT"):
        assert (await _outcome(sender, answers(503, b"", f"Retry-After: {nonsense}"))).retry_after is None


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(says_nothing, id="no answer"),
        pytest.param(drips(b""), id="garbage, byte by byte"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\nX: "), id="a header without end"),
        pytest.param(drips(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), id="a body, byte by byte"),
        pytest.param(drips(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), id="chunk by chunk"),
        pytest.param(drips(OK + b"\r\n"), id="a body without end or length"),
        pytest.param(drips(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="100 for ever"),
    ],
)
async def test_who_answers_slowly_is_left_when_the_time_is_up(sender: Sender, behave: Behave) -> None:
    begun = time.perf_counter()
    outcome = await _outcome(sender, behave)
    assert outcome.kind == "retry"
    assert time.perf_counter() - begun < SECONDS + 0.5


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(OK + b"Content-Length: 52428800\r\n\r\n", id="50 MB"),
        pytest.param(OK + b"\r\n", id="without end"),
        pytest.param(OK + b"Content-Encoding: gzip\r\n\r\n", id="without end, and said to be packed"),
    ],
)
async def test_of_a_long_answer_64_kib_are_taken_and_the_rest_is_left(sender: Sender, head: bytes) -> None:
    async with receiver() as bad:
        bad.behave = pours(bad, head)
        tracemalloc.start()
        outcome = await send(sender, target(bad.url()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert outcome.kind == "delivered"
        assert outcome.answer_body == b"x" * LIMIT
        assert (outcome.answer or {})["cut"] is True
        assert peak < 8 * 1024 * 1024
        # what the system's own buffers hold was poured; not more
        assert bad.poured < 32 * 1024 * 1024
        # the rest of that answer is in nobody's way
        bad.behave = answers(202)
        assert (await send(sender, target(bad.url()))).status == 202


async def test_an_answer_that_is_packed_stays_packed(sender: Sender) -> None:
    packed = b"\x1f\x8b\x08 not even gzip"
    outcome = await _outcome(sender, answers(200, packed, "Content-Encoding: gzip"))
    assert (outcome.kind, outcome.answer_body) == ("delivered", packed)


@pytest.mark.parametrize(
    "behave",
    [
        pytest.param(says(b"\x00\xff\x00\xff\r\n\r\n"), id="bytes"),
        pytest.param(says(b"HTP/9 hello\r\n\r\n"), id="a status line of its own"),
        pytest.param(says(b"HTTP/1.1 abc OK\r\n\r\n"), id="no status"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"), id="no length"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort"), id="shorter than said"),
        pytest.param(says(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), id="no chunk"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"), id="a header of 100 kB"),
        pytest.param(says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000, close=False), id="100,000 headers"),
        pytest.param(says(b""), id="a closed connection"),
        pytest.param(hangs_up, id="a reset"),
        pytest.param(says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), id="another protocol"),
    ],
)
async def test_what_is_no_answer_is_a_failure_that_is_told_in_plain_words(sender: Sender, behave: Behave) -> None:
    outcome = await _outcome(sender, behave)
    assert outcome.kind == "retry"
    assert outcome.error
    assert "127.0.0.1" not in outcome.error


async def test_who_cannot_be_connected_to_is_a_failure_too(sender: Sender) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        refused = await send(sender, target(f"http://127.0.0.1:{closed.getsockname()[1]}/"))
    assert (refused.kind, refused.error) == ("retry", "it refused the connection")
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        place = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(place)
        begun = time.perf_counter()
        outcome = await send(sender, target(f"http://127.0.0.1:{place[1]}/"))
        for one in waiting:
            one.close()
    assert outcome.kind == "retry"
    assert outcome.error == f"there was no whole answer within {SECONDS:g} seconds"
    assert time.perf_counter() - begun < SECONDS + 0.5


async def test_an_unknown_host_is_said_to_be_unknown() -> None:
    async with Sender(settings(), lookup=finds({})) as sender:
        outcome = await send(sender, target("https://nobody.example/"))
    assert (outcome.kind, outcome.error) == ("retry", "its host could not be found")


async def test_tls_is_checked_against_the_name_of_the_url(tmp_path: Path) -> None:
    trusted, tls = authority(tmp_path, "hooks.example")
    names = finds({"hooks.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]})
    async with receiver(tls=tls) as good:
        async with Sender(settings(webhook_ca_file=trusted), lookup=names) as sender:
            outcome = await send(sender, target(good.url(host="hooks.example", scheme="https")))
            assert outcome.kind == "delivered", outcome.error
            assert good.got[0].headers["host"] == f"hooks.example:{good.port}"
            wrong = await send(sender, target(good.url(host="other.example", scheme="https")))
            assert wrong.kind == "retry"
            assert "certificate" in (wrong.error or "")
        async with Sender(settings(), lookup=names) as strict:
            unknown = await send(strict, target(good.url(host="hooks.example", scheme="https")))
            assert unknown.kind == "retry"
            assert "certificate" in (unknown.error or "")
    assert len(good.got) == 1


async def test_a_redirect_is_a_failure_and_nobody_goes_there(sender: Sender) -> None:
    async with receiver() as inside, receiver(answers(307, b"", f"Location: {inside.url('/secret')}")) as bad:
        outcome = await send(sender, target(bad.url()))
        assert (outcome.kind, outcome.status) == ("retry", 307)
        assert not inside.got


async def test_one_that_stalls_holds_up_no_other(sender: Sender) -> None:
    async with receiver(says_nothing) as slow, receiver() as good:
        stalled = [asyncio.create_task(send(sender, target(slow.url()))) for _ in range(50)]
        begun = time.perf_counter()
        outcomes = await asyncio.gather(*(send(sender, target(good.url())) for _ in range(20)))
        assert time.perf_counter() - begun < SECONDS
        assert {one.kind for one in outcomes} == {"delivered"}
        assert {one.kind for one in await asyncio.gather(*stalled)} == {"retry"}


async def test_connections_are_used_again_and_cookies_are_not_kept(sender: Sender) -> None:
    async with receiver(answers(200, b"", "Set-Cookie: a=b; Path=/")) as good:
        outcomes = [await send(sender, target(good.url())) for _ in range(3)]
        assert good.connections == 1
        assert not any("cookie" in got.headers for got in good.got)
        # and what was set is nobody's to read in the log
        assert "a=b" not in str(outcomes)


async def test_a_connection_that_the_receiver_has_closed_meanwhile_costs_no_try(sender: Sender) -> None:
    async with receiver() as flaky:
        assert (await send(sender, target(flaky.url()))).kind == "delivered"
        answered = False

        async def closes_the_idle_one(*given: object) -> None:
            nonlocal answered
            # the one that lay idle is closed as the request comes in; a new one is answered
            await (answers(200) if answered else hangs_up)(*given)  # type: ignore[arg-type]
            answered = True

        flaky.behave = closes_the_idle_one
        assert (await send(sender, target(flaky.url()))).kind == "delivered"
        assert flaky.connections == 2


async def test_a_new_connection_that_is_closed_is_tried_once(sender: Sender) -> None:
    async with receiver(hangs_up) as bad:
        assert (await send(sender, target(bad.url()))).kind == "retry"
        assert (bad.connections, len(bad.got)) == (1, 1)


async def test_what_the_environment_says_of_proxies_and_passwords_is_not_heard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    async with receiver() as good, receiver() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url(""))
        monkeypatch.setenv("http_proxy", proxy.url(""))
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        async with Sender(settings()) as sender:
            assert (await send(sender, target(good.url()))).kind == "delivered"
        assert not proxy.connections
        assert "authorization" not in good.got[0].headers


async def test_the_log_holds_no_secret(sender: Sender) -> None:
    async with receiver(answers(500, b"", "WWW-Authenticate: Basic realm=x", "X-Trace: 7")) as bad:
        outcome = await send(sender, target(bad.url("/hooks?token=hush&b=quiet")))
        assert bad.got[0].path == "/hooks?token=hush&b=quiet"
        sent = bad.got[0].headers["webhook-signature"]
    kept = str((outcome.request, outcome.answer))
    assert not any(word in kept for word in ("hush", "quiet", "Basic", sent))
    assert outcome.request["url"].endswith("/hooks?token=***&b=***")
    assert (outcome.answer or {})["headers"]["x-trace"] == "7"
