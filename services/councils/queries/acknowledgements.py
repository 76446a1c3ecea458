"""Looking up acknowledgements as at a day: all of them for the Office, its own for a council's client."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.councils import reads, views
from services.councils.domain import adoptions
from services.councils.domain.acknowledgements import State
from services.councils.models import Acknowledgement
from shared.auth import Caller
from shared.errors import FieldError, MalformedError, NotFoundError
from shared.web.resources import Page, PageWanted


@dataclass(frozen=True, slots=True)
class Filter:
    """Which acknowledgements are wanted; None wants all."""

    council: str | None = None
    deliverable: str | None = None
    state: State | None = None


async def acknowledgements(
    session: AsyncSession, caller: Caller, wanted: PageWanted, only: Filter, day: date
) -> Page[views.AcknowledgementView]:
    council = await reads.slug_of(session, only.council) if only.council is not None else caller.council
    if council is not None:
        adoptions.refuse_others(caller.council, council)
    place = (col(Acknowledgement.council), col(Acknowledgement.deliverable), col(Acknowledgement.number))
    query = select(Acknowledgement).where(col(Acknowledgement.asked_on) <= day, *_in(only.state, day))
    if council is not None:
        query = query.where(Acknowledgement.council == council)
    if only.deliverable is not None:
        query = query.where(Acknowledgement.deliverable == only.deliverable)
    if wanted.after is not None:
        query = query.where(tuple_(*place) > _position(wanted.after))
    rows = list(await session.exec(query.order_by(*place).limit(wanted.limit + 1)))
    return wanted.page(
        rows, partial(views.acknowledgement, day=day), lambda row: [row.council, row.deliverable, row.number]
    )


async def acknowledgement(
    session: AsyncSession, caller: Caller, asked: str, deliverable: str, day: date
) -> views.AcknowledgementView:
    """Return what a council was asked last, by a day, about a deliverable."""
    council = await reads.slug_of(session, asked)
    adoptions.refuse_others(caller.council, council)
    query = (
        select(Acknowledgement)
        .where(
            Acknowledgement.council == council,
            Acknowledgement.deliverable == deliverable,
            col(Acknowledgement.asked_on) <= day,
        )
        .order_by(col(Acknowledgement.number).desc())
        .limit(1)
    )
    row = (await session.exec(query)).first()
    if row is None:
        raise NotFoundError(f"Nothing was asked of '{council}' about the deliverable '{deliverable}' by {day}.")
    return views.acknowledgement(row, day)


def _in(state: State | None, day: date) -> list[Any]:
    """Return the conditions under which an acknowledgement was in a state on a day."""
    given, lapsed = col(Acknowledgement.acknowledged_on), col(Acknowledgement.lapsed_on)
    if state == "acknowledged":
        return [given <= day]
    if state == "lapsed":
        return [lapsed <= day]
    return [given.is_(None) | (given > day), lapsed.is_(None) | (lapsed > day)] if state else []


def _position(after: list[Any]) -> tuple[str, str, int]:
    match after:
        case [str(council), str(deliverable), int(number)] if 0 < number < 2**31:
            return council, deliverable, number
    raise MalformedError(
        "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
        code="malformed-cursor",
        fields=(FieldError("after", "is no cursor of this list"),),
    )
