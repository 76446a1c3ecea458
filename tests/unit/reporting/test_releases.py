"""A release at a date: open, closed or not recorded; what is in it; and the report that is frozen when it closes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.reporting.domain.adoption import Named
from services.reporting.domain.milestones import milestones
from services.reporting.domain.programme import PhaseFact, phases
from services.reporting.domain.releases import Closing, Facts, ItemFact, frozen_report, in_order, release, stands
from shared.events.projects import ReleaseClosed, ReleaseItem

TODAY = date(2026, 11, 21)
LOADED = datetime(2026, 11, 21, 12, tzinfo=UTC)
NAMES = {"risk-entry": Named("Risk register entry", "gdpr-readiness"), "toolkit": Named("Toolkit", "design")}
CLOSING = Closing(
    closed_on="2018-02",
    day=date(2018, 2, 28),
    included=[
        {"deliverable": "risk-entry", "name": "Risk entry as sealed", "project": "gdpr-readiness", "ready": True}
    ],
    carried_over=[{"deliverable": "toolkit", "name": "Toolkit", "project": "design", "ready": False}],
    carried_over_to="release-two",
    manifest_sha256="ab" * 32,
)
PLANNED = Facts(
    release="release-one",
    name="Release One",
    number=1,
    demonstration=False,
    announced_as="planned",
    source=None,
    planned_for=None,
    announced_day=TODAY,
    closing=None,
    items=(),
)


def item(
    key: str, *, included: bool = True, ready: bool = False, carried_from: str | None = None, told: int = 0
) -> ItemFact:
    return ItemFact(key, included, ready, carried_from, TODAY, LOADED + timedelta(seconds=told), told + 1)


def test_a_closed_release_shows_what_was_sealed_under_the_names_it_was_sealed_with() -> None:
    found = release(replace(PLANNED, closing=CLOSING), NAMES, TODAY)

    assert (found.state, found.closed_on, found.manifest_sha256) == ("closed", "2018-02", "ab" * 32)
    assert [(one.name, one.ready) for one in found.included] == [("Risk entry as sealed", True)]
    assert [one.deliverable for one in found.carried_over] == ["toolkit"]
    assert found.carried_over_to == "release-two"


def test_an_open_release_shows_what_is_planned_to_go_in_as_last_told() -> None:
    items = [item("toolkit"), item("risk-entry", told=1), item("toolkit", ready=True, told=2)]

    found = release(replace(PLANNED, items=items), NAMES, TODAY)

    assert found.state == "planned"
    assert [(one.name, one.ready) for one in found.included] == [("Risk register entry", False), ("Toolkit", True)]


def test_what_was_taken_out_is_gone_and_what_was_carried_over_says_from_where_also_once_ready() -> None:
    items = [
        item("toolkit", carried_from="release-zero"),
        item("risk-entry", told=1),
        item("risk-entry", included=False, told=2),
        item("toolkit", ready=True, told=3),
    ]

    found = release(replace(PLANNED, items=items), NAMES, TODAY)

    assert [(one.deliverable, one.carried_from) for one in found.included] == [("toolkit", "release-zero")]


def test_a_release_whose_history_was_not_found_is_not_recorded() -> None:
    unknown = replace(PLANNED, announced_as="not-recorded", planned_for="2018")

    assert release(unknown, NAMES, TODAY).state == "not-recorded"


def test_a_release_is_listed_from_the_day_that_anything_dated_puts_it_there() -> None:
    assert not stands(PLANNED, date(2018, 1, 1))
    assert stands(PLANNED, TODAY)
    assert stands(replace(PLANNED, closing=CLOSING), date(2018, 2, 28))
    assert not stands(replace(PLANNED, planned_for="2018"), date(2018, 12, 30))
    assert stands(replace(PLANNED, planned_for="2018"), date(2018, 12, 31))


def test_releases_stand_by_number_and_those_for_demonstration_after_them() -> None:
    listed = [
        replace(PLANNED, release="demonstration", number=None, demonstration=True),
        replace(PLANNED, release="three", number=3),
        replace(PLANNED, release="one", number=1),
    ]

    assert [one.release for one in in_order(release(facts, NAMES, TODAY) for facts in listed)] == [
        "one",
        "three",
        "demonstration",
    ]


def test_a_frozen_report_is_made_of_the_closing_alone() -> None:
    closed = ReleaseClosed(
        release="release-one",
        number=1,
        name="Release One",
        effective="2018-02",
        included=(
            ReleaseItem(deliverable="b", project="gdpr", name="Second", ready=True),
            ReleaseItem(deliverable="a", project="gdpr", name="First", ready=True),
            ReleaseItem(deliverable="c", project="cyber", name="Third", ready=True),
        ),
        carried_over=(ReleaseItem(deliverable="d", project="cyber", name="Fourth"),),
        carried_over_to="release-two",
        manifest_sha256="ab" * 32,
    )

    report = frozen_report(closed)

    assert (report.included, report.carried_over, report.carried_over_to) == (3, 1, "release-two")
    assert [(one.project, [each["name"] for each in one.deliverables]) for one in report.projects] == [
        ("cyber", ["Third"]),
        ("gdpr", ["First", "Second"]),
    ]
    assert report.not_ready == [{"deliverable": "d", "name": "Fourth"}]
    assert report == frozen_report(closed)


def phase(name: str, effective: str, day: date, *, expected: bool = False) -> PhaseFact:
    return PhaseFact(name, expected, effective, None, day, LOADED, 1)


BUILD = phase("build", "2016-10", date(2016, 10, 31))
EMBEDDING = phase("embedding", "2018-02", date(2018, 2, 28))
OPERATIONALISE = phase("operationalise", "2019", date(2019, 12, 31), expected=True)


def test_the_programme_is_in_the_phase_that_began_last_and_an_expected_one_is_only_expected() -> None:
    found = phases([OPERATIONALISE, EMBEDDING, BUILD], date(2020, 1, 1))

    assert found.phase is not None
    assert (found.phase.phase, found.phase.since) == ("embedding", "2018-02")
    assert [one.phase for one in found.before] == ["build"]
    assert [one.phase for one in found.expected] == ["operationalise"]


def test_before_its_first_phase_nothing_is_recorded_of_the_programme() -> None:
    found = phases([OPERATIONALISE, EMBEDDING, BUILD], date(2016, 10, 30))

    assert (found.phase, found.before, found.expected) == (None, [], [])


def test_a_phase_that_was_expected_and_began_is_no_longer_expected() -> None:
    begun = phase("operationalise", "2019-10", date(2019, 10, 31))

    found = phases([OPERATIONALISE, EMBEDDING, begun], date(2020, 1, 1))

    assert found.phase is not None
    assert found.phase.phase == "operationalise"
    assert found.expected == []


def test_milestones_of_the_same_day_stand_together() -> None:
    found = milestones([BUILD, EMBEDDING, OPERATIONALISE], [replace(PLANNED, closing=CLOSING)], TODAY)

    assert [(one.day, one.what) for one in found] == [
        (date(2016, 10, 31), "Build began, October 2016"),
        (date(2018, 2, 28), "Embedding began and Release One closed, February 2018"),
    ]
