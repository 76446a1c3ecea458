"""Adoption as other systems report it: the state that a council has come to with a deliverable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field
from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils.commands import adoptions
from services.councils.commands.imports.base import COUNCIL, CouncilKind, OfCouncil
from services.councils.domain import ledger
from services.councils.domain.adoptions import Reason, State
from services.councils.domain.ledger import History
from services.councils.models import Adoption, DeliverableStanding
from services.councils.reads.adoptions import histories
from shared.database import Transaction
from shared.errors import FieldError, NotFoundError
from shared.imports.kinds import Column, Standing
from shared.values import Key, Link, PartialDate, Text, last_day


class AdoptionReported(OfCouncil):
    """The state a council has come to with a deliverable, since when, and why where that is asked for."""

    deliverable: Key
    state: State
    effective: PartialDate | None = None
    reason: Reason | None = None
    note: Text | None = Field(default=None, min_length=1)
    evidence: list[Link] | None = Field(default=None, min_length=1, max_length=adoptions.MOST_EVIDENCE)


@dataclass(slots=True)
class Line:
    """A line with all that was told of it, and what is known of its deliverable's end."""

    history: History
    of: DeliverableStanding | None


class AdoptionReports(CouncilKind[AdoptionReported]):
    """How far councils have come with what releases brought them."""

    name = "adoption"
    event = "council.adoption-reported.v1"
    says = "The state that a council has come to with a deliverable that a release brought it."
    wish = AdoptionReported
    columns = (
        COUNCIL,
        Column("deliverable", "the deliverable's key", required=True),
        Column("state", "the state it has come to", required=True),
        Column("effective", "since when: a day, a month or a year; today if left out"),
        Column("reason", "why it was declined, from the list"),
        Column("note", "what more there is to say of it; 'adapted' needs one"),
        Column("evidence", "addresses of what shows it, separated by spaces", read=str.split),
    )
    identity = frozenset({"council", "deliverable"})
    main = "state"
    scope = scope_of_office = "adoptions:write"

    def key(self, wish: AdoptionReported) -> str:
        return f"{wish.council}/{wish.deliverable}"

    def part(self, wish: AdoptionReported, today: date) -> str:
        return _part(self.key(wish), last_day(wish.effective) if wish.effective else today)

    def agrees(self, wish: AdoptionReported, standing: Standing) -> bool:
        """Say whether that is how the line stands, or what was told of that very day before."""
        if super().agrees(wish, standing):
            return True
        if standing.rows is None or wish.effective is None:
            return False
        told = self.content(wish)
        return any(_says(step, told) for step in ledger.steps(standing.rows.history))

    async def standing(
        self, session: AsyncSession, wishes: Sequence[AdoptionReported], *, lock: bool
    ) -> list[Standing]:
        places = [(str(wish.council), wish.deliverable) for wish in wishes]
        query = select(Adoption).where(tuple_(col(Adoption.council), col(Adoption.deliverable)).in_(places))
        if lock:
            query = query.order_by(col(Adoption.council), col(Adoption.deliverable)).with_for_update()
        found = (await session.exec(query, execution_options={"populate_existing": lock})).all()
        lines = {(one.line.council, one.line.deliverable): one for one in await histories(session, found)}
        # after the lines are locked: whoever tells of an end locks the lines before it looks who has adopted
        named = {wish.deliverable for wish in wishes}
        ends = await session.exec(select(DeliverableStanding).where(col(DeliverableStanding.deliverable).in_(named)))
        ended = {one.deliverable: one for one in ends}
        return [
            _standing(wish, self.key(wish), lines.get(place), ended.get(place[1]))
            for wish, place in zip(wishes, places, strict=True)
        ]

    def check(self, wish: AdoptionReported, standing: Standing, today: date) -> None:
        line = standing.rows
        if line is None:
            message = f"'{wish.council}' has no adoption line for it; the release that brings it opens one"
            raise NotFoundError(f"deliverable: {message}.", fields=(FieldError("deliverable", message),))
        if _sets_right(wish, line.history):
            adoptions.decide_correction(line.history, line.of, _correction(wish, "it was reported anew"), today)
        else:
            adoptions.decide(line.history, line.of, _move(wish), today)

    async def apply(
        self, change: Transaction, told: Sequence[tuple[AdoptionReported, Standing]], reason: str | None
    ) -> list[int]:
        for wish, then in told:
            line: Line = then.rows
            if _sets_right(wish, line.history):
                correction = _correction(wish, reason or "it was reported anew")
                await adoptions.apply_correction(change, line.history, line.of, correction)
            else:
                await adoptions.apply(change, line.history, line.of, _move(wish))
        return [then.rows.history.line.version for _, then in told]


def _standing(wish: AdoptionReported, key: str, history: History | None, of: DeliverableStanding | None) -> Standing:
    if history is None:
        return Standing()
    line, latest = history.line, ledger.steps(history)[-1]
    content: dict[str, Any] = {"state": line.state, "effective": line.since, "reason": line.reason, "note": line.note}
    version = latest.move.number if latest.move else line.version
    parts = [(key, version)]
    if latest.move is not None:
        content["evidence"] = _links(latest)
    earlier = _earlier(wish, history)
    if earlier is not None and earlier.move is not None:
        parts.append((_part(key, earlier.day), earlier.move.number))
        # what would be put right is what stands of that day
        content, version = _said(earlier), earlier.move.number
    return Standing(
        content={name: said for name, said in content.items() if said},
        version=version,
        parts=tuple(parts),
        stands_by_itself=latest.move is None,
        aggregate=("adoption", f"{line.council}.{line.deliverable}"),
        rows=Line(history, of),
    )


def _says(step: ledger.Step, told: dict[str, Any]) -> bool:
    """Say whether all of a report is what was told of the same day before."""
    if step.move is None:
        return False
    said = _said(step)
    return all(said[name] == value for name, value in told.items())


def _said(step: ledger.Step) -> dict[str, Any]:
    return {
        "state": step.state,
        "effective": step.effective,
        "reason": step.move.reason if step.move else None,
        "note": step.move.note if step.move else None,
        "evidence": _links(step),
    }


def _earlier(wish: AdoptionReported, history: History) -> ledger.Step | None:
    """Return what holds of the day of a report, where something was told of a later one; None otherwise."""
    *before, latest = ledger.steps(history)
    if wish.effective is None or last_day(wish.effective) >= latest.day:
        return None
    return next((step for step in reversed(before) if step.day <= last_day(wish.effective)), None)


def _part(key: str, day: date) -> str:
    return f"{key}@{day}"


def _links(step: ledger.Step) -> list[str]:
    return [one["link"] for one in step.move.evidence if one["link"]] if step.move else []


def _sets_right(wish: AdoptionReported, history: History) -> bool:
    """Say whether a report is of a day of which something was told already, or of an earlier one."""
    latest = ledger.steps(history)[-1]
    return wish.effective is not None and latest.move is not None and last_day(wish.effective) <= latest.day


def _move(wish: AdoptionReported) -> adoptions.MoveAdoption:
    return adoptions.MoveAdoption(**_told(wish), effective=wish.effective)


def _correction(wish: AdoptionReported, reason: str) -> adoptions.CorrectAdoption:
    return adoptions.CorrectAdoption(**_told(wish), effective=wish.effective or "", correction_reason=reason)


def _told(wish: AdoptionReported) -> dict[str, Any]:
    evidence = [adoptions.Evidence(link=link) for link in wish.evidence or ()]
    return wish.model_dump(include={"state", "note", "reason"}) | {"evidence": evidence}
