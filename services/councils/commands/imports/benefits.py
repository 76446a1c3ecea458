"""Benefit figures as other systems report them: what a council forecasts, claims and verifies of a benefit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import Field
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.commands import benefits
from services.councils.commands.imports.base import COUNCIL, CouncilKind, OfCouncil
from services.councils.domain import benefits as rules
from services.councils.domain.roles import Role
from services.councils.models import BenefitFigureTold, Council
from services.councils.reads.benefits import histories
from shared.database import Transaction
from shared.imports.kinds import Column, Standing, number
from shared.values import Day, Key, Link, Name, Text

WITHDRAWN = {"withdrawn": True}
"""What stands of a figure that was taken back: somebody meant that, and a feed does not give it again by itself."""


class BenefitReported(OfCouncil):
    """A council's figure of a benefit for a period, in the profile's unit."""

    profile: Key
    period: benefits.Period
    stage: rules.Stage
    value: float = Field(ge=-benefits.FURTHEST, le=benefits.FURTHEST, allow_inf_nan=False, strict=True)
    unit: Name
    by_role: Role
    evidence: list[Link] | None = Field(default=None, min_length=1, max_length=benefits.MOST_EVIDENCE)
    note: Text | None = Field(default=None, min_length=1)
    reason: Text | None = Field(default=None, min_length=1)
    effective: Day | None = None


class BenefitReports(CouncilKind[BenefitReported]):
    """Benefit figures by council, profile, period and stage. A claim may stand in the file that verifies it."""

    name = "benefits"
    event = "council.benefit-reported.v1"
    says = "A council's figure of a benefit for a period: forecast, claimed, or verified by another role."
    wish = BenefitReported
    columns = (
        COUNCIL,
        Column("profile", "the benefit profile's key", required=True),
        Column("period", "a year, a quarter, a month, or two days joined by `--`", required=True),
        Column("stage", "forecast, claimed or verified", required=True),
        Column("value", "the figure", required=True, read=number),
        Column("unit", "the unit, which is the profile's", required=True),
        Column("by_role", "the role that says so", required=True),
        Column("evidence", "addresses of what shows it, separated by spaces", read=str.split),
        Column("note", "what more there is to say of it"),
        Column("reason", "why it is another figure than was told or claimed before"),
        Column("effective", "the day from which it is told; today if left out"),
    )
    identity = frozenset({"council", "profile", "period", "stage"})
    main = "value"
    one_by_one = True
    scope = scope_of_office = "benefits:write"

    def key(self, wish: BenefitReported) -> str:
        return f"{wish.council}/{wish.profile}/{wish.period}/{wish.stage}"

    def agrees(self, wish: BenefitReported, standing: Standing) -> bool:
        """Say whether that is the figure that holds, whoever else says so."""
        then = standing.content or {}
        return (then.get("value"), then.get("unit")) == (wish.value, wish.unit)

    async def standing(self, session: AsyncSession, wishes: Sequence[BenefitReported], *, lock: bool) -> list[Standing]:
        if lock:
            for council in sorted({str(wish.council) for wish in wishes}):
                # no two count the same benefit at once
                await session.get(Council, council, with_for_update={"key_share": True}, populate_existing=True)
        found = []
        for wish in wishes:
            stages = await histories(session, str(wish.council), wish.profile, wish.period)
            found.append(_standing(wish, stages[wish.stage]))
        return found

    def check(self, wish: BenefitReported, standing: Standing, today: date) -> None:
        """Leave it to applying, which refuses it before anything is written."""

    async def apply(
        self, change: Transaction, told: Sequence[tuple[BenefitReported, Standing]], reason: str | None
    ) -> list[int]:
        versions = []
        for wish, then in told:
            before: BenefitFigureTold | None = then.rows
            why = wish.reason or (reason if before is not None else None)
            values: dict[str, Any] = wish.model_dump(exclude={"evidence", "effective", "reason"})
            asked = benefits.TellFigure(
                **values,
                evidence=wish.evidence or (list(before.evidence) if before else []),
                effective=wish.effective.isoformat() if wish.effective else None,
                corrects=before.number if before else None,
                reason=why,
            )
            view, _ = await benefits.apply(change, wish.council, asked)
            versions.append(view.version)
        return versions


def _standing(wish: BenefitReported, history: Sequence[BenefitFigureTold]) -> Standing:
    if not history:
        return Standing()
    latest, holds = history[-1], rules.standing(history)
    content: dict[str, Any] = dict(WITHDRAWN)
    if holds is not None:
        content = holds.model_dump(mode="json", include={"value", "unit", "by_role", "evidence", "note", "effective"})
    return Standing(
        content={name: said for name, said in content.items() if said not in (None, [])},
        version=latest.number,
        aggregate=("benefit-figure", f"{wish.council}.{wish.profile}.{wish.period}.{wish.stage}"),
        rows=holds,
    )
