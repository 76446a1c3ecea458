"""Which adoption lines open when a release closes, or when it is told late who was there then."""

from datetime import UTC, date, datetime

import pytest

from services.councils.domain import offers
from services.councils.domain.offers import Released, brought
from services.councils.models import MembershipTold
from shared.events.projects import ReleaseClosed, ReleaseItem
from shared.values import last_day

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
CLOSED = ReleaseClosed(
    release="release-one",
    name="Release One",
    effective="2018-02",
    included=tuple(ReleaseItem(deliverable=key, project="gdpr", name=key, ready=True) for key in ("a", "b")),
    carried_over=(ReleaseItem(deliverable="c", project="gdpr", name="c"),),
    manifest_sha256="0" * 64,
)
BROUGHT = brought(CLOSED)


def history(*told: tuple[str, str | None] | tuple[str, str | None, str]) -> list[MembershipTold]:
    return [
        MembershipTold(
            council="x",
            number=number,
            standing=one[0],
            effective=one[1],
            certainty=one[2] if len(one) > 2 else "known",
            day=last_day(one[1]) if one[1] else TODAY,
            recorded_at=NOW,
        )
        for number, one in enumerate(told, start=1)
    ]


MEMBER = history(("joined", "2016-10"))


def test_each_council_is_offered_what_the_release_includes_and_not_what_it_carries_over() -> None:
    opened = offers.open_lines(BROUGHT, {"fife": MEMBER, "angus": MEMBER}, [])
    assert [(one.council, one.deliverable) for one in opened] == [
        ("angus", "a"),
        ("angus", "b"),
        ("fife", "a"),
        ("fife", "b"),
    ]
    assert {(one.state, one.release, one.effective) for one in opened} == {("invited", "release-one", "2018-02")}


@pytest.mark.parametrize(
    ("told", "offered"),
    [
        (history(("joined", "2018-02-28")), True),
        (history(("joined", "2018")), True),
        (history(("joined", "2018-03")), False),
        (history(("joined", "2019-10-01", "no-later-than")), True),
        (history(("joined", None, "unknown")), True),
        (history(("joined", "2016"), ("left", "2018-02-28")), False),
        (history(("joined", "2016"), ("left", "2018-03")), True),
        (history(("joined", "2016"), ("left", "2017"), ("joined", "2018-03")), False),
        (history(("joined", "2016"), ("left", "2017"), ("joined", "2019", "no-later-than")), True),
        (history(("in-principle", "2017")), True),
        (history(("in-principle", "2017"), ("joined", "2019")), True),
        (history(("in-principle", "2018-03")), False),
        (history(("in-principle", "2016"), ("left", "2017")), False),
        ([], False),
    ],
)
def test_lines_open_for_all_not_known_to_have_come_later_or_left_before(
    told: list[MembershipTold],
    offered: bool,  # noqa: FBT001 - the example's outcome
) -> None:
    assert bool(offers.open_lines(BROUGHT, {"fife": told}, [])) is offered


def test_a_line_that_exists_stays_as_it_is() -> None:
    opened = offers.open_lines(BROUGHT, {"fife": MEMBER}, [("fife", "a"), ("angus", "b")])
    assert [(one.council, one.deliverable) for one in opened] == [("fife", "b")]


def test_what_a_demonstration_release_opens_is_marked_so() -> None:
    closed = CLOSED.model_copy(update={"demonstration": True})
    assert all(one.demonstration for one in offers.open_lines(brought(closed), {"fife": MEMBER}, []))


def test_of_several_releases_that_brought_the_same_the_first_opens_the_line_for_who_was_there() -> None:
    later = Released("release-two", "a", "gdpr", demonstration=False, effective="2019-06-30")
    for joined, release in (("2016-10", "release-one"), ("2019", "release-two")):
        told = {"fife": history(("joined", joined))}
        opened = [one for one in offers.open_lines([later, *BROUGHT], told, []) if one.deliverable == "a"]
        assert [(one.release, one.effective) for one in opened] == [
            (release, "2018-02" if release == "release-one" else "2019-06-30")
        ]
