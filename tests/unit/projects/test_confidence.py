"""Delivery confidence: who may rate it, when a reason is needed, and what is shown of it on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.projects.domain.confidence import INDEPENDENT, OWN, Colour, Kind, Rating, rate, shown
from services.projects.domain.progress import Hearing
from services.projects.domain.roles import Role
from services.projects.models import ConfidenceRating
from services.projects.views.progress import confidence
from shared.errors import InvalidError
from tests.support.offers import NOW, TODAY, project

ROLES: tuple[Role, ...] = (
    "delivery-board", "sponsor", "project-lead", "council-digital-lead", "benefits-owner", "security-contact",
    "digital-office",
)  # fmt: skip
DAYS = st.dates(min_value=TODAY - timedelta(days=20), max_value=TODAY)


def rating(
    colour: Colour = "green", day: date = TODAY, kind: Kind = "own", number: int = 1, reason: str | None = "As it is"
) -> ConfidenceRating:
    role = "project-lead" if kind == "own" else "delivery-board"
    return ConfidenceRating(
        project="gdpr-readiness",
        number=number,
        kind=kind,
        rating=colour,
        by_role=role,
        reason=reason,
        evidence=[],
        effective=day,
        recorded_at=NOW,
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("kind", "may"), [("own", OWN), ("independent", INDEPENDENT)])
def test_a_project_rates_itself_and_never_independently(kind: Kind, may: tuple[Role, ...], role: Role) -> None:
    said = Rating(kind=kind, rating="green", by_role=role, effective=TODAY)
    if role in may:
        assert rate(project(), said, None, number=1, today=TODAY).by_role == role
    else:
        with pytest.raises(InvalidError, match=f"'{role}' may not say this") as refused:
            rate(project(), said, None, number=1, today=TODAY)
        assert refused.value.code == "role-may-not"
    assert not set(OWN) & set(INDEPENDENT)


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [
        (None, "green", False),
        (None, "not-yet-rated", False),
        (None, "amber", True),
        (None, "red", True),
        ("green", "green", False),
        ("red", "green", True),
        ("green", "not-yet-rated", True),
        ("not-yet-rated", "green", True),
        ("amber", "amber", True),
    ],
)
def test_a_reason_is_needed_for_amber_and_red_and_for_every_change(
    before: Colour | None, after: Colour, needed: object
) -> None:
    said = Rating(kind="own", rating=after, by_role="sponsor", effective=TODAY)
    was = rating(before) if before else None
    if needed:
        with pytest.raises(InvalidError) as refused:
            rate(project(), said, was, number=2, today=TODAY)
        assert refused.value.code == "reason-missing"
    explained = rate(project(), said.model_copy(update={"reason": "Why"}), was, number=2, today=TODAY)
    assert (explained.from_rating, explained.rating) == (before or "not-yet-rated", after)


def latest(ratings: list[ConfidenceRating], day: date) -> dict[str, ConfidenceRating]:
    """Return what holds on a day, as the register reads it."""
    then = [one for one in ratings if one.effective <= day]
    return {one.kind: one for one in sorted(then, key=lambda one: (one.effective, one.number))}


@given(
    st.lists(st.tuples(st.sampled_from(["own", "independent"]), st.sampled_from(["green", "amber", "red"]), DAYS)),
    st.lists(st.tuples(st.sampled_from(["own", "independent"]), st.sampled_from(["green", "red"]), DAYS)),
    DAYS,
)
def test_what_is_told_of_later_days_changes_nothing_that_is_shown_of_a_day(
    told: list[tuple[Kind, Colour, date]], later: list[tuple[Kind, Colour, date]], day: date
) -> None:
    rows = [rating(colour, on, kind, number) for number, (kind, colour, on) in enumerate(told, start=1)]
    before = confidence(latest(rows, day), Hearing())
    after = [one for one in later if one[2] > day]
    rows += [rating(colour, on, kind, len(rows) + number) for number, (kind, colour, on) in enumerate(after, start=1)]
    assert confidence(latest(rows, day), Hearing()) == before


@given(st.sampled_from(["own", "independent"]), st.sampled_from(["green", "amber", "red"]), DAYS, DAYS)
def test_no_colour_from_before_a_silence_is_shown_while_it_lasts(
    kind: Kind, colour: Colour, rated_on: date, quiet_since: date
) -> None:
    assert shown(kind, colour, rated_on, None) == colour
    told = shown(kind, colour, rated_on, quiet_since)
    assert told == (colour if kind == "independent" and rated_on >= quiet_since else "stale")


def test_what_was_never_rated_is_not_yet_rated_and_its_own_voice_is_stale_once_it_is_quiet() -> None:
    assert [shown(kind, None, None, None) for kind in ("own", "independent")] == ["not-yet-rated"] * 2
    assert [shown(kind, None, None, TODAY) for kind in ("own", "independent")] == ["stale", "not-yet-rated"]
