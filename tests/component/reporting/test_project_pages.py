"""The page of one project and the report behind it: from events alone, as at any day, in words that need no colour."""

from collections.abc import AsyncIterator

import pytest

from shared.events.projects import (
    BenefitMeasureOverdue,
    ProjectGoneQuiet,
    WorkRequestOpened,
)
from tests.component.reporting.shared_forms import ASKED, GATES, REGISTER, WORK, entered, rated
from tests.component.reporting.story import Story, story
from tests.support.page import BROWSER, Page, refuse_barriers
from tests.support.servers import Servers
from tests.support.templates import Templates
from tests.support.world import world

LATE = (
    WorkRequestOpened(
        request="test-with-us",
        project="parking",
        title="Test with us",
        text="An hour",
        councils=("fife",),
        priority="must",
        due="2018-04-20",
        by_role="project-lead",
        effective="2018-04-01",
    ),
    BenefitMeasureOverdue(
        benefit="fewer-calls", project="parking", period="2018-03-31", from_day="2018-03-01", effective="2018-05-01"
    ),
)


@pytest.fixture(scope="module")
async def told(servers: Servers, templates: Templates) -> AsyncIterator[Story]:
    """One story of a project for all of these tests: none of them changes anything."""
    async with world(servers, templates) as made:
        begun = await story(made)
        await begun.tell(
            *REGISTER,
            *WORK,
            *GATES,
            *ASKED,
            entered("discovery", "2017-03-10"),
            entered("alpha", "2018-03-05"),
            rated(1, "own", "green", "2018-03-01"),
            rated(2, "independent", "amber", "2018-03-10"),
            ProjectGoneQuiet(
                project="parking",
                every_days=30,
                last_update="2018-03-01",
                update_due="2018-04-01",
                effective="2018-04-02",
            ),
            *LATE,
        )
        yield begun


