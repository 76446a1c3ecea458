"""Reading: answers are typed, lists are gone through page by page, and what is not known yet is no error."""

import asyncio
from datetime import date

import pytest
from partnership_client import AsyncClient, Client, NotUnderstood

from clients.python.tests.scripted import PROGRAMME, Scripted


def test_a_list_is_gone_through_page_by_page(client: Client) -> None:
    slugs = [council.slug for council in client.councils.list()]
    assert len(slugs) == len(set(slugs)) == 32
    first = client.councils.list().page(size=20)
    second = client.councils.list().page(after=first.next)
    assert [one.slug for one in (*first.items, *second.items)] == slugs
    assert first.next
    assert second.next is None


def test_nothing_is_asked_before_a_list_is_gone_through(scripted: Scripted) -> None:
    page: dict[str, object] = {"items": [], "next": None}
    scripted.then(200, page)
    councils = scripted.client().councils.list()
    assert not scripted.asked
    assert list(councils) == []
    assert len(scripted.calls) == 1


def test_a_limit_ends_a_list_and_no_more_is_asked_for_than_is_wanted(client: Client, scripted: Scripted) -> None:
    assert len(list(client.councils.list(limit=3))) == 3
    scripted.then(200, {"items": [], "next": None})
    assert list(scripted.client().councils.list(limit=3)) == []
    assert scripted.calls[0].path == "/api/v1/councils?limit=3"


def test_a_limit_that_takes_several_pages_gives_no_more_than_it_says(scripted: Scripted) -> None:
    words = [{"href": "/", "key": f"word-{number}", "version": 1, "name": "n", "grouping": "g"} for number in range(4)]
    dated = [word | {"from": "2018"} for word in words]
    scripted.then(200, {"items": dated[:2], "next": "/api/v1/portfolios?limit=2&after=x"})
    scripted.then(200, {"items": dated[2:], "next": "/api/v1/portfolios?limit=2&after=y"})
    assert [one.key for one in scripted.client().portfolios.list(limit=3)] == ["word-0", "word-1", "word-2"]


async def test_the_awaiting_client_reads_the_same(client: Client, aclient: AsyncClient) -> None:
    blocking = await asyncio.to_thread(lambda: list(client.projects.list(phase="discovery")))
    assert [project async for project in aclient.projects.list(phase="discovery")] == blocking
    key = blocking[0].key if blocking else "gdpr-readiness"
    assert await aclient.projects.get(key) == await asyncio.to_thread(client.projects.get, key)
    assert (await aclient.councils.list().page(size=2)).items == await asyncio.to_thread(
        lambda: client.councils.list().page(size=2).items
    )


def test_dates_are_dates_and_are_asked_for_as_such_or_as_text(client: Client) -> None:
    report = client.reports.releases(as_at=date(2018, 6, 30))
    assert report.as_at == date(2018, 6, 30)
    assert report == client.reports.releases(as_at="2018-06-30")


def test_a_word_that_python_keeps_for_itself_has_an_underscore(client: Client) -> None:
    portfolio = next(iter(client.portfolios.list()))
    assert portfolio.from_.startswith("20")


def test_reports_are_open_to_everybody(client: Client) -> None:
    with Client(client._sender.origin.url) as anybody:
        assert anybody.reports.adoption() == client.reports.adoption()


def test_what_a_newer_service_tells_is_kept(scripted: Scripted) -> None:
    scripted.then(200, PROGRAMME | {"weather": "fair"})
    programme = scripted.client().programme.get()
    assert programme.model_extra == {"weather": "fair"}


def test_an_answer_that_is_nothing_of_ours_says_so(scripted: Scripted) -> None:
    scripted.then(200, {"hello": "world"})
    with pytest.raises(NotUnderstood, match="is that the Partnership's address"):
        scripted.client().programme.get()


def test_a_key_cannot_lead_to_another_address(scripted: Scripted) -> None:
    scripted.then(404)
    with pytest.raises(Exception, match="404"):
        scripted.client().projects.get("../clients?x=1#y")
    assert scripted.calls[0].path == "/api/v1/projects/..%2Fclients%3Fx%3D1%23y"


def test_a_token_is_never_sent_to_another_host(scripted: Scripted) -> None:
    scripted.then(200, {"items": [], "next": "http://elsewhere.example/api/v1/councils"})
    scripted.then(200, {"items": [], "next": None})
    assert list(scripted.client().councils.list()) == []
    assert [one.path.partition("?")[0] for one in scripted.calls] == ["/api/v1/councils"] * 2
    scripted.then(200, {"items": [], "next": "//elsewhere.example/x"})
    with pytest.raises(ValueError, match="no path of this system"):
        list(scripted.client().councils.list())


def test_a_sealed_manifest_comes_byte_for_byte(client: Client) -> None:
    manifest = client.releases.manifest.get("release-one")
    assert manifest.startswith(b"{")
    signature = client.releases.manifest.signature("release-one")
    assert client.releases.verify(manifest=manifest.decode(), signature=signature.signature) is not None
