"""Deliverables in reports: by name and state, with what took their place; their ends counted, and no council named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain import deliverables as domain
from services.reporting.domain.adoption import MINIMUM_GROUP, TOO_FEW, Named
from services.reporting.domain.deliverables import Asked, StateFact, VersionFact

DAY = date(2026, 12, 31)
NAMES = {"toolkit": Named("Toolkit", "gdpr"), "next-toolkit": Named("The next toolkit", "gdpr")}
LEVELS = ("council-digital-lead", "digital-office")


def state(of: str = "live", *, successor: str | None = None, since: str | None = "2018-02-25") -> StateFact:
    return StateFact("toolkit", of, since, successor, "It passed", None)


def asked(*, acknowledged: bool = False, lapsed: bool = False, level: str | None = None) -> Asked:
    return Asked("toolkit", "withdrawn", acknowledged=acknowledged, lapsed=lapsed, level=level)


def test_a_deliverable_is_shown_with_its_state_its_version_and_what_took_its_place() -> None:
    version = VersionFact("1.2", "2019-01-01", None, "ab" * 32, 3)
    shown = domain.deliverable(
        "toolkit", NAMES["toolkit"], state("superseded", successor="next-toolkit"), version, NAMES
    )
    assert shown.successor is not None
    assert (shown.successor.deliverable, shown.successor.name) == ("next-toolkit", "The next toolkit")
    assert (shown.state, shown.since, shown.version, shown.versions) == ("superseded", "2018-02-25", "1.2", 3)
    bare = domain.deliverable("toolkit", NAMES["toolkit"], None, None, NAMES)
    assert (bare.state, bare.version, bare.versions, bare.successor) == (None, None, 0, None)
    unknown = domain.deliverable("toolkit", NAMES["toolkit"], state(successor="unheard-of"), None, NAMES)
    assert unknown.successor is not None
    assert unknown.successor.name == "unheard-of"


def test_deliverables_stand_by_name_and_are_counted_by_state() -> None:
    listed = [
        domain.deliverable(key, Named(name, "gdpr"), fact, None, {})
        for key, name, fact in (("a", "zebra", state()), ("b", "Apple", None), ("c", "apple", state("withdrawn")))
    ]
    found = domain.group(listed)
    assert [one.deliverable for one in found.deliverables] == ["b", "c", "a"]
    assert (found.states, found.not_recorded) == ({"live": 1, "withdrawn": 1}, 1)


def test_a_deliverable_is_counted_with_the_programme_of_its_project() -> None:
    projects = {"own": ("digital-partnership", False), "next-door": ("adjacent", False), "shown": ("adjacent", True)}
    assert [domain.kind(one, projects) for one in ("own", "next-door", "shown", "unheard-of")] == [
        "partnership",
        "neighbouring",
        "demonstration",
        "partnership",
    ]


def test_what_was_superseded_and_then_withdrawn_has_ended_twice() -> None:
    withdrawn, superseded = state("withdrawn"), state("superseded")
    assert domain.ends([withdrawn, superseded]) == [withdrawn, superseded]
    assert domain.ends([withdrawn, state()]) == [withdrawn]
    assert domain.ends([state(), superseded]) == []
    assert domain.ends([]) == []


def test_those_who_are_still_asked_are_counted_by_how_far_that_has_risen() -> None:
    some = [asked(acknowledged=True, level=LEVELS[0]), asked(lapsed=True), asked(), asked(level=LEVELS[0])]
    shown = domain.withdrawal(state("withdrawn"), NAMES["toolkit"], [*some, asked(level=LEVELS[1])], NAMES, DAY)
    assert shown.acknowledged is not None
    assert shown.acknowledged.model_dump() == {"numerator": 1, "denominator": 5, "as_at": DAY}
    assert (shown.asked, shown.lapsed, shown.waiting) == (5, 1, 3)
    assert shown.raised == {"council-digital-lead": 1, "digital-office": 1}


@pytest.mark.parametrize("number", [0, 1, MINIMUM_GROUP - 1, MINIMUM_GROUP])
def test_figures_of_fewer_councils_than_may_be_shown_are_withheld(number: int) -> None:
    shown = domain.withdrawal(state("withdrawn"), NAMES["toolkit"], [asked()] * number, NAMES, DAY)
    if 0 < number < MINIMUM_GROUP:
        assert shown.withheld == TOO_FEW
        assert (shown.asked, shown.acknowledged, shown.lapsed, shown.waiting, shown.raised) == (None,) * 5
    else:
        assert (shown.withheld, shown.asked, shown.waiting) == (None, number, number)


ONE = st.builds(
    lambda settled, level: asked(acknowledged=settled == "given", lapsed=settled == "lapsed", level=level),
    st.sampled_from([None, "given", "lapsed"]),
    st.sampled_from([None, *LEVELS]),
)


@given(st.lists(ONE, min_size=MINIMUM_GROUP, max_size=32))
def test_everybody_who_was_asked_is_counted_once(some: list[Asked]) -> None:
    shown = domain.withdrawal(state("withdrawn"), NAMES["toolkit"], some, NAMES, DAY)
    assert shown.acknowledged is not None
    assert shown.lapsed is not None
    assert shown.waiting is not None
    assert shown.acknowledged.numerator + shown.lapsed + shown.waiting == shown.asked == len(some)
    assert sum((shown.raised or {}).values()) <= shown.waiting
