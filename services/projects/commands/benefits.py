"""Benefit profiles: making one, and changing what is said of it."""

from datetime import date
from typing import Any

from pydantic import Field
from sqlmodel import col, func, select

from services.projects import reads, views
from services.projects.commands.claims import ClaimMeasure, add_claim
from services.projects.commands.making import named, new, refuse_existing
from services.projects.domain import benefits as rules
from services.projects.domain.roles import Role
from services.projects.domain.schedules import Every, next_due
from services.projects.models import Benefit, BenefitClaim, BenefitFigure, BenefitMeasure, BenefitSchedule, Project
from shared.clock import start_of
from shared.database import Transaction
from shared.errors import FieldError, InvalidError
from shared.events import projects as said
from shared.timers import drop_timer, set_timer
from shared.values import Day, Key, Name, PartialDate, Text
from shared.web.calls import Call
from shared.web.resources import Wish

FURTHEST = 10.0**15
MOST_CLAIMS = 50


class Figure(Wish):
    """A value with the day it was true at, or is to be."""

    value: float = Field(ge=-FURTHEST, le=FURTHEST, allow_inf_nan=False, strict=True)
    date: PartialDate


class Attribution(Wish):
    """How much of what is measured the project accounts for, and by what rule."""

    kind: rules.Attribution
    percentage: float | None = Field(default=None, gt=0, lt=100, allow_inf_nan=False, strict=True)
    rule: Text = Field(min_length=1)


class Schedule(Wish):
    """How often it is measured, when first and, if ever, when last; it goes on when the project has ended."""

    every: Every
    first_due: Day
    last_due: Day | None = None

    def told(self) -> said.BenefitSchedule:
        return said.BenefitSchedule(**self.model_dump(mode="json"))


class ProfileBenefit(Wish):
    """A benefit; an amount is what its source says, for whom its `basis` says. `effective` is today if left out."""

    key: Key
    project: Key
    statement: Text = Field(min_length=1)
    type: rules.Type | None = None
    class_as_found: Name | None = None
    amount_gbp: int | None = Field(default=None, ge=0, le=10**12, strict=True)
    basis: Text | None = None
    source: Text | None = None
    owner_role: Role | None = None
    measure: Key | None = None
    unit: Name | None = None
    attribution: Attribution | None = None
    baseline: Figure | None = None
    target: Figure | None = None
    schedule: Schedule | None = None
    claims: list[ClaimMeasure] = Field(default=[], max_length=MOST_CLAIMS)
    effective: Day | None = None


class ChangeBenefit(Wish):
    """What to change; what is left out stays. A new baseline or target holds from `effective`, for a `reason`."""

    statement: Text | None = Field(default=None, min_length=1)
    type: rules.Type | None = None
    amount_gbp: int | None = Field(default=None, ge=0, le=10**12, strict=True)
    basis: Text | None = None
    source: Text | None = None
    owner_role: Role | None = None
    measure: Key | None = None
    unit: Name | None = None
    attribution: Attribution | None = None
    baseline: Figure | None = None
    target: Figure | None = None
    schedule: Schedule | None = None
    reason: Text | None = None
    effective: Day | None = None


STAYS = ("statement", "baseline", "target")
"""What may be said anew, and not taken away."""

APART = {"baseline", "target", "schedule", "attribution", "reason", "effective", "claims"}
"""What a wish holds beside the columns of a profile."""


TOLD = set(said.BenefitProfiled.model_fields) - {"attribution", "effective"}
"""What is told of a new profile as it was asked for."""


async def profile_benefit(call: Call, wish: ProfileBenefit) -> views.BenefitView:
    async with call.transaction() as change:
        await refuse_existing(change, Benefit, wish.key, "benefit profile")
        await named(change, Project, wish.project, "project")
        today = change.today
        row: Benefit = new(
            Benefit, change, effective=wish.effective or today, **wish.model_dump(exclude=APART), **_attributed(wish)
        )
        rules.refuse_effective(row, row.effective or today, today)
        if wish.schedule:
            rules.refuse_bad_schedule(wish.schedule.told(), holds_from=row.effective or today)
        change.session.add(row)
        await change.session.flush()
        event = said.BenefitProfiled(
            benefit=row.key,
            attribution=rules.attribution(row),
            effective=str(row.effective),
            **wish.model_dump(mode="json", include=TOLD),
        )
        change.record(event, of=row)
        for kind, figure in (("baseline", wish.baseline), ("target", wish.target)):
            if figure:
                _set_figure(change, row, kind, figure, number=1, reason=None, effective=row.effective or today)
        if wish.schedule:
            await _set_schedule(change, row, wish.schedule.told(), number=1, effective=row.effective or today)
        for claim in wish.claims:
            await add_claim(change, row, claim)
        await change.session.flush()
        return await call.answer(change, await reads.benefit(change.session, row, today))


