"""Changes: each is made for the version that was read, and nobody's is lost."""

import json
from urllib.parse import urlsplit

import pytest
from partnership_client import (
    AsyncClient,
    ChangedMeanwhile,
    Client,
    Conflict,
    FieldProblem,
    Forbidden,
    Invalid,
    NotFound,
    PartnershipError,
    Refused,
    Unauthorized,
    Unreachable,
)
from partnership_client.models.portfolios import Portfolio

from clients.python.tests.scripted import Scripted
from tests.support.proxy import Proxy


def test_a_change_is_made_for_the_version_that_was_read(client: Client, word: str) -> None:
    made = client.projects.register(key=word, name="Before", demonstration=True)
    changed = client.projects.update(made, name="After")
    assert (changed.name, changed.version) == ("After", made.version + 1)
    with pytest.raises(ChangedMeanwhile, match="Read it again") as meanwhile:
        client.projects.update(made, name="Never")
    assert not meanwhile.value.unsure
    assert client.projects.get(word).name == "After"


def test_what_is_left_out_stays_and_none_takes_it_away(client: Client, word: str) -> None:
    made = client.projects.register(key=word, name="A project", summary="A summary", notes="Notes", demonstration=True)
    changed = client.projects.update(made, summary=None)
    assert (changed.summary, changed.notes) == (None, "Notes")


def test_a_release_is_filled_and_closed(client: Client, word: str) -> None:
    client.projects.register(key=word, name="A project", demonstration=True)
    client.deliverables.register(key=word, project=word, name="A deliverable")
    release = client.releases.plan(key=word, name="A release", demonstration=True)
    release = client.releases.set_readiness(release, word, ready=True)
    assert client.releases.close(word).state == "closed"
    with pytest.raises(ChangedMeanwhile):
        client.releases.take_out(release, word)


async def test_every_refusal_is_a_class_with_the_services_own_words(aclient: AsyncClient, word: str) -> None:
    with pytest.raises(NotFound, match=f"There is no project '{word}'") as missing:
        await aclient.projects.get(word)
    assert (missing.value.status, missing.value.code) == (404, "not-found")
    assert missing.value.correlation
    with pytest.raises(Invalid) as invalid:
        await aclient.projects.register(key="Not A Key", name="x")
    expected = "must be lower case letters and digits, with single hyphens between them"
    assert invalid.value.errors == (FieldProblem("key", expected),)
    assert str(invalid.value) == f"key: {expected}."
    with pytest.raises(Conflict) as conflict:
        await aclient.releases.close("release-one")
    assert conflict.value.code == "release-closed"
    assert all(isinstance(one.value, Refused) for one in (missing, invalid, conflict))


async def test_a_client_that_may_not_is_told_so(aclient: AsyncClient, word: str) -> None:
    made = await aclient.clients.register(
        client_id=word, name="A test's client", council="glasgow", scopes=["programme:read"]
    )
    url = aclient._sender.origin.url
    async with AsyncClient(url, word, made.secret) as council:
        with pytest.raises(Forbidden) as forbidden:
            await council.projects.register(key=word, name="x")
        assert forbidden.value.status == 403
    async with AsyncClient(url, word, "wrong") as nobody:
        with pytest.raises(Unauthorized) as unknown:
            await nobody.councils.list().page()
        assert unknown.value.code == "invalid_client"
    async with AsyncClient(url) as anonymous:
        with pytest.raises(Unauthorized):
            await anonymous.councils.list().page()


async def test_a_lost_answer_to_a_change_with_a_version_is_told_honestly(
    aclient: AsyncClient, poor: AsyncClient, proxy: Proxy, word: str
) -> None:
    made = await aclient.projects.register(key=word, name="Before", demonstration=True)
    await poor.projects.get(word)  # for a token
    proxy.lose_answers = 1
    with pytest.raises(ChangedMeanwhile, match="may have been the change: read it again") as unsure:
        await poor.projects.update(made, name="After")
    assert unsure.value.unsure
    assert (await poor.projects.get(word)).name == "After"


def test_nothing_known_of_a_model_is_needed_to_change_it_but_key_and_version(scripted: Scripted) -> None:
    portfolio = {"href": "/", "version": 7, "key": "k", "name": "n", "grouping": "g", "from": "2018"}
    scripted.then(200, portfolio)
    assert scripted.client().portfolios.end("k", to="2019") == Portfolio.model_validate(portfolio)
    asked = scripted.calls[0]
    assert json.loads(asked.body) == {"to": "2019"}
    assert asked.headers["Idempotency-Key"]


def test_an_address_where_nobody_answers_is_said_with_what_would_help(client: Client) -> None:
    port = urlsplit(client._sender.origin.url).port or 80
    with (
        Client("http://127.0.0.1:9", "a", "b", deadline=0.5) as nowhere,
        pytest.raises(Unreachable, match="Is the address right") as gone,
    ):
        nowhere.programme.get()
    assert port != 9
    assert not gone.value.unsure
    assert isinstance(gone.value, PartnershipError)
