"""What every public answer has in common: which moment was asked for, and how long the answer may be kept."""

import hashlib
from typing import Annotated

from fastapi import Depends, Query, Request
from starlette.responses import Response

from services.reporting.domain.moments import Moment, moment

REVALIDATED = "public, max-age=0, must-revalidate"
"""Figures change within seconds of an event, so a copy is asked about every time; an unchanged one costs a 304."""
FOR_GOOD = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""
FOR_AN_HOUR = "public, max-age=3600"
"""For files that come with a release of this software."""

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


def kept(
    request: Request,
    body: bytes,
    *,
    media_type: str,
    keep: str = REVALIDATED,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return an answer that a browser may keep and ask about again; 304 if it has this very one."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    every = {"ETag": tag, "Cache-Control": keep, "X-Content-Type-Options": "nosniff"} | (headers or {})
    if _has(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=every)
    return Response(body, media_type=media_type, headers=every)


def _has(header: str | None, tag: str) -> bool:
    tags = {one.strip().removeprefix("W/") for one in (header or "").split(",")}
    return tag in tags or "*" in tags
