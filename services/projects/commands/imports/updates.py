"""Progress updates as councils' systems report them: of the projects that a council leads, by day and role."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects.commands import progress
from services.projects.domain import progress as rules
from services.projects.domain.roles import Role
from services.projects.models import ProgressUpdate, Project
from shared.database import Transaction
from shared.errors import FieldError, ForbiddenError, refuse_field
from shared.imports.kinds import OFFICE, Column, Kind, Standing
from shared.values import Day, Key, Link, Text
from shared.web.resources import Wish

Place = tuple[str, date, str]
"""A project, the day that is told of, and the role that tells."""


class UpdateReported(Wish):
    """What a project tells of its progress on a day."""

    project: Key
    effective: Day
    text: Text = Field(min_length=1)
    by_role: Role = "project-lead"
    evidence: list[Link] | None = Field(default=None, min_length=1, max_length=progress.MOST_EVIDENCE)


@dataclass(slots=True)
class DayTold:
    """A project, and what it told of a day by one role that nothing told later puts right."""

    project: Project
    told: list[ProgressUpdate]


class UpdateReports(Kind[UpdateReported]):
    """Progress updates by project, day and role."""

    name = "updates"
    event = "council.update-reported.v1"
    says = "What a project tells of its progress on a day; a council's own system tells of the projects it leads."
    wish = UpdateReported
    columns = (
        Column("project", "the project's key", required=True),
        Column("effective", "the day it tells of, as 2027-01-15", required=True),
        Column("text", "what there is to tell", required=True),
        Column("by_role", "the role that tells it; project-lead if left out"),
        Column("evidence", "addresses of what shows it, separated by spaces", read=str.split),
    )
    identity = frozenset({"project", "effective", "by_role"})
    main = "text"
    scope = "adoptions:write"
    scope_of_office = "programme:write"

    async def names(self, session: AsyncSession) -> dict[str, list[str]]:
        """Return the councils that lead each project."""
        found = await session.exec(select(Project.key, Project.lead_councils))
        return {key: list(leads) for key, leads in found}

    def placed(self, wish: UpdateReported, council: str | None, names: Any) -> UpdateReported:
        leads = names.get(wish.project)
        if leads is None:
            refuse_field("project", "unknown-project", f"there is no project '{wish.project}'")
        if council is not None and council not in leads:
            message = f"this client belongs to '{council}', which does not lead it"
            raise ForbiddenError(
                f"project: {message}.", code="another-council", fields=(FieldError("project", message),)
            )
        return wish

    def key(self, wish: UpdateReported) -> str:
        return f"{wish.project}/{wish.effective.isoformat()}/{wish.by_role}"

    def owner(self, wish: UpdateReported, council: str | None) -> str:  # noqa: ARG002 - a project may have several leads
        return council or OFFICE

    def agrees(self, wish: UpdateReported, standing: Standing) -> bool:
        """Say whether that was told of the day already, also beside something else."""
        told = self.content(wish)
        return any(all(_content(row)[name] == said for name, said in told.items()) for row in standing.rows.told)

    async def standing(self, session: AsyncSession, wishes: Sequence[UpdateReported], *, lock: bool) -> list[Standing]:
        named = {wish.project for wish in wishes}
        query = select(Project).where(col(Project.key).in_(named))
        if lock:
            query = query.order_by(col(Project.key)).with_for_update()
        found = await session.exec(query, execution_options={"populate_existing": lock})
        projects = {row.key: row for row in found}
        days = {(wish.project, wish.effective) for wish in wishes}
        of_days = select(ProgressUpdate).where(
            tuple_(col(ProgressUpdate.project), col(ProgressUpdate.effective)).in_(days)
        )
        rows = (await session.exec(of_days.order_by(col(ProgressUpdate.number)))).all()
        corrected = {(row.project, row.corrects) for row in rows}
        told: dict[Place, list[ProgressUpdate]] = defaultdict(list)
        for row in rows:
            if (row.project, row.number) not in corrected:
                told[row.project, row.effective, row.by_role].append(row)
        return [_standing(projects[wish.project], told[wish.project, wish.effective, wish.by_role]) for wish in wishes]

    def check(self, wish: UpdateReported, standing: Standing, today: date) -> None:
        then: DayTold = standing.rows
        said = rules.Update.model_validate(_wish(wish, then, "it was reported anew").model_dump())
        corrected = then.told[-1] if then.told else None
        rules.tell(then.project, said, corrected, number=1, heard=rules.Hearing(), today=today)

    async def apply(
        self, change: Transaction, told: Sequence[tuple[UpdateReported, Standing]], reason: str | None
    ) -> list[int]:
        numbers = []
        for wish, then in told:
            asked = _wish(wish, then.rows, reason or "it was reported anew")
            row, _ = await progress.apply(change, then.rows.project, asked)
            numbers.append(row.number)
        return numbers


def _standing(project: Project, told: list[ProgressUpdate]) -> Standing:
    rows = DayTold(project, told)
    if not told:
        return Standing(rows=rows)
    latest = told[-1]
    return Standing(
        content=_content(latest), version=latest.number, by=latest.by_role, since=latest.recorded_at, rows=rows
    )


def _content(row: ProgressUpdate) -> dict[str, Any]:
    return {"text": row.text, "evidence": row.evidence}


def _wish(wish: UpdateReported, then: DayTold, reason: str) -> progress.TellProgress:
    """Return what is asked for: an update, or a correction of what was told of the same day."""
    latest = then.told[-1] if then.told else None
    return progress.TellProgress(
        text=wish.text,
        by_role=wish.by_role,
        effective=wish.effective.isoformat(),
        evidence=wish.evidence or (list(latest.evidence) if latest else []),
        corrects=latest.number if latest else None,
        correction_reason=reason if latest else None,
    )
