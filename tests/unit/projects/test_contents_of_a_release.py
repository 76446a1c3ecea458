"""What may go into an open release."""

import pytest

from services.projects.domain.releases import MOST, put_in, refuse_closed
from shared.errors import ConflictError
from tests.support.offers import TODAY, item, release


def test_what_goes_in_is_told_with_its_readiness() -> None:
    event = put_in(release(), [item("toolkit"), item("training", ready=False)], holds=3, today=TODAY)
    assert [(one.deliverable, one.ready) for one in event.added] == [("toolkit", True), ("training", False)]
    assert (event.release, event.removed, event.effective) == ("release-two", (), "2026-06-15")


@pytest.mark.parametrize("state", [None, "planned", "in-progress", "beta", "live"])
def test_a_deliverable_may_go_in_before_it_is_live(state: str | None) -> None:
    assert put_in(release(), [item("toolkit", state=state)], holds=0, today=TODAY).added


@pytest.mark.parametrize("state", ["superseded", "withdrawn"])
def test_what_is_no_longer_offered_cannot_go_in(state: str) -> None:
    with pytest.raises(ConflictError, match=f"toolkit is {state}; it cannot go into a release") as refused:
        put_in(release(), [item("register"), item("toolkit", state=state)], holds=0, today=TODAY)
    assert refused.value.code == "deliverable-not-offered"


def test_a_closed_release_stays_as_it_was_sealed() -> None:
    closed = release(state="closed", closed_on="2018-02")
    with pytest.raises(ConflictError, match="was closed on 2018-02; what is in it stays as it was sealed") as refused:
        refuse_closed(closed)
    assert refused.value.code == "release-closed"
    with pytest.raises(ConflictError):
        put_in(closed, [item("toolkit")], holds=0, today=TODAY)


@pytest.mark.parametrize("state", ["planned", "not-recorded"])
def test_a_release_that_is_not_closed_is_open(state: str) -> None:
    refuse_closed(release(state=state))


def test_a_release_holds_so_many_and_no_more() -> None:
    assert put_in(release(), [item("last")], holds=MOST - 1, today=TODAY)
    with pytest.raises(ConflictError, match="would hold 501 deliverables") as refused:
        put_in(release(), [item("one-more")], holds=MOST, today=TODAY)
    assert refused.value.code == "release-full"
