"""The page of one release, on its way to the seal and after it: in words, as at any day, from events alone."""

from collections.abc import AsyncIterator

import pytest

from shared.events.projects import (
    DeliverableRegistered,
    DeliverableStateChanged,
    ProjectRegistered,
    ReleaseAmended,
    ReleaseClosed,
    ReleaseItem,
    ReleasePlanned,
    ReleaseReadinessChanged,
    ReleaseScopeChanged,
    ReleaseSignedOff,
)
from shared.events.projects.releases import AmendedEntry, ReleaseOverride
from tests.component.reporting.story import Story, story
from tests.support.page import BROWSER, Page, refuse_barriers
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import world

FORM = ReleaseItem(deliverable="form", project="parking", name="Permit form")
GUIDE = ReleaseItem(deliverable="guide", project="parking", name="Guide")
DIGEST = "ab" * 32
TOLD = (
    ProjectRegistered(project="parking", name="Parking", programme="digital-partnership"),
    DeliverableRegistered(deliverable="form", project="parking", name="Permit form"),
    DeliverableRegistered(deliverable="guide", project="parking", name="Guide"),
    DeliverableStateChanged(deliverable="form", project="parking", to_state="live", effective="2018-04-01"),
    DeliverableStateChanged(deliverable="guide", project="parking", to_state="in-progress", effective="2018-04-01"),
    ReleasePlanned(
        release="five",
        number=5,
        name="Release Five",
        state="planned",
        freeze_on="2018-05-01",
        sign_offs_needed=("delivery-board", "sponsor"),
    ),
    ReleasePlanned(release="six", number=6, name="Release Six", state="planned"),
    ReleaseScopeChanged(release="five", added=(FORM,), effective="2018-04-01"),
    ReleaseReadinessChanged(release="five", deliverable="form", ready=True, effective="2018-04-20"),
    ReleaseScopeChanged(
        release="five",
        added=(GUIDE,),
        effective="2018-05-04",
        after_freeze=True,
        reason="The board asked for it",
        by_role="delivery-board",
    ),
    ReleaseSignedOff(release="five", by_role="sponsor", outcome="signed", effective="2018-05-10"),
    ReleaseClosed(
        release="five",
        number=5,
        name="Release Five",
        effective="2018-06-01",
        included=(FORM.model_copy(update={"ready": True}),),
        carried_over=(GUIDE,),
        carried_over_to="six",
        manifest_sha256=DIGEST,
        signature="c2lnbmF0dXJl",
        key_id="seal-1",
        override=ReleaseOverride(by_role="sponsor", reason="The board was away", missing=("delivery-board",)),
    ),
    ReleaseAmended(
        release="five",
        number=1,
        text="The name of the form is put right",
        reason="It was misspelt",
        by_role="sponsor",
        changes=(AmendedEntry(about="form", was="Permit form", now="Permit <form>"),),
        effective="2018-07-01",
        manifest_sha256=DIGEST,
        amendment_sha256="cd" * 32,
        signature="c2lnbmF0dXJl",
        key_id="seal-1",
    ),
)


@pytest.fixture(scope="module")
async def told(servers: Servers, templates: Templates) -> AsyncIterator[Story]:
    """One story of a release for all of these tests: none of them changes anything."""
    async with world(servers, templates) as made:
        begun = await story(made)
        await begun.tell(*TOLD)
        yield begun


async def page(told: Story, day: str) -> Page:
    async with told.reporting.anonymous() as client:
        answer = await client.get(f"/releases/five?as_at={day}", headers=BROWSER)
    assert answer.status_code == 200, answer.text
    shown = Page(answer.text)
    refuse_barriers(shown)
    return shown


async def test_an_open_release_says_what_is_ready_and_what_the_rest_lacks(told: Story) -> None:
    before, frozen = await page(told, "2018-04-20"), await page(told, "2018-05-10")
    assert "1 of 1 deliverables are ready on 20 April 2018. It is frozen from 1 May 2018." in before.section("contents")
    assert "1 of 2 deliverables are ready on 10 May 2018" in frozen.section("contents")
    assert "The release is frozen since 1 May 2018" in frozen.section("contents")
    assert "Permit form Parking Yes Nothing" in frozen.section("contents")
    assert "Guide Parking Not yet It is not marked ready Its state is in-progress" in frozen.section("contents")
    assert not before.has("seal")


async def test_sign_offs_stand_by_role_and_changes_after_the_freeze_with_their_reason(told: Story) -> None:
    before, signed = await page(told, "2018-04-20"), await page(told, "2018-05-10")
    assert "0 of the 2 sign-offs that are needed are there" in before.section("sign-offs")
    assert "Delivery board Nothing yet" in signed.section("sign-offs")
    assert "Sponsor Signed off 10 May 2018" in signed.section("sign-offs")
    assert "Guide Put in “The board asked for it” the delivery board 4 May 2018" in signed.section("late")
    assert not before.has("late")


async def test_a_closed_release_shows_its_seal_how_to_check_it_and_what_was_overridden(told: Story) -> None:
    closed = await page(told, "2018-06-02")
    assert "1 deliverable, sealed when the release closed" in closed.section("contents")
    assert DIGEST in closed.section("seal")
    assert "sha256sum manifest.json" in closed.section("seal")
    assert "/api/v1/releases/seal-keys/seal-1/pem" in closed.links()
    assert "Closed by override. The sponsor closed it without delivery board" in closed.section("seal")
    assert "Guide" in closed.section("carried")
    assert not closed.has("amendments")


async def test_an_amendment_stands_beside_what_was_sealed_from_its_day_on(told: Story) -> None:
    amended = (await page(told, "2018-07-01")).section("amendments")
    assert "The name of the form is put right 1 July 2018, by the sponsor." in amended
    assert "was “Permit form” , is to be read as “Permit <form>”" in amended.replace("”,", "” ,")
    assert "cd" * 32 in amended
