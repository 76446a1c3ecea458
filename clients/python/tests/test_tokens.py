"""Tokens: asked for once, kept until shortly before they expire, renewed when not taken; secrets stay secret."""

import asyncio
import logging
import threading
from pathlib import Path

import pytest
from partnership_client import Client, Unauthorized
from partnership_client.client import from_environment

from clients.python.tests.scripted import PROGRAMME, TOKEN_PATH, Scripted


def test_a_token_is_kept(scripted: Scripted) -> None:
    client = scripted.client()
    for _ in range(3):
        scripted.then(200, PROGRAMME)
        client.programme.get()
    assert scripted.tokens == 1
    assert {one.headers["Authorization"] for one in scripted.calls} == {"Bearer token-1"}


def test_a_token_is_renewed_before_it_expires(scripted: Scripted) -> None:
    scripted.expires_in = 0
    client = scripted.client()
    for _ in range(2):
        scripted.then(200, PROGRAMME)
        client.programme.get()
    assert scripted.tokens == 2


def test_many_threads_fetch_one_token(scripted: Scripted) -> None:
    client, scripted.token_takes = scripted.client(), 0.3
    for _ in range(8):
        scripted.then(200, PROGRAMME)
    threads = [threading.Thread(target=client.programme.get) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert scripted.tokens == 1
    assert len(scripted.calls) == 8


async def test_many_tasks_fetch_one_token(scripted: Scripted) -> None:
    scripted.token_takes = 0.3
    for _ in range(8):
        scripted.then(200, PROGRAMME)
    async with scripted.aclient() as client:
        await asyncio.gather(*(client.programme.get() for _ in range(8)))
    assert scripted.tokens == 1


def test_a_token_that_is_not_taken_is_renewed_once(scripted: Scripted) -> None:
    scripted.then(401).then(200, PROGRAMME)
    scripted.client().programme.get()
    assert [one.headers["Authorization"] for one in scripted.calls] == ["Bearer token-1", "Bearer token-2"]


def test_a_client_that_is_not_taken_with_a_new_token_either_is_told_so(scripted: Scripted) -> None:
    scripted.then(401).then(401)
    with pytest.raises(Unauthorized, match="It says 401"):
        scripted.client().programme.get()
    assert scripted.tokens == 2


def test_scopes_are_asked_for_where_less_is_wanted(scripted: Scripted) -> None:
    scripted.then(200, PROGRAMME)
    scripted.client(scopes=["programme:read", "events:read"]).programme.get()
    form = next(one for one in scripted.asked if one.path == TOKEN_PATH).body
    assert b"scope=programme%3Aread+events%3Aread" in form


def test_secrets_and_tokens_are_shown_nowhere(scripted: Scripted, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "partnership_client")
    client = scripted.client()
    scripted.then(503).then(401).then(403)
    with pytest.raises(Exception, match="403") as refused:
        client.programme.get()
    shown = [repr(client), repr(vars(client)), repr(vars(client._sender)), repr(vars(client._sender.tokens))]
    shown += [repr(client._sender.tokens.call()), str(refused.value), caplog.text, repr(caplog.records)]
    assert repr(client) == f"Client('{scripted.url}', client_id='some-client')"
    assert not [one for one in shown if "some-secret" in one]
    assert not [one for one in shown if "token-1" in one]


def test_the_environment_says_where_and_who(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("a secret\n")
    told = {"PARTNERSHIP_URL": "http://here", "PARTNERSHIP_CLIENT_ID": "me"}
    assert from_environment(told | {"PARTNERSHIP_CLIENT_SECRET": "s"}) == ("http://here", "me", "s")
    in_a_file = {"PARTNERSHIP_CLIENT_SECRET_FILE": str(tmp_path / "secret")}
    assert from_environment(told | in_a_file) == ("http://here", "me", "a secret")
    assert from_environment({"PARTNERSHIP_URL": "http://here"}) == ("http://here", None, None)
    with pytest.raises(ValueError, match="PARTNERSHIP_URL is not set"):
        from_environment({})
    with pytest.raises(ValueError, match="go together"):
        Client("http://here", "me")
    with pytest.raises(ValueError, match="is no address"):
        Client("localhost")
