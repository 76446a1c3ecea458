"""Lists by keyset: each page begins after the last row of the one before."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.projects import reads
from services.projects.models import Project
from shared.errors import FieldError, MalformedError
from shared.web.resources import PageWanted


async def keyed(session: AsyncSession, model: type[Any], wanted: PageWanted, *conditions: Any) -> Sequence[Any]:
    """Return a list's rows by key, one more than asked for if there are more."""
    found: Sequence[Any] = (await session.exec(by_key(select(model).where(*conditions), model, wanted))).all()
    return found


def by_key(query: Any, model: type[Any], wanted: PageWanted) -> Any:
    if wanted.after:
        (after,) = position(wanted, text)
        query = query.where(model.key > after)
    return query.order_by(model.key).limit(wanted.limit + 1)


async def of_project(
    session: AsyncSession,
    wanted: PageWanted,
    model: type[Any],
    project: str,
    *order: tuple[str, Callable[[Any], Any]],
    only: Sequence[Any] = (),
) -> Sequence[Any]:
    """Return what a project has of something, in an order of columns that tells each from the others.

    `only` are further conditions.
    """
    await reads.get(session, Project, project, "project")
    columns = [col(getattr(model, name)) for name, _ in order]
    query = select(model).where(model.project == project, *only).order_by(*columns).limit(wanted.limit + 1)
    if wanted.after:
        query = query.where(tuple_(*columns) > tuple_(*position(wanted, *(kind for _, kind in order))))
    return (await session.exec(query)).all()


def position(wanted: PageWanted, *kinds: Callable[[Any], Any]) -> list[Any]:
    """Return where the last page ended, or refuse a cursor that this list never gave."""
    try:
        return [kind(part) for kind, part in zip(kinds, wanted.after or (), strict=True)]
    except (TypeError, ValueError, AttributeError) as error:
        raise MalformedError(
            "'after' is no cursor of this list: use the 'next' link of the page before, unchanged.",
            code="malformed-cursor",
            fields=(FieldError("after", "is no cursor of this list"),),
        ) from error


def number(told: Any) -> int:
    if type(told) is not int or not 0 < told < 2**31:
        raise ValueError(told)
    return told


def text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told
