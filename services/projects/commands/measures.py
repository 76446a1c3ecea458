"""Measures of a benefit: what was measured for a period that fell due."""

from datetime import date

from pydantic import Field
from sqlmodel import func, select

from services.projects import reads, views
from services.projects.commands.benefits import FURTHEST
from services.projects.domain import benefits
from services.projects.domain import measures as rules
from services.projects.domain.roles import Role
from services.projects.models import Benefit, BenefitMeasure
from shared.timers import drop_timer
from shared.values import Day, Link, Text
from shared.web.calls import Call
from shared.web.resources import Wish

MOST_EVIDENCE = 50


class MeasureBenefit(Wish):
    """The value measured for the period that fell due on a day; one that puts another right says which, and why."""

    period: Day
    value: float = Field(ge=-FURTHEST, le=FURTHEST, allow_inf_nan=False, strict=True)
    by_role: Role
    evidence: list[Link] = Field(default=[], max_length=MOST_EVIDENCE)
    corrects: int | None = Field(default=None, ge=1, le=2**31 - 1, strict=True)
    reason: Text | None = None
    effective: Day | None = None


async def measure_benefit(call: Call, key: str, wish: MeasureBenefit) -> views.MeasureMade:
    async with call.transaction() as change:
        row = await change.lock(Benefit, key, called="benefit profile")
        today = change.today
        effective = wish.effective or today
        benefits.refuse_effective(row, effective, today)
        periods = await reads.periods(change.session, key, today)
        before = (await reads.measures(change.session, key, date.max)).get(wish.period)
        number = (await change.session.exec(select(func.count()).where(BenefitMeasure.benefit == key))).one() + 1
        told = wish.model_dump(exclude={"effective", "evidence"})
        wanted = rules.Measured(effective=effective, evidence=tuple(wish.evidence), **told)
        event = rules.measure(row, periods, before, wanted, number=number, today=today)
        made = BenefitMeasure(
            benefit=key, number=number, recorded_at=change.now, evidence=wish.evidence, effective=effective, **told
        )
        change.session.add(made)
        change.record(event, of=row)
        await drop_timer(change, reads.MEASURE_OVERDUE, key, key=wish.period.isoformat())
        await change.session.flush()
        period = next(one for one in periods if one.due == wish.period)
        answer = views.MeasureMade(
            href=f"{views.BASE}/benefit-profiles/{key}/measures",
            version=row.version,
            benefit=key,
            measure=event.measure,
            period=views.measure(row, period, made, today),
        )
        return await call.answer(change, answer)
