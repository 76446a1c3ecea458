"""Freezing and signing off: from when on a change says why, whose signature it makes stale, and what is missing."""

from datetime import date, timedelta

import pytest

from services.projects.domain import readiness
from services.projects.domain.closing import Override, close
from services.projects.domain.releases import Because, freeze, put_in, refuse_plan, set_ready, take_out
from services.projects.domain.sign_offs import lacking, sign_off, standing
from services.projects.models import ReleaseSignOff
from shared.errors import ConflictError, InvalidError, RefusedError
from tests.support.offers import NOW, TODAY, item, release

TOMORROW = TODAY + timedelta(days=1)
WHY = Because("The board asked for it", "sponsor")


def said(number: int, by_role: str = "sponsor", outcome: str = "signed") -> ReleaseSignOff:
    return ReleaseSignOff(
        release="release-two", number=number, by_role=by_role, outcome=outcome, effective=TODAY, recorded_at=NOW
    )


@pytest.mark.parametrize(
    ("freeze_on", "late"), [(None, False), (TOMORROW, False), (TODAY, True), (date(2026, 1, 1), True)]
)
def test_a_change_needs_a_reason_from_the_day_of_the_freeze_on(freeze_on: date | None, *, late: bool) -> None:
    of = release(freeze_on=freeze_on)
    for because in (Because(), Because(reason="So"), Because(by_role="sponsor")):
        for change in (
            lambda why: put_in(of, [item("a")], holds=0, today=TODAY, because=why),
            lambda why: take_out(of, "a", today=TODAY, because=why),
            lambda why: set_ready(of, "a", ready=True, note=None, today=TODAY, because=why),
        ):
            if late:
                with pytest.raises(InvalidError) as refused:
                    change(because)
                assert refused.value.code == "reason-missing"
            else:
                assert not change(because).after_freeze
            told = change(WHY)
            assert (told.after_freeze, told.reason, told.by_role) == (late, WHY.reason, WHY.by_role)


def test_a_freeze_is_told_once_on_its_day_and_never_of_what_is_closed() -> None:
    assert freeze(release(freeze_on=TOMORROW), TODAY) is None
    assert freeze(release(freeze_on=TODAY, frozen_told=True), TODAY) is None
    assert freeze(release(freeze_on=TODAY, state="closed"), TODAY) is None
    assert freeze(release(), TODAY) is None
    told = freeze(release(freeze_on=TODAY - timedelta(days=3)), TODAY)
    assert told is not None
    assert told.effective == "2026-06-12"


def test_a_plan_may_change_until_the_freeze() -> None:
    refuse_plan(release(freeze_on=TOMORROW), None, ["sponsor"], TODAY)
    refuse_plan(release(freeze_on=TODAY, sign_offs_needed=["sponsor"]), TODAY, ["sponsor"], TODAY)
    with pytest.raises(ConflictError, match="was frozen on 2026-06-15"):
        refuse_plan(release(freeze_on=TODAY), TOMORROW, [], TODAY)
    with pytest.raises(InvalidError, match="has passed"):
        refuse_plan(None, TODAY - timedelta(days=1), [], TODAY)


def test_what_each_role_said_last_counts_until_the_scope_changes() -> None:
    given = standing([said(2, outcome="refused"), said(4), said(3, "delivery-board")], 3)
    assert [(one.by_role, one.outcome, one.stale) for one in given] == [
        ("delivery-board", "signed", False),
        ("sponsor", "signed", False),
    ]
    (stale,) = standing([said(4)], 5)
    assert (stale.stale, stale.stands) == (True, False)
    assert lacking(["delivery-board", "sponsor"], [stale]) == [
        "delivery-board has not signed",
        "sponsor signed on 2026-06-15, and the scope has changed since",
    ]
    assert lacking(["sponsor"], standing([said(4, outcome="refused")], 0)) == ["sponsor refused on 2026-06-15"]


def test_a_role_says_the_same_again_only_of_what_has_changed() -> None:
    of = release(sign_offs_needed=["sponsor"])
    with pytest.raises(ConflictError) as refused:
        sign_off(of, "sponsor", "signed", None, standing([said(4)], 3), TODAY)
    assert refused.value.code == "no-change"
    assert sign_off(of, "sponsor", "signed", None, standing([said(4)], 5), TODAY).outcome == "signed"
    assert sign_off(of, "sponsor", "refused", None, standing([said(4)], 3), TODAY).outcome == "refused"


@pytest.mark.parametrize(
    ("number", "override", "code"),
    [(4, None, None), (2, None, "sign-offs-missing"), (4, "So", "override-not-needed"), (2, "So", None)],
)
def test_a_release_is_closed_when_it_is_signed_or_somebody_answers_for_that(
    number: int, override: str | None, code: str | None
) -> None:
    of = release(sign_offs_needed=["sponsor"])
    answer = Override("digital-office", override) if override else None
    given = standing([said(number)], 3)

    def closing() -> object:
        return close(
            of, [item("a")], None, closed_on="2026-06-10", today=TODAY, standing=given, override=answer
        ).closed.override

    if code is None:
        assert (closing() is None) == (override is None)
        return
    with pytest.raises(RefusedError) as refused:
        closing()
    assert refused.value.code == code


def test_what_a_deliverable_lacks_is_said_in_words() -> None:
    assert readiness.missing(ready=True, note=None, state="live", versions=1) == []
    found = readiness.missing(ready=False, note="Awaiting review", state=None, versions=0)
    assert [one.what for one in found] == ["not-marked-ready", "state", "no-version"]
    assert found[0].text == "It is not marked ready: Awaiting review"
