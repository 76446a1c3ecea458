"""Tries: what fails on its way is tried again, has one effect, and is given up in time."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from partnership_client import AsyncClient, Client, PartnershipError, Unavailable, Unreachable

from clients.python.tests.scripted import PROGRAMME, Scripted
from tests.support.proxy import Proxy

PORTFOLIO = {"href": "/", "version": 1, "key": "k", "name": "n", "grouping": "g", "from": "2018"}


async def test_a_change_whose_answer_is_lost_has_one_effect_and_one_answer(
    poor: AsyncClient, aclient: AsyncClient, proxy: Proxy, word: str
) -> None:
    await poor.programme.get()  # for a token
    proxy.lose_answers = 2
    made = await poor.projects.register(key=word, name="Told three times", demonstration=True)
    assert (made.key, made.version) == (word, 1)
    events = [one async for one in aclient.events.since(types=["projects.registered"]) if one.subject == word]
    assert len(events) == 1
    assert proxy.lose_answers == 0


async def test_the_blocking_client_tries_again_in_the_same_way(poor: AsyncClient, proxy: Proxy, word: str) -> None:
    tokens = poor._sender.tokens
    with Client(poor._sender.origin.url, tokens.client_id, tokens._secret, deadline=30) as client:
        await asyncio.to_thread(client.programme.get)
        proxy.lose_answers = 1
        made = await asyncio.to_thread(lambda: client.projects.register(key=word, name="Twice", demonstration=True))
    assert made.version == 1


async def test_reading_goes_on_when_connections_are_cut(poor: AsyncClient, proxy: Proxy) -> None:
    slugs = [council.slug async for council in poor.councils.list()]
    for cut_after in (0, 1, 200, 3000):
        proxy.cut_after = cut_after
        assert [council.slug async for council in poor.councils.list()] == slugs


async def test_a_key_of_ones_own_makes_two_calls_one(aclient: AsyncClient, word: str) -> None:
    first = await aclient.projects.register(key=word, name="Once", demonstration=True, idempotency_key=word)
    assert await aclient.projects.register(key=word, name="Once", demonstration=True, idempotency_key=word) == first


def test_every_try_of_a_call_has_the_same_key_and_the_next_call_has_another(scripted: Scripted) -> None:
    scripted.then(503).then(502).then(200, PORTFOLIO).then(200, PORTFOLIO)
    client = scripted.client()
    client.portfolios.end("k", to="2019")
    client.portfolios.end("k", to="2019")
    keys = [one.headers["Idempotency-Key"] for one in scripted.calls]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    correlations = [one.headers["X-Correlation-Id"] for one in scripted.calls]
    assert len(set(correlations)) == 2


@pytest.mark.parametrize("status", [429, 503])
def test_a_service_that_says_when_is_asked_again_then(scripted: Scripted, status: int) -> None:
    scripted.then(status, Retry_After="1").then(200, PROGRAMME)
    began = time.monotonic()
    scripted.client().programme.get()
    assert time.monotonic() - began >= 1


def test_when_may_be_said_as_a_date(scripted: Scripted) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    scripted.then(503, Retry_After=when).then(200, PROGRAMME)
    began = time.monotonic()
    scripted.client().programme.get()
    assert time.monotonic() - began >= 0.9


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412, 422, 500])
def test_what_would_be_refused_again_is_not_tried_again(scripted: Scripted, status: int) -> None:
    scripted.then(status)
    with pytest.raises(PartnershipError, match=f"It says {status}"):
        scripted.client().programme.get()
    assert len(scripted.calls) == 1


def test_a_call_ends_by_its_deadline_with_what_was_said_last(scripted: Scripted) -> None:
    for _ in range(100):
        scripted.then(503)
    began = time.monotonic()
    with pytest.raises(Unavailable, match="It says 503"):
        scripted.client(deadline=1).programme.get()
    assert time.monotonic() - began < 10
    assert 2 <= len(scripted.calls) <= 10


def test_nobody_waits_for_a_time_beyond_the_deadline(scripted: Scripted) -> None:
    scripted.then(503, Retry_After="3600")
    began = time.monotonic()
    with pytest.raises(Unavailable):
        scripted.client(deadline=30).programme.get()
    assert time.monotonic() - began < 10


async def test_a_silent_server_is_given_up_by_the_deadline(poor: AsyncClient, proxy: Proxy) -> None:
    await poor.programme.get()
    proxy.silent = True
    tokens = poor._sender.tokens
    async with AsyncClient(poor._sender.origin.url, tokens.client_id, tokens._secret, deadline=1) as hasty:
        hasty._sender.tokens._token, hasty._sender.tokens._until = tokens._token, tokens._until
        began = time.monotonic()
        with pytest.raises(Unreachable) as unsure:
            await hasty.clients.keys.rotate()
    assert time.monotonic() - began < 10
    assert unsure.value.unsure
    assert "idempotency_key" in str(unsure.value)
