"""What answers show of acknowledgements, and how rows become it, as at a day."""

from datetime import date, datetime

from services.councils.domain import acknowledgements
from services.councils.models import Acknowledgement
from services.councils.views.base import BASE
from shared.web.resources import Resource


class AcknowledgementView(Resource):
    """What one council was asked about the end of a deliverable that it adopted, and what became of that.

    `state` is asked, acknowledged or lapsed; `deliverable_state` is the end it is about. `raised_to` is the role that
    it has risen to, and `rises_to` the one that it rises to next, on `rises_on`, while it is not acknowledged.
    """

    council: str
    deliverable: str
    number: int
    project: str
    demonstration: bool
    deliverable_state: str
    since: str | None = None
    successor: str | None = None
    reason: str | None = None
    acknowledge_by: str | None = None
    asked_on: date
    recorded_at: datetime
    state: str
    raised_to: str | None = None
    raised_on: date | None = None
    rises_to: str | None = None
    rises_on: date | None = None
    acknowledged_on: date | None = None
    acknowledgement_recorded_at: datetime | None = None
    by_role: str | None = None
    note: str | None = None
    stops_using_on: date | None = None
    lapsed_on: date | None = None
    lapsed_because: str | None = None


def acknowledgement(row: Acknowledgement, day: date) -> AcknowledgementView:
    """Show what was asked by a day, with what had become of it by then."""
    given, lapsed = _by(row.acknowledged_on, day), _by(row.lapsed_on, day)
    raised = [rise for rise in acknowledgements.RISES if _by(getattr(row, rise.column), day)]
    ahead = next((rise for rise in acknowledgements.RISES if rise not in raised), None)
    waits = ahead is not None and not given and not lapsed
    said = {"acknowledged_on", "acknowledged_at", "by_role", "note", "stops_using_on"}
    shown = row.model_dump(
        include={
            "version", "council", "deliverable", "number", "project", "demonstration", "deliverable_state", "since",
            "successor", "reason", "acknowledge_by", "asked_on", *(said if given else ()),
            *({"lapsed_on", "lapsed_because"} if lapsed else ()),
        }
    )  # fmt: skip
    return AcknowledgementView(
        href=f"{BASE}/adoptions/{row.council}/{row.deliverable}/acknowledgement",
        recorded_at=row.created_at,
        state="acknowledged" if given else "lapsed" if lapsed else "asked",
        raised_to=raised[-1].level if raised else None,
        raised_on=getattr(row, raised[-1].column) if raised else None,
        rises_to=ahead.level if ahead and waits else None,
        rises_on=ahead.day(row.asked_on) if ahead and waits else None,
        acknowledgement_recorded_at=shown.pop("acknowledged_at", None),
        **shown,
    )


def _by(happened: date | None, day: date) -> bool:
    return happened is not None and happened <= day
