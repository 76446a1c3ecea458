"""Acknowledgements: asked for the end of what was adopted, given by the council alone, rising while they are not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.councils import views
from services.councils.domain import acknowledgements as rules
from services.councils.domain import standings
from services.councils.domain.acknowledgements import RISES
from services.councils.domain.adoptions import FOLLOWS
from services.councils.domain.roles import Role
from services.councils.models import Acknowledgement, Adoption, DeliverableStanding
from services.projects.domain.roles import Role as ProgrammeRole
from shared.errors import ConflictError, ForbiddenError, InvalidError, RefusedError

ASKED_ON = date(2026, 11, 1)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
WITHDRAWN = DeliverableStanding(
    deliverable="toolkit", project="gdpr", state="withdrawn", since="2026-10-01", reason="The law has changed."
)
SUPERSEDED = DeliverableStanding(
    deliverable="toolkit", project="gdpr", state="superseded", since="2026-10-01", successor="next-toolkit"
)


def line(**columns: Any) -> Adoption:
    filled: dict[str, Any] = {"state": "in-use", "since": "2019", "opened": "2018-02", "demonstration": False}
    filled |= {"council": "fife", "deliverable": "toolkit", "project": "gdpr", "release": "release-one"}
    return Adoption(created_at=NOW, changed_at=NOW, **filled | columns)


def asked(**columns: Any) -> Acknowledgement:
    event = rules.request(line(), WITHDRAWN, number=1, today=ASKED_ON)
    filled: dict[str, Any] = {"state": "asked", "deliverable_state": event.state, "asked_on": ASKED_ON}
    return Acknowledgement(
        key=event.aggregate_id,
        created_at=NOW,
        changed_at=NOW,
        **event.model_dump(exclude={"state", "effective"}),
        **filled | columns,
    )


def acknowledge(row: Acknowledgement, effective: date = TODAY) -> Any:
    return rules.acknowledge(row, by_role="council-digital-lead", effective=effective, stops_using_on=None, today=TODAY)


def test_a_council_is_asked_from_the_day_it_could_know_however_long_ago_the_end_was() -> None:
    event = rules.request(line(demonstration=True), SUPERSEDED, number=2, today=TODAY)
    assert event.model_dump() == {
        "council": "fife",
        "deliverable": "toolkit",
        "number": 2,
        "project": "gdpr",
        "state": "superseded",
        "since": "2026-10-01",
        "successor": "next-toolkit",
        "reason": None,
        "acknowledge_by": None,
        "effective": "2026-11-21",
        "demonstration": True,
    }
    assert event.aggregate_id == "fife.toolkit.2"


def test_what_is_not_acknowledged_rises_to_the_lead_after_14_days_and_to_the_programme_after_28() -> None:
    assert [(rise.level, rise.day(ASKED_ON)) for rise in RISES] == [
        ("council-digital-lead", date(2026, 11, 15)),
        ("digital-office", date(2026, 11, 29)),
    ]
    row = asked()
    for rise in RISES:
        assert rules.next_rise(row) == rise
        event = rules.rise(row, rise, rise.day(ASKED_ON))
        assert (event.level, event.days) == (rise.level, rise.days)
        assert event.effective == rise.day(ASKED_ON).isoformat()
        setattr(row, rise.column, rise.day(ASKED_ON))
    assert rules.next_rise(row) is None


@pytest.mark.parametrize("state", ["acknowledged", "lapsed"])
def test_what_is_settled_rises_no_more(state: str) -> None:
    assert rules.next_rise(asked(state=state)) is None


@pytest.mark.parametrize(("own", "code"), [("angus", "another-council"), (None, "not-of-the-council")])
def test_nobody_acknowledges_for_a_council_but_its_own_client(own: str | None, code: str) -> None:
    rules.refuse_all_but("fife", "fife")
    with pytest.raises(ForbiddenError, match="only a client of 'fife' acknowledges for 'fife'") as refused:
        rules.refuse_all_but("fife", own)
    assert refused.value.code == code


def test_what_was_acknowledged_or_has_lapsed_is_not_acknowledged_again() -> None:
    assert acknowledge(asked()).effective == "2026-11-21"
    with pytest.raises(ConflictError, match="acknowledged on 2026-11-02 already") as refused:
        acknowledge(asked(state="acknowledged", acknowledged_on=date(2026, 11, 2)))
    assert refused.value.code == "acknowledged-already"
    with pytest.raises(ConflictError, match="Nothing is asked of 'fife' about 'toolkit' since 2026-11-02") as refused:
        acknowledge(asked(state="lapsed", lapsed_on=date(2026, 11, 2)))
    assert refused.value.code == "acknowledgement-lapsed"


@pytest.mark.parametrize(
    ("effective", "code"),
    [(TODAY + timedelta(days=1), "date-in-the-future"), (ASKED_ON - timedelta(days=1), "dates-out-of-order")],
)
def test_a_council_acknowledges_after_it_was_asked_and_not_in_the_future(effective: date, code: str) -> None:
    with pytest.raises(InvalidError) as refused:
        acknowledge(asked(), effective)
    assert refused.value.code == code


def test_a_council_is_asked_once_about_one_end_and_anew_about_another_or_after_a_lapse() -> None:
    assert not rules.answered(None, WITHDRAWN)
    assert rules.answered(asked(), WITHDRAWN)
    assert rules.answered(asked(state="acknowledged"), WITHDRAWN)
    assert not rules.answered(asked(state="lapsed"), WITHDRAWN)
    assert not rules.answered(asked(deliverable_state="superseded"), WITHDRAWN)


@pytest.mark.parametrize("state", FOLLOWS)
def test_who_has_taken_a_deliverable_up_or_decided_to_has_adopted_it(state: str) -> None:
    adopted = {"planned", "adopting", "embedded", "in-use", "adapted"}
    assert (state in standings.ADOPTED) is (state in adopted)


@given(st.sampled_from(sorted(FOLLOWS)), st.data())
def test_what_is_withdrawn_is_taken_up_by_nobody_who_had_not_before(now: str, data: st.DataObject) -> None:
    to = data.draw(st.sampled_from(FOLLOWS[now]))
    effective = data.draw(st.sampled_from(["2026-09-30", "2026-10-01", "2026-10", "2026-11-21"]))
    step = standings.Step(now, to, effective)
    if now not in standings.ADOPTED and to in standings.ADOPTED and effective != "2026-09-30":
        words = "was withdrawn on 2026-10-01: The law has changed. It can no longer be adopted"
        with pytest.raises(ConflictError, match=words) as refused:
            standings.refuse_withdrawn(step, WITHDRAWN)
        assert refused.value.code == "deliverable-withdrawn"
    else:
        standings.refuse_withdrawn(step, WITHDRAWN)
    standings.refuse_withdrawn(step, SUPERSEDED)
    standings.refuse_withdrawn(step, None)


def test_who_takes_up_what_is_superseded_is_warned_and_told_what_takes_its_place() -> None:
    (warning,) = standings.warnings(standings.Step("invited", "planned", "2026-11-21"), SUPERSEDED)
    assert warning == (
        "'toolkit' is superseded since 2026-10-01; 'next-toolkit' takes its place. You are asked to acknowledge that."
    )
    assert standings.warnings(standings.Step("planned", "in-use", "2026-11-21"), SUPERSEDED) == []
    assert standings.warnings(standings.Step("invited", "planned", "2026-11-21"), None) == []


def test_the_roles_of_councils_are_those_of_the_programme() -> None:
    assert get_args(Role) == get_args(ProgrammeRole)
    assert {rise.level for rise in RISES} <= set(get_args(Role))


DAYS = st.integers(0, 60).map(lambda days: ASKED_ON + timedelta(days=days))


@given(st.lists(st.tuples(st.sampled_from(["acknowledge", "lapse", "rise"]), DAYS), max_size=12), DAYS)
def test_whatever_comes_in_whatever_order_what_is_settled_stays_so_and_earlier_days_as_they_were(
    steps: list[tuple[str, date]], looked_at: date
) -> None:
    row = asked()
    for what, day in sorted(steps, key=lambda step: step[1]):
        before, settled = views.acknowledgement(row, looked_at), row.state != "asked"
        rise = rules.next_rise(row)
        if what == "acknowledge":
            try:
                rules.acknowledge(row, by_role="sponsor", effective=day, stops_using_on=None, today=day)
            except RefusedError:
                assert settled
                continue
            row.state, row.acknowledged_on, row.by_role = "acknowledged", day, "sponsor"
        elif what == "lapse" and not settled:
            row.state, row.lapsed_on = "lapsed", day
        elif what == "rise" and rise is not None and day >= rise.day(ASKED_ON):
            setattr(row, rise.column, rise.day(ASKED_ON))
            continue
        assert not settled or row.state != "asked"
        after = views.acknowledgement(row, looked_at)
        assert after == before or day <= looked_at
        assert (after.rises_to is None) or after.state == "asked"
