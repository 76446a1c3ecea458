"""Deciding a conflict: what a person had set stays, or what a feed reported takes its place."""

from typing import Any, Literal

from pydantic import Field

from shared.errors import ConflictError, ForbiddenError
from shared.imports import answers, tables
from shared.imports.kinds import OFFICE, Reporter, Road
from shared.imports.reports import Reports
from shared.imports.settling import resolve, settle, standing_of
from shared.values import Text
from shared.web.calls import Call
from shared.web.resources import Wish


class Resolve(Wish):
    """Which of two is kept, and why."""

    keep: Literal["standing", "reported"]
    reason: Text = Field(min_length=1)


def refuse_others(caller_council: str | None, owner: str, noun: str) -> None:
    """Refuse a council's client what belongs to another council, or to the Office."""
    if caller_council is not None and caller_council != owner:
        raise ForbiddenError(
            f"This client belongs to '{caller_council}'; {noun} of '{owner}' are not its to see or settle.",
            code="another-council",
        )


async def decide(reports: Reports, call: Call, conflict: str, wish: Resolve) -> answers.ConflictView:
    """Keep what stands, or let what was reported take its place as if it had come by hand."""
    async with call.transaction() as change:
        row: Any = await change.find(reports.conflict, conflict)
        if row is None:
            raise reports.missing("conflict", conflict)
        refuse_others(call.caller.council, row.owner, "conflicts")
        kind = reports.kind(row.kind)
        kind.refuse_without_scope(call.caller)
        if row.state != "open":
            raise ConflictError(
                f"This conflict was settled on {row.resolved_at:%Y-%m-%d}: '{row.keep}' was kept.",
                code="conflict-resolved",
            )
        fact = kind.wish.model_validate(row.about | row.reported)
        one = await standing_of(kind, change, fact)
        if wish.keep == "reported":
            if one.refusal is not None:
                raise one.refusal
            await settle(reports, kind, change, _reporter(row), [one], wish.reason)
        else:
            # what stands now is what was decided for, also where a person has changed it meanwhile
            row.standing, row.standing_version = dict(one.standing.content or {}), one.standing.version
        resolve(reports, change, row, wish.keep, wish.reason, call.caller.client)
        await change.flush()
        return await call.answer(change, answers.conflict(reports.base, row))


def _reporter(row: tables.Disagreement) -> Reporter:
    road: Road = "file" if row.reported_road == "file" else "event"
    council = None if row.owner == OFFICE else row.owner
    return Reporter(row.reported_by, council, road, row.reported_source)
