"""Roles are told by mail that a subscription is paused: over a real mail server, with addresses that councils knows.

Each test has a council of its own.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.notifications.mails.telling import tell_paused
from services.notifications.mails.worker import Teller
from shared.database import Database
from shared.outbox.record import Cause
from tests.support.pauses import council, hold, hurry, mails_of, paused, settled, subscription, tried
from tests.support.people import API
from tests.support.post_office import PostOffice, post_office
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.waiting import eventually
from tests.support.world import Running, World
from tests.support.world import world as provide_world

LEAD, SECURITY = "council-digital-lead", "security-contact"
Json = dict[str, Any]
NEVER_SAID = "partnership.projects.never.v1"
"""So nothing waits, whatever is said meanwhile."""


@pytest.fixture(scope="module")
async def world(servers: Servers, templates: Templates) -> AsyncIterator[World]:
    """Servers as good as new, for the whole module."""
    async with provide_world(servers, templates) as made:
        yield made


@pytest.fixture(scope="module")
async def councils(world: World) -> Running:
    await world.streams()
    running = await world.start("councils")
    await running.ready()
    return running


@pytest.fixture(scope="module")
async def office(councils: Running) -> AsyncIterator[httpx.AsyncClient]:
    """The Office's client at councils."""
    async with councils.client() as client:
        yield client


@pytest.fixture(scope="module")
async def post() -> AsyncIterator[PostOffice]:
    async with post_office() as made:
        yield made


@pytest.fixture(scope="module")
async def notifications(world: World, office: httpx.AsyncClient, post: PostOffice) -> Running:
    running = await world.start(
        "notifications", smtp_host="127.0.0.1", smtp_port=post.port, smtp_security="none", smtp_from="us@office.example"
    )
    await running.ready()
    return running


@pytest.fixture(scope="module")
def database(notifications: Running) -> Database:
    found: Database = notifications.app.state.database
    return found


async def test_two_roles_are_told_once_what_is_paused_and_what_helps(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "fife", council_digital_lead="isla", security_contact="ewan")
    subscription_id, occasion = await paused(database, types=[NEVER_SAID])
    mails = await settled(notifications, subscription_id)
    assert [(mail["role"], mail["state"], mail["reached"], mail["tries"]) for mail in mails] == [
        (LEAD, "sent", f"fife/{LEAD}", 1),
        (SECURITY, "sent", f"fife/{SECURITY}", 1),
    ]
    async with database.transaction(Cause("service:test", "again")) as change:
        # who says it once more, says nothing new
        await tell_paused(change, subscription(change.now, council="fife", id=subscription_id), occasion)
    assert len(await settled(notifications, subscription_id)) == 2
    (first,), (second,) = post.to("isla@fife.example"), post.to("ewan@fife.example")
    assert first["Subject"] == second["Subject"] == "Paused: Our case system gets no events of the Partnership"
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["To"], first["From"]) == ("Isla <isla@fife.example>", "The Partnership <us@office.example>")
    assert f"{notifications.settings.public_url}/subscriptions/{subscription_id}" in first.get_content()
    assert "Waiting         0 events" in first.get_content()


async def test_what_is_not_committed_is_told_to_nobody(notifications: Running, database: Database) -> None:
    async def undone() -> None:
        async with database.transaction(Cause("service:test", "undone")) as change:
            row = subscription(change.now, council="fife", id="undone")
            change.session.add(row)
            await tell_paused(change, row, uuid4())
            raise LookupError

    with pytest.raises(LookupError):
        await undone()
    assert await mails_of(notifications, "undone") == []


async def test_in_place_of_a_vacant_role_another_is_told_and_one_person_once(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "angus", security_contact="morag", sponsor="morag")
    subscription_id, _ = await paused(database, council="angus")
    first, second = await settled(notifications, subscription_id)
    assert (first["state"], first["reached"]) == ("sent", "angus/sponsor")
    assert (second["state"], second["reason"]) == ("not-needed", "told-in-another-role")
    (letter,) = post.to("morag@angus.example")
    assert "You are told as sponsor of angus" in " ".join(letter.get_content().split())


