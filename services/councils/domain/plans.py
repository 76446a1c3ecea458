"""Plans of adoption: by when a council means to adopt a deliverable and to use it, and how that may change."""

from datetime import date

from services.councils.domain import ledger
from services.councils.domain.ledger import History
from shared.errors import ConflictError, refuse_field
from shared.events.councils import AdoptionPlanned
from shared.values import first_day, last_day

NOT_OPEN = ("declined", "withdrawn")


def plan(
    history: History,
    *,
    adopt_on: str | None,
    in_use_on: str | None,
    reason: str | None,
    effective: str,
    today: date,
) -> AdoptionPlanned:
    """Plan by when a line is to be adopted and in use, or plan it anew for a reason; or refuse."""
    line, before = history.line, ledger.plan_on(history.plans)
    held = (before.adopt_on, before.in_use_on) if before else (None, None)
    if (adopt_on, in_use_on) == held:
        if before is None:
            refuse_field("adopt_on", "plan-missing", "say by when it is to be adopted, or in 'in_use_on' to be in use")
        raise ConflictError(f"That is the plan already, since {before.effective}.", code="no-change")
    _refuse_day(history, before.effective if before else None, effective, today)
    if before is not None and not reason:
        refuse_field("reason", "reason-missing", "another plan needs one, so that nobody takes it for the first")
    state = ledger.standing(history, last_day(effective))["state"]
    if state in NOT_OPEN and (adopt_on or in_use_on):
        raise ConflictError(
            f"A line that is {state} has nothing to plan; move it to 'considering' or 'planned' first.",
            code="nothing-to-plan",
        )
    for name, wanted, was, done in (
        ("adopt_on", adopt_on, held[0], ledger.TAKEN_UP),
        ("in_use_on", in_use_on, held[1], ledger.USED),
    ):
        if wanted is None or wanted == was:
            continue
        if state in done:
            raise ConflictError(
                f"{name}: the line is {state} since {line.since}; there is nothing left to plan of that.",
                code="happened-already",
            )
        if last_day(wanted) < last_day(effective):
            refuse_field(name, "date-in-the-past", f"{wanted} lies before the day of the plan, {effective}")
    if adopt_on and in_use_on and last_day(in_use_on) < first_day(adopt_on):
        refuse_field("in_use_on", "dates-out-of-order", f"{in_use_on} lies before it is to be adopted, {adopt_on}")
    return AdoptionPlanned(
        council=line.council,
        deliverable=line.deliverable,
        release=line.release,
        adopt_on=adopt_on,
        in_use_on=in_use_on,
        reason=reason,
        effective=effective,
    )


def _refuse_day(history: History, before: str | None, effective: str, today: date) -> None:
    opened, day = history.line.opened, last_day(effective)
    if day > today:
        refuse_field("effective", "date-in-the-future", f"{effective} is not over yet; leave it out for today")
    if day < last_day(opened):
        refuse_field("effective", "dates-out-of-order", f"{effective} lies before the opening of the line, {opened}")
    if before is not None and day < last_day(before):
        refuse_field("effective", "dates-out-of-order", f"{effective} lies before the plan that holds, of {before}")
