"""Answers that a browser may keep: for good, for an hour, or until they have changed."""

import hashlib

from fastapi import Request
from starlette.responses import Response

REVALIDATED = "public, max-age=0, must-revalidate"
"""Figures change within seconds of an event, so a copy is asked about every time; an unchanged one costs a 304."""
FOR_GOOD = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""
FOR_AN_HOUR = "public, max-age=3600"
"""For files that come with a release of this software."""
NOT_KEPT = "no-store"
"""For what only one caller may see."""


def kept(
    request: Request,
    body: bytes,
    *,
    media_type: str,
    keep: str = REVALIDATED,
    headers: dict[str, str] | None = None,
    tag: str | None = None,
) -> Response:
    """Return an answer that a browser may keep and ask about again; 304 if it has this very one.

    One that says the same in other bytes has a `tag` of its own.
    """
    tag = f'W/"{tag}"' if tag else f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    every = {"ETag": tag, "Cache-Control": keep, "X-Content-Type-Options": "nosniff"} | (headers or {})
    if _has(request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers=every)
    return Response(body, media_type=media_type, headers=every)


def _has(header: str | None, tag: str) -> bool:
    tags = {one.strip().removeprefix("W/") for one in (header or "").split(",")}
    return tag.removeprefix("W/") in tags or "*" in tags