async def test_where_nobody_holds_any_role_it_is_told_once_somebody_does(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "moray")
    subscription_id, _ = await paused(database, council="moray")
    await tried(notifications, subscription_id, "role-vacant")
    await hold(office, "moray", SECURITY, "rona")
    await hurry(notifications, subscription_id)

    async def told() -> None:
        assert len(post.to("rona@moray.example")) == 1

    await eventually(told)
    await tried(notifications, subscription_id, "role-vacant")
    # nobody but the Office is left to tell
    await hold(office, "programme", "digital-office", "office")
    await hurry(notifications, subscription_id)
    first, second = await settled(notifications, subscription_id)
    assert (first["reached"], second["reached"]) == ("programme/digital-office", f"moray/{SECURITY}")


async def test_a_refusal_for_now_is_tried_again_and_one_for_good_goes_to_another_role(
    office: httpx.AsyncClient,
    notifications: Running,
    database: Database,
    post: PostOffice,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    await council(office, "orkney", council_digital_lead="busy", security_contact="nobody", sponsor="there")
    post.refused = {
        "busy@orkney.example": "450 4.2.1 <{}> has too much mail, try later",
        "nobody@orkney.example": "550 5.1.1 <{}> is not known here",
    }
    subscription_id, _ = await paused(database, council="orkney")
    await tried(notifications, subscription_id, "not-now 450 4.2.1")
    post.refused = {"nobody@orkney.example": post.refused["nobody@orkney.example"]}
    await hurry(notifications, subscription_id)
    first, second = await settled(notifications, subscription_id)
    assert (first["state"], first["reached"]) == ("sent", f"orkney/{LEAD}")
    assert (second["state"], second["reached"], second["tries"]) == ("sent", "orkney/sponsor", 1)
    assert len(post.to("busy@orkney.example")) == len(post.to("there@orkney.example")) == 1
    # the server quoted the address; nothing of what it said is kept or logged
    (rows,) = await notifications.sql("SELECT string_agg(mail::text, ' ') AS text FROM mail")
    assert "@" not in rows["text"]
    said = capfd.readouterr()
    logged = f"{said.out}\n{said.err}\n{caplog.text}"
    assert "a mail is settled" in logged
    assert "orkney.example" not in logged


async def test_where_everybody_is_refused_for_good_it_is_given_up_and_says_why(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "shetland", council_digital_lead="a", security_contact="b", sponsor="c", project_lead="d")
    await hold(office, "programme", "digital-office", "e")
    everybody = [f"{name}@shetland.example" for name in "abcd"] + ["e@programme.example"]
    post.refused = dict.fromkeys(everybody, "550 5.7.1 <{}> no")
    subscription_id, _ = await paused(database, council="shetland")
    mails = await settled(notifications, subscription_id)
    post.refused = {}
    assert {(mail["state"], mail["reason"], mail["tries"]) for mail in mails} == {("given-up", "refused 550 5.7.1", 1)}


async def test_a_server_that_hangs_up_after_it_took_a_mail_gets_it_again_under_the_same_id(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "highland", council_digital_lead="eilidh", security_contact="catriona")
    post.hang_ups = 1
    subscription_id, _ = await paused(database, council="highland")
    await tried(notifications, subscription_id, "dropped")
    await hurry(notifications, subscription_id)

    async def told_twice() -> list[str]:
        ids = [str(letter["Message-ID"]) for letter in post.to("eilidh@highland.example")]
        assert len(ids) == 2
        return ids

    first, second = await eventually(told_twice)
    assert first == second


async def test_a_server_that_is_silent_is_left_in_time_and_tried_again(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "falkirk", council_digital_lead="iain", security_contact="una")
    post.silent = asyncio.Event()
    subscription_id, _ = await paused(database, council="falkirk")
    await tried(notifications, subscription_id, "too-slow")
    post.silent.set()
    post.silent = None
    await hurry(notifications, subscription_id)
    mails = await settled(notifications, subscription_id)
    assert {mail["state"] for mail in mails} == {"sent"}


async def test_what_goes_on_before_anybody_was_told_is_told_to_nobody(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "stirling", council_digital_lead="ailsa", security_contact="greer")
    post.refused = dict.fromkeys(["ailsa@stirling.example", "greer@stirling.example"], "451 4.3.2 <{}> later")
    subscription_id, _ = await paused(database, council="stirling")
    await tried(notifications, subscription_id, "not-now 451 4.3.2")
    post.refused = {}
    await notifications.sql("UPDATE subscription SET state = 'active', since = now() WHERE id = $1", subscription_id)
    await hurry(notifications, subscription_id)
    mails = await settled(notifications, subscription_id)
    assert {(mail["state"], mail["reason"]) for mail in mails} == {("not-needed", "over-before-it-was-told")}
    assert post.to("ailsa@stirling.example", "greer@stirling.example") == []


async def test_no_address_is_asked_for_while_the_mail_server_takes_no_mail(
    councils: Running, office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "dundee", council_digital_lead="finlay", security_contact="skye")
    shown = "SELECT purpose FROM disclosure JOIN contact USING (person) WHERE council = 'dundee'"
    post.greeting = "421 4.3.2 Not now"
    subscription_id, _ = await paused(database, council="dundee")
    await tried(notifications, subscription_id, "mail-server-refused 421 4.3.2")
    assert await councils.sql(shown) == []
    post.greeting = None
    await hurry(notifications, subscription_id)
    mails = await settled(notifications, subscription_id)
    assert {mail["state"] for mail in mails} == {"sent"}
    assert [row["purpose"] for row in await councils.sql(shown)] == ["subscription-paused"] * 2


async def test_a_subscription_names_the_roles_that_are_told_of_it(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "argyll", sponsor="kirsty", security_contact="neil")
    body = {"name": "Our feed", "road": "feed"}
    async with notifications.client(council="argyll", client="argyll-system") as argyll:
        usual = (await argyll.post(f"{API}/subscriptions", json=body)).json()
        made = (await argyll.post(f"{API}/subscriptions", json=body | {"contacts": ["sponsor", "sponsor"]})).json()
        refused = await argyll.post(f"{API}/subscriptions", json=body | {"contacts": ["digital-office"]})
        kept = {"If-Match": f'"{usual["version"]}"'}
        changed = await argyll.patch(usual["href"], json={"contacts": ["benefits-owner"]}, headers=kept)
    async with notifications.client() as programme:
        own = (await programme.post(f"{API}/subscriptions", json=body)).json()
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown-role")
    assert [one["contacts"] for one in (usual, made, changed.json(), own)] == [
        [LEAD, SECURITY],
        ["sponsor"],
        ["benefits-owner"],
        ["digital-office", "delivery-board"],
    ]
    subscription_id, _ = await paused(database, council="argyll", contacts=["sponsor"])
    (mail,) = await settled(notifications, subscription_id)
    assert (mail["state"], mail["reached"]) == ("sent", "argyll/sponsor")
    assert len(post.to("kirsty@argyll.example")) == 1


async def test_several_workers_tell_each_role_once(
    office: httpx.AsyncClient, notifications: Running, database: Database, post: PostOffice
) -> None:
    await council(office, "aberdeen", council_digital_lead="lorna", security_contact="hamish")
    tellers = [Teller(database, notifications.app.state.messaging, notifications.settings) for _ in range(4)]
    made = [await paused(database, council="aberdeen", name=f"System {number}") for number in range(8)]

    async def work(teller: Teller) -> None:
        while await teller.tell_next():
            pass

    await asyncio.gather(*map(work, tellers))
    for subscription_id, _ in made:
        assert {mail["state"] for mail in await settled(notifications, subscription_id)} == {"sent"}
    ids = [str(letter["Message-ID"]) for letter in post.to("lorna@aberdeen.example", "hamish@aberdeen.example")]
    assert len(ids) == len(set(ids)) == 16
