"""What every public answer has in common: which moment was asked for."""

from typing import Annotated

from fastapi import Depends, Query, Request

from services.reporting.domain.moments import Moment, moment

MAX_DATE_LENGTH = 40


async def wanted(
    request: Request,
    as_at: Annotated[
        str | None,
        Query(
            max_length=MAX_DATE_LENGTH,
            description="the day that the figures are true at (YYYY-MM-DD), today if not given",
            json_schema_extra={"pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"},
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        Query(
            max_length=MAX_DATE_LENGTH,
            description="count only what was known by this day or time; all that is known now if not given",
        ),
    ] = None,
) -> Moment:
    """Return the moment that a request asks for."""
    return moment(as_at or None, known_at or None, now=request.app.state.database.clock.now())


MomentWanted = Annotated[Moment, Depends(wanted)]