async def page(told: Story, path: str) -> Page:
    async with told.reporting.anonymous() as client:
        answer = await client.get(path, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


async def test_a_page_of_a_project_says_what_it_is_and_can_be_read_by_everybody(told: Story) -> None:
    shown = await page(told, "/projects/parking?as_at=2018-03-20")
    refuse_barriers(shown)
    glance = shown.section("glance")
    assert "Under way, begun March 2017" in glance
    assert "Fife Council, The Digital Office" in glance
    assert "9 councils" in glance
    assert "Digital Services" in glance
    assert "Alpha" in glance


async def test_phases_stand_in_the_order_of_the_template_with_the_day_they_were_entered(told: Story) -> None:
    today = (await page(told, "/projects/parking?as_at=2018-03-20")).section("phases")
    before = (await page(told, "/projects/parking?as_at=2018-03-04")).section("phases")
    assert "Discovery Not planned 10 March 2017 Alpha now February 2018 5 March 2018 Live September 2018" in today
    assert "Discovery now Not planned 10 March 2017 Alpha February 2018 Not entered" in before


async def test_a_gate_decision_shows_its_conditions_in_words_and_who_overrode_what_and_why(told: Story) -> None:
    before = (await page(told, "/projects/parking?as_at=2018-03-04")).section("gates")
    then = (await page(told, "/projects/parking?as_at=2018-03-31")).section("gates")
    after = (await page(told, "/projects/parking?as_at=2018-04-10")).section("gates")
    assert "No decision at a gate of this project is recorded" in before
    assert "Go with conditions , 5 March 2018 Decided by the delivery board at the gate of Discovery" in then
    assert "Overridden. The sponsor let pass" in then
    assert "“The law comes in May”" in then
    assert "Name a supplier Project lead 31 March 2018 Open" in then
    assert "Name a supplier Project lead 31 March 2018 Overdue by 10 days" in after
    assert "Test with people Sponsor 30 April 2018 Met on 5 April 2018" in after


async def test_the_page_of_the_programme_says_first_what_needs_attention_and_then_the_whole(told: Story) -> None:
    calm = await page(told, "/?as_at=2018-03-20")
    shown = await page(told, "/?as_at=2018-05-10")
    refuse_barriers(shown)
    assert "Nothing is recorded as overdue, quiet or at risk on 20 March 2018" in calm.section("attention")
    assert "1 project has gone quiet" in shown.section("attention")
    assert "1 condition of a gate decision is overdue" in shown.section("attention")
    assert "The end of 1 deliverable is not acknowledged by all who had adopted it" in shown.section("attention")
    assert "1 request for work is not answered by all councils asked, after its due day" in shown.section("attention")
    today = await page(told, "/")
    assert "1 measure of a benefit is overdue" in today.section("attention")
    assert "Parking & Permits : Fewer telephone calls (1 of its measures)" in today.section("benefits")
    assert "1 request to councils taking part: 1 open" in shown.section("work")
    assert "Parking & Permits Name a supplier Project lead Overdue was due 31 March 2018" in shown.section("gates")
    assert "Paper form Parking & Permits Superseded, 3 May 2018; Permit form takes its place" in shown.section("ended")
    assert "0 of 6 6 still asked, by 30 June 2018" in shown.section("ended")
    assert "council-" not in shown.section("ended")


async def test_ratings_stand_apart_and_one_that_is_stale_stands_in_place_of_the_old_colour(told: Story) -> None:
    rated_once = (await page(told, "/projects/parking?as_at=2018-03-05")).section("confidence")
    both = (await page(told, "/projects/parking?as_at=2018-03-20")).section("confidence")
    quiet = (await page(told, "/projects/parking?as_at=2018-04-10")).section("confidence")
    assert "Own rating Green: delivery appears likely" in rated_once
    assert "Independent rating Not yet rated" in rated_once
    assert "Independent rating Amber: delivery appears feasible" in both
    assert "by the delivery board" in both
    assert "Waits for <a supplier>" in both
    assert "Own rating Stale: no update since it was awaited, quiet since 2 April 2018" in quiet
    assert "Green:" not in quiet


async def test_a_place_in_a_portfolio_has_its_dates_and_what_came_later_is_not_shown_before(told: Story) -> None:
    then = (await page(told, "/projects/parking?as_at=2018-03-20")).section("places")
    today = (await page(told, "/projects/parking")).section("places")
    assert "Digital Services Themes of 2016 March 2017 It is there on this date" in then
    assert "Digital Place" not in then
    assert "Digital Services Themes of 2016 March 2017 1 October 2019" in today
    assert "Our reading" in today


async def test_deliverables_have_their_states_and_benefits_are_kept_apart_by_type(told: Story) -> None:
    shown = await page(told, "/projects/parking?as_at=2018-05-02")
    assert "Permit form Live since 1 May 2018 1.2" in shown.section("deliverables")
    assert not [link for link in shown.links() if link.startswith("javascript")]
    today = (await page(told, "/projects/parking")).section("benefits")
    assert "Cost avoidance £20,000 Fewer telephone calls" in today
    assert "Qualitative Calmer streets" in today
    assert "Type not recorded Something good" in today
    assert "Measured by calls, in calls a month Baseline 1,200, December 2017 Target 800" in today
    assert "Latest measure None yet" in today
    assert "not added together" in today


async def test_a_project_for_demonstration_says_so(told: Story) -> None:
    async with told.reporting.anonymous() as client:
        made_up = (await client.get("/projects/made-up", headers=BROWSER)).text
        real = (await client.get("/projects/parking", headers=BROWSER)).text
    assert "Demonstration, not real" in made_up
    assert "Demonstration, not real" not in real


async def test_the_page_of_the_programme_counts_confidence_in_words_and_leads_to_each_project(told: Story) -> None:
    shown = await page(told, "/?as_at=2018-03-20")
    quiet = await page(told, "/?as_at=2018-04-10")
    refuse_barriers(shown)
    assert "By their own rating: 1 green. By an independent rating: 1 amber" in shown.section("confidence")
    assert "Parking & Permits Green since 1 March 2018 Amber since 10 March 2018 1 March 2018" in (
        shown.section("confidence")
    )
    assert "Stale quiet since 2 April 2018" in quiet.section("confidence")
    assert "Green" not in quiet.section("confidence")
    assert "/projects/parking?as_at=2018-03-20" in shown.links()
    assert "None of the 1 projects" not in shown.section("confidence")


async def test_the_report_on_a_project_says_the_same_as_data(told: Story) -> None:
    report = await told.get("projects/parking", as_at="2018-03-20")
    assert (report["href"], report["as_at"]) == ("/api/v1/reports/projects/parking", "2018-03-20")
    assert [(one["phase"], one["entered"], one["now"]) for one in report["phases"]] == [
        ("discovery", "2017-03-10", False),
        ("alpha", "2018-03-05", True),
        ("live", None, False),
    ]
    assert report["people"]["lead_councils"] == [{"council": "fife", "name": "Fife Council"}]
    assert (report["confidence"]["own"]["shown"], report["confidence"]["independent"]["shown"]) == ("green", "amber")
    assert [(one["portfolio"], one["until"]) for one in report["places"]] == [("services", None)]
    async with told.reporting.anonymous() as client:
        unknown = await client.get("/api/v1/reports/projects/no-such")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not-found")