async def change_benefit(call: Call, key: str, wish: ChangeBenefit) -> views.BenefitView:
    """Change what is sent; what is as it was did not happen, and is not told."""
    async with call.transaction() as change:
        row = await change.lock(Benefit, key, called="benefit profile")
        call.expect(row)
        wanted = wish.model_dump(exclude_unset=True)
        for name in STAYS:
            if name in wanted and wanted[name] is None:
                message = "may be said anew, and not taken away"
                raise InvalidError(f"{name}: {message}.", fields=(FieldError(name, message),))
        today = change.today
        effective = wish.effective or today
        await _change_details(change, row, wish, wanted)
        if wish.baseline:
            await _change_figure(change, row, "baseline", wish.baseline, wish.reason, effective)
        if wish.target:
            await _change_figure(change, row, "target", wish.target, wish.reason, effective)
        if "schedule" in wanted:
            await _change_schedule(change, row, wish.schedule, effective)
        await change.session.flush()
        return await call.answer(change, await reads.benefit(change.session, row, today))


async def _change_details(change: Transaction, row: Benefit, wish: ChangeBenefit, wanted: dict[str, Any]) -> None:
    details = {name: value for name, value in wanted.items() if name not in APART}
    if "attribution" in wanted:
        details |= _attributed(wish)
    measured = select(func.count()).where(BenefitMeasure.benefit == row.key)
    claimed = select(func.count()).where(BenefitClaim.benefit == row.key, col(BenefitClaim.withdrawn_on).is_(None))
    rules.refuse_changing_what_was_counted(
        row,
        details,
        measured=(await change.session.exec(measured)).one(),
        claimed=(await change.session.exec(claimed)).one(),
    )
    if all(getattr(row, name) == value for name, value in details.items()):
        return
    row.sqlmodel_update(details)
    shown = set(said.BenefitDetailsChanged.model_fields)
    event = said.BenefitDetailsChanged(
        benefit=row.key, attribution=rules.attribution(row), **row.model_dump(include=shown)
    )
    change.record(event, of=row)


async def _change_figure(
    change: Transaction, row: Benefit, kind: rules.Kind, wish: Figure, reason: str | None, effective: date
) -> None:
    before = await reads.figure(change.session, row.key, kind)
    event = rules.change_figure(
        row,
        kind,
        before,
        value=wish.value,
        on=wish.date,
        reason=reason,
        effective=effective,
        today=change.today,
    )
    if event is not None:
        number = before.number + 1 if before else 1
        _set_figure(change, row, kind, wish, number=number, reason=reason, effective=effective)
        change.record(event, of=row)


async def _change_schedule(change: Transaction, row: Benefit, wish: Schedule | None, effective: date) -> None:
    before = await reads.schedules_of(change.session, [row.key], date.max)
    wanted = wish.told() if wish else None
    latest = before[-1] if before else None
    event = rules.change_schedule(row, latest, wanted, effective=effective, today=change.today)
    if event is not None:
        number = latest.number + 1 if latest else 1
        # what fell due by now is said all the same, however late
        if (unneeded := next_due(latest, change.today)) is not None:
            await drop_timer(change, reads.MEASURE_DUE, row.key, key=unneeded.isoformat())
        await _set_schedule(change, row, wanted, number=number, effective=effective)
        change.record(event, of=row)


def _set_figure(
    change: Transaction, row: Benefit, kind: str, wish: Figure, *, number: int, reason: str | None, effective: date
) -> None:
    change.session.add(
        BenefitFigure(
            benefit=row.key,
            kind=kind,
            number=number,
            reason=reason,
            effective=effective,
            recorded_at=change.now,
            value=wish.value,
            at=wish.date,
        )
    )


async def _set_schedule(
    change: Transaction, row: Benefit, wanted: said.BenefitSchedule | None, *, number: int, effective: date
) -> None:
    """Put a schedule in its place, with the timer of the measure that falls due first."""
    schedule = BenefitSchedule(
        benefit=row.key,
        number=number,
        every=wanted.every if wanted else None,
        first_due=date.fromisoformat(wanted.first_due) if wanted else None,
        last_due=date.fromisoformat(wanted.last_due) if wanted and wanted.last_due else None,
        effective=effective,
        recorded_at=change.now,
    )
    change.session.add(schedule)
    if (due := next_due(schedule)) is not None:
        await set_timer(change, reads.MEASURE_DUE, row.key, start_of(due), key=due.isoformat())


def _attributed(wish: ProfileBenefit | ChangeBenefit) -> dict[str, Any]:
    """Return the columns of an attribution, or refuse one that does not hang together."""
    told = wish.attribution
    if told:
        rules.refuse_bad_attribution(told.kind, told.percentage)
    return {
        "attribution_kind": told.kind if told else None,
        "attribution_percentage": told.percentage if told else None,
        "attribution_rule": told.rule if told else None,
    }
