"""Benefit profiles."""

from typing import Literal

from pydantic import Field

from services.projects import views
from services.projects.commands.making import named, new, refuse_existing
from services.projects.models import Benefit, Project
from shared.events.projects import BenefitProfiled
from shared.values import Key, Name, Text
from shared.web.calls import Call
from shared.web.resources import Wish


class ProfileBenefit(Wish):
    """A benefit; an amount is what its source says, for whom its `basis` says."""

    key: Key
    project: Key
    statement: Text = Field(min_length=1)
    type: Literal["cash-releasing", "cost-avoidance", "quantitative", "qualitative", "dis-benefit"] | None = None
    class_as_found: Name | None = None
    amount_gbp: int | None = Field(default=None, ge=0, le=10**12, strict=True)
    basis: Text | None = None
    source: Text | None = None


async def profile_benefit(call: Call, wish: ProfileBenefit) -> views.BenefitView:
    async with call.transaction() as change:
        await refuse_existing(change, Benefit, wish.key, "benefit profile")
        await named(change, Project, wish.project, "project")
        row = new(Benefit, change, **wish.model_dump())
        event = BenefitProfiled(benefit=row.key, **wish.model_dump(exclude={"key", "source"}))
        change.record(event, of=row)
        return await call.answer(change, views.benefit(row))
