"""Deliverables: which state may follow which."""

from datetime import date
from typing import Literal, NoReturn

from services.projects.models import Deliverable
from shared.errors import ConflictError, FieldError, InvalidError
from shared.events.projects import DeliverableStateChanged

State = Literal["planned", "in-progress", "beta", "live", "superseded", "withdrawn"]

FOLLOWS: dict[str, set[str]] = {
    "planned": {"in-progress", "beta", "live", "withdrawn"},
    "in-progress": {"planned", "beta", "live", "withdrawn"},
    "beta": {"in-progress", "live", "superseded", "withdrawn"},
    "live": {"superseded", "withdrawn"},
    "superseded": {"withdrawn"},
    "withdrawn": set(),
}
"""Which states may follow a state; from one that is not recorded, any may."""

NOT_OFFERED = {"superseded", "withdrawn"}
"""The states in which no release hands a deliverable over."""


def change_state(deliverable: Deliverable, wanted: State, *, effective: date, today: date) -> DeliverableStateChanged:
    """Move a deliverable to another state, or refuse."""
    if deliverable.state == wanted:
        raise ConflictError(f"The deliverable {deliverable.key} is {wanted} already.", code="no-change")
    if deliverable.state is not None and wanted not in FOLLOWS[deliverable.state]:
        may = ", ".join(sorted(FOLLOWS[deliverable.state]))
        raise ConflictError(
            f"A deliverable that is {deliverable.state} cannot become {wanted}; "
            + (f"it may become {may}." if may else "it stays so."),
            code="state-does-not-follow",
        )
    if effective > today:
        _refuse("date-in-the-future", f"{effective} has not come yet; tell it when it has happened")
    if deliverable.state_since is not None and effective < deliverable.state_since:
        since = deliverable.state_since
        _refuse("dates-out-of-order", f"{effective} lies before the deliverable became {deliverable.state}, on {since}")
    return DeliverableStateChanged(
        deliverable=deliverable.key,
        project=deliverable.project,
        from_state=deliverable.state,
        to_state=wanted,
        effective=effective.isoformat(),
    )


def _refuse(code: str, message: str) -> NoReturn:
    raise InvalidError(f"effective: {message}.", code=code, fields=(FieldError("effective", message),))
