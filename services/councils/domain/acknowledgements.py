"""Acknowledgements: asked of a council that adopted what has ended, given by it, and rising while they are not."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.councils.domain.roles import Role
from services.councils.models import Acknowledgement, Adoption, DeliverableStanding
from shared.errors import ConflictError, ForbiddenError, refuse_field
from shared.events.councils import (
    AcknowledgementGiven,
    AcknowledgementLapsed,
    AcknowledgementRaised,
    AcknowledgementRequested,
)

State = Literal["asked", "acknowledged", "lapsed"]
Because = Literal["no-longer-adopted", "asked-anew"]


@dataclass(frozen=True, slots=True)
class Rise:
    """To whom what is not acknowledged rises, and on which day after the asking."""

    level: Role
    days: int
    column: str

    def day(self, asked_on: date) -> date:
        """Return the day on which it rises."""
        return asked_on + timedelta(days=self.days)


DAYS_TO_THE_LEAD = 14
DAYS_TO_THE_PROGRAMME = 28
RISES = (
    Rise("council-digital-lead", DAYS_TO_THE_LEAD, "raised_to_lead_on"),
    Rise("digital-office", DAYS_TO_THE_PROGRAMME, "raised_to_programme_on"),
)
"""What is not acknowledged rises on the 14th day after the asking to the council's own digital lead, and on the 28th to
the programme. Change the numbers here; what was asked before keeps the day that it was given."""


def next_rise(row: Acknowledgement) -> Rise | None:
    """Return how an acknowledgement that is still asked for rises next."""
    if row.state != "asked":
        return None
    return next((rise for rise in RISES if getattr(row, rise.column) is None), None)


def request(line: Adoption, standing: DeliverableStanding, *, number: int, today: date) -> AcknowledgementRequested:
    """Ask a council to acknowledge the end of what it adopted, from today on, however long ago the end was."""
    return AcknowledgementRequested(
        council=line.council,
        deliverable=line.deliverable,
        number=number,
        project=standing.project,
        state=standing.state,
        since=standing.since,
        successor=standing.successor,
        reason=standing.reason,
        acknowledge_by=standing.acknowledge_by,
        effective=today.isoformat(),
        demonstration=line.demonstration,
    )


def answered(latest: Acknowledgement | None, standing: DeliverableStanding) -> bool:
    """Say whether a council was asked about this very end, and is still asked or has acknowledged it."""
    return latest is not None and latest.deliverable_state == standing.state and latest.state != "lapsed"


def refuse_all_but(council: str, own: str | None) -> None:
    """Refuse everybody but a client of the council: nobody acknowledges for another, nor the Office for a council."""
    if own != council:
        who = f"This client belongs to '{own}'" if own else "This client belongs to no council"
        raise ForbiddenError(
            f"{who}; only a client of '{council}' acknowledges for '{council}'.",
            code="another-council" if own else "not-of-the-council",
        )


def acknowledge(
    row: Acknowledgement, *, by_role: Role, effective: date, stops_using_on: date | None, today: date
) -> AcknowledgementGiven:
    """Acknowledge, or refuse with what would help."""
    if row.state == "acknowledged":
        raise ConflictError(f"It was acknowledged on {row.acknowledged_on} already.", code="acknowledged-already")
    if row.state == "lapsed":
        raise ConflictError(
            f"Nothing is asked of '{row.council}' about '{row.deliverable}' since {row.lapsed_on}, when its line "
            "showed that it had not adopted it any more.",
            code="acknowledgement-lapsed",
        )
    if effective > today:
        refuse_field("effective", "date-in-the-future", f"{effective} has not come yet; leave it out for today")
    if effective < row.asked_on:
        refuse_field(
            "effective", "dates-out-of-order", f"{effective} lies before the day of the asking, {row.asked_on}"
        )
    return AcknowledgementGiven(
        council=row.council,
        deliverable=row.deliverable,
        number=row.number,
        by_role=by_role,
        stops_using_on=stops_using_on.isoformat() if stops_using_on else None,
        effective=effective.isoformat(),
    )


def lapse(row: Acknowledgement, because: Because, today: date) -> AcknowledgementLapsed:
    """Ask no more."""
    return AcknowledgementLapsed(
        council=row.council,
        deliverable=row.deliverable,
        number=row.number,
        because=because,
        effective=today.isoformat(),
    )


def rise(row: Acknowledgement, to: Rise, day: date) -> AcknowledgementRaised:
    """Let what nobody acknowledged rise, on the day on which that was due."""
    return AcknowledgementRaised(
        council=row.council,
        deliverable=row.deliverable,
        number=row.number,
        level=to.level,
        days=to.days,
        effective=day.isoformat(),
    )
