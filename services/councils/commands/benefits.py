"""Benefit figures of councils: each tells its own, puts it right, takes it back, and says who may see it."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from services.councils import reads, views
from services.councils.domain import benefits as rules
from services.councils.domain import visibility
from services.councils.domain.periods import PATTERN, days
from services.councils.domain.roles import Role
from services.councils.models import BenefitFigure, BenefitFigureTold, BenefitVisibility, Council, KnownProfile
from services.councils.reads import benefits as figures
from shared.database import Transaction
from shared.events.councils import BenefitFigureCorrected, BenefitFigureGiven
from shared.values import Day, Key, Link, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish

FURTHEST = 10.0**15
MOST_EVIDENCE = 20
KEY = ("council", "profile", "period", "stage")


def _period(told: str) -> str:
    days(told)
    return told


Period = Annotated[str, AfterValidator(_period), WithJsonSchema({"type": "string", "pattern": PATTERN})]
"""A year, a quarter, a month, or two days joined by `--`."""


class TellFigure(Wish):
    """A council's figure of a benefit for a period, in the profile's unit; what was told is corrected for a reason."""

    council: str = Field(min_length=1, max_length=100)
    profile: Key
    period: Period
    stage: rules.Stage
    value: float = Field(ge=-FURTHEST, le=FURTHEST, allow_inf_nan=False, strict=True)
    unit: Name
    by_role: Role
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    note: Text | None = Field(default=None, min_length=1)
    corrects: int | None = Field(default=None, ge=1, le=2**31 - 1, strict=True)
    reason: Text | None = Field(default=None, min_length=1)
    effective: Day | None = None


class WithdrawFigure(Wish):
    """By which role a figure is taken back, and why."""

    by_role: Role
    reason: Text = Field(min_length=1)
    effective: Day | None = None


class ShowFigure(Wish):
    """Who may see a figure from now on."""

    visibility: visibility.Visibility


async def tell_figure(call: Call, wish: TellFigure) -> views.FigureView:
    async with call.transaction() as change:
        view, _ = await apply(change, call.caller.council, wish)
        return await call.answer(change, view)


async def apply(change: Transaction, own: str | None, wish: TellFigure) -> tuple[views.FigureView, bool]:
    """Tell a figure for a client (`own` is its council, None for the Office's); say whether that was anything new."""
    council = await reads.slug_of(change.session, wish.council)
    rules.refuse_others(own, council)
    await _hold(change, council)
    profile = await change.session.get(KnownProfile, wish.profile, with_for_update={"read": True})
    if profile is None:
        raise rules.unknown_profile(wish.profile)
    wanted = rules.Figure(
        council=council,
        evidence=tuple(wish.evidence),
        effective=wish.effective or change.today,
        **wish.model_dump(include={"period", "stage", "value", "unit", "by_role", "reason", "corrects"}),
    )
    stages = await figures.histories(change.session, council, wish.profile, wish.period)
    history = stages[wish.stage]
    event = rules.tell(
        profile,
        wanted,
        history,
        claim=stages["claimed"],
        verified=stages["verified"],
        others=await figures.held(change.session, council, wish.stage, days(wish.period)),
        today=change.today,
    )
    row = await change.find(BenefitFigure, council, wish.profile, wish.period, wish.stage)
    row = row or _new(change, council, wish)
    if event is None:
        return views.figure(row, history[-1]), False
    return await _told(change, row, event, note=wish.note), True


async def withdraw_figure(
    call: Call, asked: str, profile: str, period: str, stage: rules.Stage, wish: WithdrawFigure
) -> views.FigureView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        rules.refuse_others(call.caller.council, council)
        await _hold(change, council)
        row = await _found(change, council, profile, period, stage)
        stages = await figures.histories(change.session, council, profile, period)
        event = rules.withdraw(
            stages[stage],
            stages["verified"],
            by_role=wish.by_role,
            reason=wish.reason,
            effective=wish.effective or change.today,
            today=change.today,
        )
        change.record(event, of=row)
        await change.flush()
        told = BenefitFigureTold(
            **stages[stage][-1].model_dump(include={*KEY, "project", "measure", "type", "unit"}),
            number=row.version,
            step="withdrawn",
            by_role=event.by_role,
            evidence=[],
            reason=event.reason,
            effective=date.fromisoformat(event.effective),
            recorded_at=change.now,
        )
        change.session.add(told)
        return await call.answer(change, views.figure(row, told))


async def show_figure(
    call: Call, asked: str, profile: str, period: str, stage: rules.Stage, wish: ShowFigure
) -> views.FigureView:
    async with call.transaction() as change:
        council = await reads.slug_of(change.session, asked)
        visibility.refuse_all_but(council, call.caller.council)
        await _hold(change, council)
        row = await _found(change, council, profile, period, stage)
        call.expect(row)
        event = visibility.change(row, wish.visibility, change.today)
        if event is not None:
            row.visibility = event.to_visibility
            change.record(event, of=row)
            await change.flush()
            change.session.add(
                BenefitVisibility(
                    **row.model_dump(include=set(KEY)),
                    number=row.version,
                    visibility=event.to_visibility,
                    effective=date.fromisoformat(event.effective),
                    recorded_at=change.now,
                )
            )
        told = await figures.histories(change.session, council, profile, period)
        return await call.answer(change, views.figure(row, told[stage][-1]))


async def _hold(change: Transaction, council: str) -> None:
    """Let others that tell figures of this council wait: no two count the same benefit at once."""
    await change.session.get(Council, council, with_for_update={"key_share": True}, populate_existing=True)


async def _found(change: Transaction, council: str, profile: str, period: str, stage: rules.Stage) -> BenefitFigure:
    row = await change.find(BenefitFigure, council, profile, period, stage)
    if row is None:
        raise visibility.unseen(council, profile, period, stage)
    return row


def _new(change: Transaction, council: str, wish: TellFigure) -> BenefitFigure:
    starts, ends = days(wish.period)
    return BenefitFigure(
        council=council,
        starts=starts,
        ends=ends,
        visibility=visibility.OWN,
        created_at=change.now,
        changed_at=change.now,
        **wish.model_dump(include={"profile", "period", "stage"}),
    )


async def _told(
    change: Transaction,
    row: BenefitFigure,
    event: BenefitFigureGiven | BenefitFigureCorrected,
    *,
    note: str | None,
) -> views.FigureView:
    """Keep what a council tells of a figure, say it, and show it."""
    change.record(event, of=row)
    await change.flush()
    told = BenefitFigureTold(
        **event.model_dump(exclude={"effective", "evidence"}),
        number=row.version,
        step="corrected" if isinstance(event, BenefitFigureCorrected) else "given",
        evidence=list(event.evidence),
        note=note,
        effective=date.fromisoformat(event.effective),
        recorded_at=change.now,
    )
    change.session.add(told)
    return views.figure(row, told)
